import type { TimeZone } from '../ingest/time-zone.js';
import { epochShift, INVALID, isInRange, localMicros, type TimeColumn } from '../ingest/timestamp.js';
import { type CellGrid, GRID_ROWS } from './cell-grid.js';

/**
 * Reads the time column of one source as `TimeColumn` does: the common forms straight from the bytes, everything else,
 * and all that could change what later times mean, by it.
 */
export class TimeCells {
  private year = 0; // the four, four and two bytes of the date that was read last
  private month = 0;
  private day = 0;
  private midnight = INVALID; // its local µs

  private readonly twice = new Uint8Array(GRID_ROWS); // 1 where the zone counted the row's time as ambiguous

  constructor(private readonly zone: TimeZone | null) {}

  /** Takes back what was counted for rows that became odd since: the reference reads them again. */
  uncount({ odd, rows }: CellGrid): void {
    if (this.zone === null || this.zone.fixedOffset !== null) return;
    for (let row = 0; row < rows; row++) if (odd[row]! & this.twice[row]!) this.zone.ambiguous--;
  }

  /** Rows whose time cannot be read are marked odd. Throws as `times` does. */
  read(
    bytes: Buffer,
    view: DataView,
    grid: CellGrid,
    position: number,
    times: TimeColumn,
    values: Float64Array,
  ): void {
    const { borders, stride, odd, rows } = grid;
    const { shift, seenZoned } = times.state;
    const fixed = this.zone === null ? null : this.zone.fixedOffset;
    for (let row = 0; row < rows; row++) {
      if (odd[row] === 1) {
        this.twice[row] = 0;
        continue;
      }
      const from = borders[row * stride + position]! + 1;
      const to = borders[row * stride + position + 1]!;
      let time = Number.NaN;
      if (to - from >= 19) time = this.calendar(bytes, view, from, to, seenZoned, fixed);
      else if (shift !== null && to - from >= 9) time = epoch(bytes, from, to, shift);
      if (!isInRange(time)) {
        const before = this.zone?.ambiguous ?? 0;
        time = times.read(bytes.toString('utf8', from, to));
        this.twice[row] = (this.zone?.ambiguous ?? 0) - before;
      } else this.twice[row] = 0;
      values[row] = time;
      if (Number.isNaN(time)) odd[row] = 1;
    }
  }

  /** µs of `YYYY-MM-DD[T ]HH:MM:SS[.fraction][Z|±HH:MM]`; NaN where it is left to the column. */
  private calendar(
    bytes: Buffer,
    view: DataView,
    from: number,
    to: number,
    seenZoned: boolean,
    fixed: number | null,
  ): number {
    const between = bytes[from + 10];
    if (between !== 0x54 && between !== 0x20) return Number.NaN;
    const year = view.getInt32(from, true);
    const month = view.getInt32(from + 4, true);
    const day = view.getInt16(from + 8, true);
    if (day !== this.day || month !== this.month || year !== this.year) {
      this.year = year;
      this.month = month;
      this.day = day;
      this.midnight = localMicros(`${bytes.toString('latin1', from, from + 10)}T00:00:00`);
    }
    if (bytes[from + 4] !== 0x2d || bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return Number.NaN;
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return Number.NaN;
    let local = this.midnight + ((hour * 60 + minute) * 60 + second) * 1_000_000;
    let at = from + 19;
    if (at < to && bytes[at] === 0x2e) {
      let scale = 100_000;
      for (at++; at < to; at++) {
        const digit = bytes[at]! - 48;
        if (digit < 0 || digit > 9) break;
        local += digit * scale;
        scale = Math.floor(scale / 10);
      }
      if (at === from + 20) return Number.NaN;
    }
    if (at === to) return fixed === null ? Number.NaN : local - fixed;
    if (!seenZoned) return Number.NaN;
    const sign = bytes[at]!;
    if (at + 1 === to && sign === 0x5a) return local;
    if (at + 6 !== to || (sign !== 0x2b && sign !== 0x2d) || bytes[at + 3] !== 0x3a) return Number.NaN;
    const hours = twoDigits(bytes, at + 1);
    const minutes = twoDigits(bytes, at + 4);
    if ((hours | minutes) < 0 || hours > 19 || minutes > 59) return Number.NaN;
    const offset = (hours * 60 + minutes) * 60_000_000;
    return sign === 0x2d ? local + offset : local - offset;
  }
}

/** µs of a whole epoch number of the unit given; NaN where it is left to the column. */
function epoch(bytes: Buffer, from: number, to: number, shift: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  // Above 2^53 only nanoseconds are times, and those are left.
  if (to - from > 16 || epochShift(value) !== shift || shift < 0) return Number.NaN;
  return value * 10 ** shift;
}

/** Value of two ASCII digits, or -1. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at]! - 48;
  const units = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}
