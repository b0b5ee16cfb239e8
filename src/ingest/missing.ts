/** Words that exporters write where there is no value; `NA` is not among them, because it is Namibia. */
export const MISSING_WORDS: readonly string[] = [
  ...['null', '(null)', '<null>', 'none', 'nan', 'nil', 'undefined', 'n/a', '-', '\\n'],
];
const WORDS = new Set(MISSING_WORDS);
const MAY_START = Array.from('(<nNuU-\\', (character) => character.charCodeAt(0)); // spares most cells the set

/** Whether a trimmed cell stands for a missing value. */
export function isMissing(text: string): boolean {
  if (text.length === 0) return true;
  return text.length <= 9 && MAY_START.includes(text.charCodeAt(0)) && WORDS.has(text.toLowerCase());
}

/**
 * Constant texts that gateways write in place of a prompt. Read as values they would make every account share
 * one prompt, and all of them one giant group.
 */
const REDACTIONS: readonly RegExp[] = [
  /^["']?redacted[- ]by[- ]litellm\b/i,
  /^[[<({"']*\s*(?:redacted|removed|masked|hidden|omitted|filtered|scrubbed)\s*[\])>}"']*$/i,
  /^\*+$/,
  /^(?:\{\}|\[\])$/,
];

/** Whether a trimmed prompt or system prompt is a redaction mark and thus missing. */
export function isRedacted(text: string): boolean {
  return text.length <= 200 && REDACTIONS.some((mark) => mark.test(text));
}
