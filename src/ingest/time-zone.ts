import { StillhuntError } from '../errors.js';

const SLOT_MICROS = 15 * 60 * 1_000_000; // zones change on quarter hours of local time
const DAY_MILLIS = 86_400_000;
const CACHED_SLOTS = 100_000; // about three years of quarter hours; bounds memory on scattered times

/**
 * A time zone that reads local times: `UTC`, a fixed offset such as `+02:00`, or an IANA name such as
 * `Europe/Berlin` (by the zone data of the running Node). Of a local time that occurs twice the earlier instant
 * is taken and counted in `ambiguous`; one that a clock change skipped has none.
 */
export class TimeZone {
  /** Local times read so far that occur twice. */
  ambiguous = 0;
  private readonly slots = new Map<number, number>(); // local quarter hour -> offset in µs, NaN where skipped
  private readonly twice = new Set<number>(); // local quarter hours that occur twice

  private constructor(
    readonly name: string,
    private readonly fixed: number | null, // µs east of UTC
    private readonly clock: Intl.DateTimeFormat | null,
  ) {}

  /** @throws StillhuntError `usage` for a name that is no zone. */
  static named(name: string): TimeZone {
    if (/^(?:UTC|GMT|Z)$/i.test(name)) return new TimeZone('UTC', 0, null);
    const offset = /^([+-])([01]\d):?([0-5]\d)$/.exec(name);
    if (offset !== null) {
      const minutes = Number(offset[2]) * 60 + Number(offset[3]);
      return new TimeZone(name, (offset[1] === '-' ? -1 : 1) * minutes * 60_000_000, null);
    }
    try {
      return new TimeZone(name, null, new Intl.DateTimeFormat('en-US', { ...CLOCK, timeZone: name }));
    } catch {
      throw new StillhuntError(
        'usage',
        `Unknown time zone "${name}".`,
        'Name a zone such as --timezone UTC, --timezone +02:00 or --timezone Europe/Berlin.',
      );
    }
  }

  /** µs east of UTC where that never changes; null for an IANA zone. */
  get fixedOffset(): number | null {
    return this.fixed;
  }

  /** Instant of a local time, both in µs; NaN where the zone skips that local time. */
  toUtc(local: number): number {
    if (this.fixed !== null) return local - this.fixed;
    const slot = Math.floor(local / SLOT_MICROS);
    let offset = this.slots.get(slot);
    if (offset === undefined) {
      offset = this.offsetOfLocalSlot(slot);
      if (this.slots.size >= CACHED_SLOTS) this.slots.clear();
      this.slots.set(slot, offset);
    }
    if (this.twice.size > 0 && this.twice.has(slot)) this.ambiguous++;
    return local - offset;
  }

  private offsetOfLocalSlot(slot: number): number {
    const local = (slot * SLOT_MICROS) / 1000;
    const before = this.offsetAt(local - DAY_MILLIS);
    const after = this.offsetAt(local + DAY_MILLIS);
    const beforeHolds = this.offsetAt(local - before) === before;
    const afterHolds = this.offsetAt(local - after) === after;
    if (beforeHolds && afterHolds && before !== after) this.twice.add(slot);
    if (beforeHolds && afterHolds) return Math.max(before, after) * 1000;
    if (beforeHolds) return before * 1000;
    return afterHolds ? after * 1000 : Number.NaN;
  }

  /** Milliseconds east of UTC at an instant in milliseconds. */
  private offsetAt(instant: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.clock!.formatToParts(instant)) part[type] = Number(value);
    const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    return wall - Math.floor(instant / 1000) * 1000;
  }
}

const CLOCK: Intl.DateTimeFormatOptions = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};
