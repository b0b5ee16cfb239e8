import { CR, type Dialect, LF, QUOTE } from './dialect.js';

/** Result of walking over one record. */
export class RecordMeasure {
  /** Position behind the record and its line end. */
  end = 0;
  /** Line ends inside quoted cells. */
  innerLines = 0;
  /** Cells. */
  width = 0;
  /** Bytes of the longest cell, its quotes included. */
  longest = 0;
}

/**
 * Walks over the record at `start` by RFC 4180 and fills `into`. Says `open` when the record is not over at
 * `limit`, and `broken-quote` when a quote stands inside an unquoted cell or text follows a closing quote.
 * `atEnd` tells that the source ends at `limit`, which ends a record too.
 */
export function measureRecord(
  bytes: Buffer,
  start: number,
  limit: number,
  atEnd: boolean,
  dialect: Dialect,
  into: RecordMeasure,
): 'whole' | 'open' | 'broken-quote' {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const { lineEnd } = dialect;
  into.innerLines = 0;
  into.width = 0;
  into.longest = 0;
  for (let at = start; ; at++) {
    const cell = at;
    if (at < limit && bytes[at] === QUOTE) {
      // Byte by byte: cells are short, and a search call for each would cost more than the walk.
      for (at++; at < limit; at++) {
        const byte = bytes[at];
        if (byte === lineEnd) into.innerLines++;
        else if (byte === QUOTE) {
          if (at + 1 >= limit || bytes[at + 1] !== QUOTE) break;
          at++; // a doubled quote is text
        }
      }
      at++; // over the closing quote
      if (at > limit || (at === limit && !atEnd)) return 'open';
      if (at < limit && bytes[at] === CR && lineEnd === LF) {
        if (at + 1 >= limit && !atEnd) return 'open';
        if (at + 1 >= limit || bytes[at + 1] !== LF) return 'broken-quote';
        at++;
      }
      if (at < limit && bytes[at] !== delimiter && bytes[at] !== lineEnd) return 'broken-quote';
    } else {
      for (; at < limit; at++) {
        const byte = bytes[at];
        if (byte === delimiter || byte === lineEnd) break;
        if (byte === QUOTE) return 'broken-quote';
      }
      if (at >= limit && !atEnd) return 'open';
    }
    into.width++;
    into.longest = Math.max(into.longest, at - cell);
    if (at >= limit || bytes[at] === lineEnd) {
      into.end = Math.min(at + 1, limit);
      return 'whole';
    }
  }
}
