import { expect } from 'vitest';
import type { IngestOptions } from '../../../src/ingest/index.js';
import { FIXTURES, type Row, readAll } from '../read-all.js';

/** What a fixture must be read as. */
export interface Golden {
  readonly fixture: string;
  readonly profile: string;
  readonly options?: IngestOptions;
  /** Fields of each row that hold something; times as ISO texts of UTC. */
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly filtered?: number;
  /** Quarantined rows by reason. */
  readonly refused?: Readonly<Record<string, number>>;
}

export const path = (fixture: string) => `${FIXTURES}/profiles/${fixture}`;

/** Rows without places and empty fields, times as ISO texts with what is below a millisecond. */
export function plain(rows: readonly Row[]): Record<string, string | number>[] {
  return rows.map(({ offset, line, time, ...fields }) => ({
    time: iso(Number(time)),
    ...(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Record<
      string,
      string | number
    >),
  }));
}

/** Reads a fixture as told by its content, and again by name, and checks all of it. */
export async function checkGolden({
  fixture,
  profile,
  options = {},
  rows,
  filtered = 0,
  refused = {},
}: Golden) {
  for (const named of [{}, { profile }]) {
    const read = await readAll([path(fixture)], { ...options, ...named });
    const quarantined = Object.values(refused).reduce((sum, count) => sum + count, 0);
    expect(read.summary.sources[0]!.profile).toBe(profile);
    expect(plain(read.rows)).toEqual(rows);
    expect(read.summary.quarantine.reasons).toEqual(refused);
    expect(read.summary.rows).toEqual({
      read: rows.length + quarantined + filtered,
      accepted: rows.length,
      quarantined,
      filtered,
    });
  }
}

function iso(micros: number): string {
  const below = micros % 1000;
  const text = new Date((micros - below) / 1000).toISOString();
  return below === 0 ? text : text.replace('Z', `${String(below).padStart(3, '0')}Z`);
}
