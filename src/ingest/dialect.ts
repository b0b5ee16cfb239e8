import { StillhuntError } from '../errors.js';

export const QUOTE = 0x22;
export const CR = 0x0d;
export const LF = 0x0a;

const DELIMITERS = [',', ';', '\t', '|'] as const; // in order of preference
export type Delimiter = (typeof DELIMITERS)[number];

/** How a source is written. Quotes are those of RFC 4180. */
export interface Dialect {
  readonly delimiter: Delimiter;
  /** Byte that ends a line: LF, with or without CR before it, or a lone CR. */
  readonly lineEnd: typeof LF | typeof CR;
}

/** The header as found at the start of a source. */
export interface HeaderRecord {
  readonly dialect: Dialect;
  /** Bytes of the header without byte order mark and line end. */
  readonly bytes: Buffer;
  /** Where the first record after the header starts, in bytes from the start of the source. */
  readonly end: number;
  /** Line on which it starts. */
  readonly nextLine: number;
}

const MAX_HEADER = 1 << 20; // bytes

/**
 * Finds the header in the first bytes of a source, and from it the delimiter (the most frequent outside
 * quotes) and the line end. Gives null when more bytes are needed, or, at `end`, when there is no header.
 * Empty lines before it are passed over.
 *
 * @throws StillhuntError `input` when there is none within 1 MiB, after 1 MiB of empty lines, or the source is JSON.
 */
export function findHeader(bytes: Buffer, end: boolean, name: string): HeaderRecord | null {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let line = 1;
  for (; bytes[start] === LF || bytes[start] === CR; start++) {
    if (bytes[start] === LF || bytes[start + 1] !== LF) line++;
  }
  if (start > MAX_HEADER) throw new StillhuntError('input', `${name} starts with 1 MiB of empty lines.`);
  if (start >= bytes.length) return null;
  if (bytes[start] === 0x7b || bytes[start] === 0x5b) {
    throw new StillhuntError(
      'input',
      `${name} looks like JSON; delimited text with a header line was expected.`,
      'Export it as CSV: one row per request, with a header line.',
    );
  }
  let quoted = false;
  let inner = 0; // line ends inside quotes
  const counts = DELIMITERS.map(() => 0);
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === LF || byte === CR) {
      if (!quoted) break;
      if (byte === LF) inner++;
    } else if (!quoted) {
      const which = DELIMITERS.findIndex((delimiter) => delimiter.charCodeAt(0) === byte);
      if (which !== -1) counts[which]!++;
    }
  }
  const open = at >= bytes.length || (bytes[at] === CR && at + 1 >= bytes.length);
  if (open && !end) {
    if (bytes.length - start <= MAX_HEADER) return null;
    throw new StillhuntError('input', `${name} has no line end within 1 MiB; it is no delimited log.`);
  }
  const lineEnd = bytes[at] === CR && bytes[at + 1] !== LF ? CR : LF;
  const after = Math.min(bytes.length, bytes[at] === CR && lineEnd === LF ? at + 2 : at + 1);
  return {
    dialect: { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, lineEnd },
    bytes: bytes.subarray(start, at),
    end: after,
    nextLine: line + inner + 1,
  };
}
