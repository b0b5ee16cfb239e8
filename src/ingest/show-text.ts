/**
 * Makes log content safe to show in one line of plain text: everything outside printable ASCII becomes
 * `\u{hex}`, and a text of more than `limit` characters is described by its length instead of cited, because
 * an unexpectedly long cell may be a prompt that slipped into the wrong column.
 */
export function showText(text: string, limit = 40): string {
  if (text.length > limit) return `a text of ${text.length} characters`;
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const plain = code >= 0x20 && code <= 0x7e && code !== 0x22 && code !== 0x5c;
    shown += plain ? character : `\\u{${code.toString(16)}}`;
  }
  return `"${shown}"`;
}

/** Lists names as `showText` does, at most `most` of them, and says how many were left out. */
export function showNames(names: readonly string[], most = 40): string {
  const shown = names.slice(0, most).map((name) => showText(name));
  if (names.length > most) shown.push(`and ${names.length - most} more`);
  return shown.join(', ');
}
