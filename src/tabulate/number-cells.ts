import { BAD_NUMBER, type NumberKind, readNumber } from '../ingest/number-cell.js';
import type { CellGrid } from './cell-grid.js';

const TRUE = 0x65757274; // little-endian
const MOST_DIGITS = 15; // a decimal of so many digits is a whole number below 2^53 over a power of ten, rounded once
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, n) => 10 ** n);

/**
 * Reads a column of numbers as `readNumber` does; short decimals straight from the bytes, everything else by it. Rows
 * with a bad number are marked odd.
 */
export function readNumberColumn(
  bytes: Buffer,
  view: DataView,
  grid: CellGrid,
  position: number,
  kind: NumberKind,
  values: Float64Array,
): void {
  const { borders, stride, odd, rows } = grid;
  for (let row = 0; row < rows; row++) {
    if (odd[row] === 1) continue;
    const from = borders[row * stride + position]! + 1;
    const to = borders[row * stride + position + 1]!;
    const length = to - from;
    if (length === 0) {
      values[row] = Number.NaN;
      continue;
    }
    let value = 0;
    if (kind === 'flag') {
      if (length === 4 && view.getInt32(from, true) === TRUE) {
        values[row] = 1;
        continue;
      }
    } else if (length <= MOST_DIGITS) {
      let at = from;
      let digit = bytes[at]! - 48;
      while (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        at++;
        digit = at < to ? bytes[at]! - 48 : -1;
      }
      if (at === to && length <= 9 && (kind !== 'status' || value < 1000)) {
        values[row] = value;
        continue;
      }
      if (kind === 'measure' && at > from && at + 1 < to && bytes[at] === 0x2e) {
        const point = at++;
        for (; at < to; at++) {
          const decimal = bytes[at]! - 48;
          if (decimal < 0 || decimal > 9) break;
          value = value * 10 + decimal;
        }
        if (at === to) {
          values[row] = value / POWERS[to - point - 1]!;
          continue;
        }
      }
    }
    value = readNumber(bytes.toString('utf8', from, to), kind);
    values[row] = value;
    if (value === BAD_NUMBER) odd[row] = 1;
  }
}
