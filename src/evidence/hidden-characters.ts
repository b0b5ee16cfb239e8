/**
 * Characters that a reader cannot see or that move what is seen: controls, bidirectional and zero-width marks,
 * line separators, halves of surrogate pairs, code points that are no characters (XML and I-JSON refuse them), and
 * everything that Unicode lets a renderer leave out.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu');

/** Log content that already reads like one of our escapes. */
const LOOKS_ESCAPED = /\\(?=u\{)/g;

/** The code point of a character written out: U+202E becomes `\u{202e}`. */
export function spelled(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * Text with every hidden character spelled out as `\u{…}`. One-to-one: a backslash that would read as such an
 * escape is itself spelled, so two different texts never look the same. O(length).
 */
export function visible(text: string): string {
  return text.replace(LOOKS_ESCAPED, spelled('\\')).replace(HIDDEN_ALL, spelled);
}

/** The text that `visible` was given. O(length). */
export function unspelled(shown: string): string {
  return shown.replace(/\\u\{([0-9a-f]{1,6})\}/g, (spelt, digits: string) => {
    const code = Number.parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : spelt;
  });
}

/** Text for a JSON string literal in which hidden characters are `\uXXXX`; parsing gives the text back exactly. */
export function jsonString(text: string): string {
  const literal = JSON.stringify(text);
  if (!HIDDEN.test(literal)) return literal;
  return literal.replace(HIDDEN_ALL, (character) => {
    let units = '';
    for (let i = 0; i < character.length; i++) {
      units += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    }
    return units;
  });
}
