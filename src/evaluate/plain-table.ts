/** Control characters of names from files must not reach a terminal. */
export function shown(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}

/** Columns by their widest cell: text to the left, numbers to the right. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const widths = head.map((title, n) => Math.max(title.length, ...rows.map((row) => String(row[n]).length)));
  const numeric = head.map((_, n) =>
    rows.every((row) => typeof row[n] === 'number' || /^(n\/a|[\d.]+)$/.test(String(row[n]))),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, n) => (numeric[n] ? String(cell).padStart(widths[n]!) : String(cell).padEnd(widths[n]!)))
      .join('  ')
      .trimEnd(),
  );
}
