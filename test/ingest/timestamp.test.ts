import { describe, expect, it } from 'vitest';
import { TimeZone } from '../../src/ingest/time-zone.js';
import { TimeColumn } from '../../src/ingest/timestamp.js';

const read = (text: string, zone: string | null = null) => {
  const column = new TimeColumn('log.csv', zone === null ? null : TimeZone.named(zone));
  const micros = column.read(text);
  return Number.isNaN(micros) ? column.reason : micros;
};

describe('calendar times', () => {
  it('agrees with Date on random instants, to the microsecond', () => {
    let seed = 20260302;
    for (let round = 0; round < 20_000; round++) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      const millis = 946_684_800_000 + Math.floor((seed / 2 ** 32) * 3_155_760_000_000);
      expect(read(new Date(millis).toISOString()), `seed ${seed}`).toBe(millis * 1000);
    }
  });

  it.each([
    ['2026-03-02T11:04:09Z', '2026-03-02T11:04:09Z', 0],
    [' 2026-03-02 11:04:09 UTC ', '2026-03-02T11:04:09Z', 0],
    ['2026-03-02 11:04:09.5+00', '2026-03-02T11:04:09.500Z', 0],
    ['2026-03-02t11:04:09z', '2026-03-02T11:04:09Z', 0],
    ['2026-03-02T11:04:09.123456789+05:30', '2026-03-02T05:34:09.123Z', 456],
    ['2026-03-02T11:04:09,1234-0800', '2026-03-02T19:04:09.123Z', 400],
    ['2026-03-02 11:04:09.1234567 +0000 UTC', '2026-03-02T11:04:09.123Z', 456],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', 0],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', 0],
    ['2017-01-01T05:29:60.5+05:30', '2017-01-01T00:00:00.500Z', 0],
  ])('reads %s', (text, instant, micros) => {
    expect(read(text)).toBe(Date.parse(instant) * 1000 + micros);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T11:60:00Z',
    '2026-03-02T11:04:61Z',
    '2026-03-02T11:04:60Z',
    '2026-03-02T11:04:09.Z',
    '2026-03-02',
    '2026-03-02T11:04Z',
    '2026-03-02T11:04:09 PST',
    '2026-03-02X11:04:09Z',
    'yesterday',
    '12/03/2026 11:04',
    '1.77E+12',
    '-1772449449',
    '2026-03-02T11:04:09Z!',
  ])('refuses %s', (text) => {
    expect(read(text)).toBe('bad-time');
  });

  it('tells missing times and times outside 2000 to 2099', () => {
    for (const text of ['', '  ', 'null', 'None', '-']) expect(read(text)).toBe('missing-time');
    for (const text of ['1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z', '5', '12345', '20260302110409']) {
      expect(read(text)).toBe('time-out-of-range');
    }
    expect(read('2000-01-01T00:00:00Z')).toBe(946_684_800_000_000);
    expect(read('2099-12-31T23:59:59.999999Z')).toBe(4_102_444_799_999_999);
  });
});

describe('epoch numbers', () => {
  it.each([
    ['1772449449', 1_772_449_449_000_000],
    ['1772449449.512', 1_772_449_449_512_000],
    ['1772449449.1234567', 1_772_449_449_123_456],
    ['1772449449512', 1_772_449_449_512_000],
    ['1772449449512.25', 1_772_449_449_512_250],
    ['1772449449512345', 1_772_449_449_512_345],
    ['1772449449512345678', 1_772_449_449_512_345],
  ])('reads %s by its magnitude', (text, micros) => {
    expect(read(text)).toBe(micros);
  });

  it('keeps to the unit of the first', () => {
    const column = new TimeColumn('log.csv', null);
    expect(column.read('1772449449')).toBe(1_772_449_449_000_000);
    expect(column.read('1772449449512')).toBeNaN();
    expect(column.reason).toBe('mixed-time-unit');
    expect(column.read('1772449450')).toBe(1_772_449_450_000_000);
  });
});

describe('times without a zone', () => {
  it('refuses the source on the first one and single rows later', () => {
    const column = new TimeColumn('log.csv', null);
    expect(() => column.read('2026-03-02 11:04:09')).toThrow(/no time zone/);
    column.read('2026-03-02T11:04:09Z');
    expect(column.read('2026-03-02 11:04:09')).toBeNaN();
    expect(column.reason).toBe('time-without-zone');
  });

  it('reads them in the zone that was given, and leaves other times alone', () => {
    const at = (text: string) => Date.parse(text) * 1000;
    expect(read('2026-03-02 11:04:09', 'UTC')).toBe(at('2026-03-02T11:04:09Z'));
    expect(read('2026-03-02 11:04:09', '+02:00')).toBe(at('2026-03-02T09:04:09Z'));
    expect(read('2026-03-02 11:04:09', 'Europe/Berlin')).toBe(at('2026-03-02T10:04:09Z'));
    expect(read('2026-07-02 11:04:09', 'Europe/Berlin')).toBe(at('2026-07-02T09:04:09Z'));
    expect(read('2026-07-02 11:04:09Z', 'Europe/Berlin')).toBe(at('2026-07-02T11:04:09Z'));
  });

  it('refuses local times that do not exist and counts those that exist twice', () => {
    const zone = TimeZone.named('Europe/Berlin');
    const column = new TimeColumn('log.csv', zone);
    expect(column.read('2026-03-29 02:30:00')).toBeNaN();
    expect(column.reason).toBe('time-not-in-zone');
    expect(column.read('2026-10-25 02:30:00')).toBe(Date.parse('2026-10-25T00:30:00Z') * 1000);
    expect(zone.ambiguous).toBe(1);
    const sydney = new TimeColumn('log.csv', TimeZone.named('Australia/Sydney'));
    expect(sydney.read('2026-01-01 00:00:00')).toBe(Date.parse('2025-12-31T13:00:00Z') * 1000);
  });

  it('knows no zone by a wrong name', () => {
    expect(() => TimeZone.named('Mars/Olympus')).toThrow(/Unknown time zone/);
  });
});
