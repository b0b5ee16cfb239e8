import { describe, expect, it } from 'vitest';
import { candidatePairs } from '../../src/link/candidates.js';
import { PairList } from '../../src/link/pair-list.js';
import { type LinkData, linkData } from '../../src/link/units.js';
import type { Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';
import { FED, sourceRows, strangers, tableOf } from './world.js';

/** Pairs of account numbers that share a value and would all be compared: at most 12 owners, few values each. */
function sharingPairs(data: LinkData): Set<string> {
  const pairs = new Set<string>();
  for (const { values } of data.identifiers) {
    const ownersOf = new Map<number, number[]>();
    for (let a = 0; a < data.accounts; a++) {
      const mine = values.ofAccount.ids.subarray(values.ofAccount.starts[a], values.ofAccount.starts[a + 1]);
      for (const id of mine) ownersOf.set(id, [...(ownersOf.get(id) ?? []), a]);
    }
    for (const list of ownersOf.values()) {
      if (list.length > 12) continue;
      for (const a of list) for (const b of list) if (a < b) pairs.add(`${a} ${b}`);
    }
  }
  return pairs;
}

describe('candidatePairs', () => {
  const random = new Seeded(5);
  const rows = [...strangers(random, 150), ...sourceRows(random, FED)];

  it('holds every pair that shares a value of few owners, distinct, ascending, and the same again', () => {
    // Few prompts each, so that no account is held to its rarest ones.
    const some = rows.map(
      (row, i): Row => ({
        ...row,
        prompt: `prompt ${i % 9} of ${row.account}`,
        device: `device ${row.account.slice(-2)}`,
      }),
    );
    const data = linkData(tableOf(some));
    const pairs = candidatePairs(data);
    const packed = [...pairs];
    expect(packed).toEqual([...new Set(packed)].sort((x, y) => x - y));
    const unpacked = packed.map((p) => [Math.floor(p / data.accounts), p % data.accounts] as const);
    expect(unpacked.every(([a, b]) => a < b && b < data.accounts)).toBe(true);
    const have = new Set(unpacked.map(([a, b]) => `${a} ${b}`));
    const expected = sharingPairs(data);
    expect(expected.size).toBeGreaterThan(20);
    for (const pair of expected) expect(have).toContain(pair);
    expect(candidatePairs(linkData(tableOf(some)))).toEqual(pairs);
  });

  it('bounds what one value and one account bring', () => {
    const crowd: Row[] = [];
    for (let a = 0; a < 400; a++) {
      for (let i = 0; i < 60; i++)
        crowd.push({ time: i * 3e8, account: `a${a}`, prompt: `shared ${(a * 7 + i * 13) % 900}` });
    }
    const data = linkData(tableOf(crowd));
    // 24 values an account, 4 further owners each, and 12 neighbours.
    expect(candidatePairs(data).length).toBeLessThanOrEqual(400 * (24 * 12 + 12));
  });
});

describe('PairList', () => {
  it('holds what a set would, however often it grows', () => {
    forSeeds(5, (seeded) => {
      const accounts = seeded.int(2, 60);
      const list = new PairList(accounts);
      const set = new Set<number>();
      for (let i = 0; i < 5_000; i++) {
        const [a, b] = [seeded.int(0, accounts - 1), seeded.int(0, accounts - 1)];
        list.add(a, b);
        if (a !== b) set.add(Math.min(a, b) * accounts + Math.max(a, b));
      }
      expect([...list.distinct()]).toEqual([...set].sort((x, y) => x - y));
    });
  });
});
