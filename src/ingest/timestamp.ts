import { StillhuntError } from '../errors.js';
import { isMissing } from './missing.js';
import type { QuarantineReason } from './quarantine.js';
import { showText } from './show-text.js';
import type { TimeZone } from './time-zone.js';

const FIRST_MICROS = 946_684_800_000_000; // 2000-01-01, inclusive
const END_MICROS = 4_102_444_800_000_000; // 2100-01-01, exclusive
const DAY_MICROS = 86_400_000_000;

/** Decimal places from one epoch unit to microseconds; the ranges of the units do not overlap. */
export type EpochShift = 6 | 3 | 0 | -3; // seconds, milliseconds, microseconds, nanoseconds

/** What reading a source's times depends on beside the cell; it is settled by the first times and then stays. */
export interface TimeState {
  /** Unit of epoch numbers; null before the first. */
  readonly shift: EpochShift | null;
  /** Whether a time with a zone, or an epoch number, was read before. */
  readonly seenZoned: boolean;
}

/**
 * Reads the time column of one source as integer microseconds since the epoch, UTC, in [2000, 2100).
 *
 * Reads `YYYY-MM-DD[T ]HH:MM:SS[.fraction][Z|±HH[[:]MM]| UTC]` without Date, digits below a microsecond cut
 * off, and epoch numbers in seconds, milliseconds, microseconds or nanoseconds. The unit of epoch numbers is
 * told by magnitude on the first one and then holds for the source. Times without a zone are refused unless a
 * zone was given; where the first time of a source has none, the source as a whole is refused.
 */
export class TimeColumn {
  /** Why the last `read` gave NaN. */
  reason: QuarantineReason = 'missing-time';
  private shift: EpochShift | null; // unit of epoch numbers, once one was seen
  private seenZoned: boolean; // a time with a zone, or an epoch number, was read before
  private lastSuffix = ''; // zone suffix that was read last
  private lastOffset = 0; // µs east of UTC that it means

  constructor(
    private readonly source: string,
    private readonly zone: TimeZone | null,
    state: TimeState = { shift: null, seenZoned: false },
  ) {
    this.shift = state.shift;
    this.seenZoned = state.seenZoned;
  }

  get state(): TimeState {
    return { shift: this.shift, seenZoned: this.seenZoned };
  }

  /**
   * Microseconds since the epoch, or NaN with `reason` set.
   * @throws StillhuntError `input` when the first readable time of the source has no zone and none was given.
   */
  read(cell: string): number {
    let text = cell;
    const length = text.length;
    if (length === 0 || text.charCodeAt(0) <= 32 || text.charCodeAt(length - 1) <= 32) text = text.trim();
    if (isMissing(text)) return this.refuse('missing-time');
    return text.charCodeAt(4) === 0x2d ? this.readCalendar(text) : this.readEpoch(text);
  }

  /** The same for a time that is µs already, NaN where there is none. */
  micros(time: number): number {
    if (Number.isNaN(time)) return this.refuse('missing-time');
    this.seenZoned = true;
    return this.inRange(time);
  }

  private refuse(reason: QuarantineReason): number {
    this.reason = reason;
    return Number.NaN;
  }

  private readCalendar(text: string): number {
    const local = localMicros(text);
    if (local === INVALID) return this.refuse('bad-time');
    let at = 19;
    let fraction = 0;
    const mark = text.charCodeAt(19);
    if (mark === 0x2e || mark === 0x2c) {
      let scale = 100_000;
      at = 20;
      for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(at) - 48) {
        fraction += digit * scale;
        scale = Math.floor(scale / 10);
        at++;
      }
      if (at === 20) return this.refuse('bad-time');
    }
    const instant = this.withZone(text, at, local + fraction);
    if (Number.isNaN(instant)) return instant;
    // Only the last minute of a UTC day can have a second 60.
    const leap = text.charCodeAt(17) === 0x36;
    if (leap && Math.floor((instant - 1_000_000) / 60_000_000) % 1440 !== 1439)
      return this.refuse('bad-time');
    return this.inRange(instant);
  }

  private withZone(text: string, at: number, local: number): number {
    if (at === text.length) return this.withoutZone(text, local);
    const last = text.charCodeAt(at);
    if ((last === 0x5a || last === 0x7a) && at + 1 === text.length) {
      this.seenZoned = true;
      return local;
    }
    const suffix = text.slice(at);
    if (suffix !== this.lastSuffix) {
      const found = /^ ?(?:UTC|GMT|Z|([+-])([01]\d)(?::?([0-5]\d))?(?: UTC)?)$/i.exec(suffix);
      if (found === null) return this.refuse('bad-time');
      const minutes = Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0);
      this.lastSuffix = suffix;
      this.lastOffset = (found[1] === '-' ? -1 : 1) * minutes * 60_000_000;
    }
    this.seenZoned = true;
    return local - this.lastOffset;
  }

  private withoutZone(text: string, local: number): number {
    if (this.zone !== null) {
      const instant = this.zone.toUtc(local);
      return Number.isNaN(instant) ? this.refuse('time-not-in-zone') : instant;
    }
    if (this.seenZoned) return this.refuse('time-without-zone');
    throw new StillhuntError(
      'input',
      `${this.source}: times carry no time zone (found ${showText(text)}).`,
      'If these times are UTC, say so with --timezone UTC; otherwise name their zone, for example --timezone Europe/Berlin.',
    );
  }

  private readEpoch(text: string): number {
    const point = text.indexOf('.');
    const whole = point === -1 ? text : text.slice(0, point);
    const fraction = point === -1 ? '' : text.slice(point + 1);
    if (!/^\d{1,20}$/.test(whole) || (point !== -1 && !/^\d+$/.test(fraction)))
      return this.refuse('bad-time');
    const shift = epochShift(Number(whole));
    if (shift === null) return this.refuse('time-out-of-range');
    if (this.shift === null) this.shift = shift;
    else if (this.shift !== shift) return this.refuse('mixed-time-unit');
    this.seenZoned = true;
    // Digits, not arithmetic: nanoseconds do not fit a double.
    if (shift === -3) return this.inRange(Number(whole.slice(0, -3)));
    return this.inRange(Number(whole + fraction.slice(0, shift).padEnd(shift, '0')));
  }

  private inRange(micros: number): number {
    return isInRange(micros) ? micros : this.refuse('time-out-of-range');
  }
}

/** Whether a time lies in [2000, 2100). */
export function isInRange(micros: number): boolean {
  return micros >= FIRST_MICROS && micros < END_MICROS;
}

export function epochShift(value: number): EpochShift | null {
  if (value >= FIRST_MICROS * 1000) return value < END_MICROS * 1000 ? -3 : null;
  if (value >= FIRST_MICROS) return value < END_MICROS ? 0 : null;
  if (value >= FIRST_MICROS / 1000) return value < END_MICROS / 1000 ? 3 : null;
  return value >= FIRST_MICROS / 1_000_000 && value < END_MICROS / 1_000_000 ? 6 : null;
}

export const INVALID = Number.NEGATIVE_INFINITY;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Local µs of the leading `YYYY-MM-DD[T ]HH:MM:SS`, whole seconds; INVALID when it is not a calendar time. */
export function localMicros(text: string): number {
  if (text.length < 19) return INVALID;
  const between = text.charCodeAt(10);
  if (between !== 0x54 && between !== 0x20 && between !== 0x74) return INVALID;
  if (text.charCodeAt(7) !== 0x2d || text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a)
    return INVALID;
  const century = twoDigits(text, 0);
  const inCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if ((century | inCentury | month | day | hour | minute | second) < 0) return INVALID;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return INVALID;
  const year = century * 100 + inCentury;
  const leapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > (month === 2 && leapYear ? 29 : MONTH_DAYS[month - 1]!)) return INVALID;
  return daysSinceEpoch(year, month, day) * DAY_MICROS + ((hour * 60 + minute) * 60 + second) * 1_000_000;
}

/** Value of two ASCII digits, or -1. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const units = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year; // years start in March, so that the leap day comes last
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
