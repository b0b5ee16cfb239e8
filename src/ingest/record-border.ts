import { type Dialect, LF, QUOTE } from './dialect.js';
import { measureRecord, type RecordMeasure } from './measure-record.js';

/** A stretch of whole records; `plain` has no quote, so that every line of it is a record or empty. */
export interface Stretch {
  readonly plain: boolean;
  readonly from: number; // inclusive
  readonly to: number; // exclusive
}

/**
 * Cuts bytes that start at a record into plain stretches and the records with quotes between them, and stops before a
 * record that may not be over. Bytes that are known to hold `whole` records are cut to their end: a record that seems
 * not to be over there was given up by its first line, for what followed it. Records end where `RecordScanner` ends them, as long as none is
 * longer than it allows; cost is a search, and a walk over the records with quotes. For lines that end with LF.
 */
export function* stretches(
  bytes: Buffer,
  dialect: Dialect,
  width: number,
  measure: RecordMeasure,
  whole: boolean,
): Generator<Stretch, void> {
  const end = bytes.lastIndexOf(LF) + 1;
  for (let at = 0; at < end; ) {
    const quoteAt = bytes.indexOf(QUOTE, at);
    if (quoteAt === -1 || quoteAt >= end) {
      yield { plain: true, from: at, to: end };
      return;
    }
    const from = Math.max(at, bytes.lastIndexOf(LF, quoteAt) + 1);
    if (from > at) yield { plain: true, from: at, to: from };
    const lineAt = bytes.indexOf(LF, quoteAt);
    const measured = measureRecord(bytes, from, bytes.length, false, dialect, measure);
    if (measured === 'open' && !whole) return;
    const broken = measured !== 'whole' || (measure.innerLines > 0 && measure.width !== width);
    if (broken && lineAt === -1) return;
    at = broken ? lineAt + 1 : measure.end;
    yield { plain: false, from, to: at };
  }
}

/** Line feeds in a range of bytes. */
export function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < to; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}
