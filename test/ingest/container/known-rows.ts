import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES, type Row, tempFile } from '../read-all.js';

/** The log that the fixtures hold: `n` rows with request ids that depend on `seed`. */
export function rowsText(n: number, seed: string): string {
  return `timestamp,account_id,request_id\n${requestIds(n, seed)
    .map((id, i) => {
      const time = [i / 60, i].map((unit) => String(Math.floor(unit % 60)).padStart(2, '0')).join(':');
      return `2026-03-02T11:${time}Z,a${i % 97},${id}\n`;
    })
    .join('')}`;
}

export function requestIds(n: number, seed: string): string[] {
  return Array.from({ length: n }, (_, i) =>
    createHash('sha256').update(`${seed}${i}`).digest('hex').slice(0, 12),
  );
}

export const idsOf = (rows: readonly Row[]) => rows.map(({ request_id }) => request_id);

export const fixturePath = (name: string) => join(FIXTURES, 'containers', name);

export const fixtureBytes = (name: string) => readFileSync(fixturePath(name));

/** A fixture with one bit of the byte at `offset` changed. */
export function flipped(name: string, offset: number): string {
  const bytes = fixtureBytes(name);
  bytes[offset]! ^= 0x10;
  return tempFile('flipped', bytes);
}

/** The first bytes of a fixture. */
export function cut(name: string, bytes: number): string {
  return tempFile('cut', fixtureBytes(name).subarray(0, bytes));
}

/** `count` whole numbers from `from` on, evenly spread below `to`, both ends among them. */
export function spread(from: number, to: number, count: number): number[] {
  return [
    ...new Set(
      Array.from({ length: count }, (_, i) => from + Math.round(((to - 1 - from) * i) / (count - 1))),
    ),
  ];
}
