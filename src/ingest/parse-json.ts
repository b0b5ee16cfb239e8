import { parse } from 'lossless-json';

/** A number of so many digits may not fit a double. */
const MANY_DIGITS = /\d{16}/;

/**
 * Parses JSON; whole numbers that do not fit a double are given as their digits in a text, because ticks, nanoseconds and
 * identifiers are written so. Of a key that comes twice the last counts.
 * @throws SyntaxError for what is no JSON.
 */
export function parseJson(text: string): unknown {
  return MANY_DIGITS.test(text)
    ? parse(text, undefined, { parseNumber: exact, onDuplicateKey: ({ newValue }) => newValue })
    : JSON.parse(text);
}

function exact(digits: string): number | string {
  const number = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? digits : number;
}
