import { describe, expect, it } from 'vitest';
import { facetIndex } from '../../src/facet/catalogue.js';
import { NETWORK_PREFIX } from '../../src/facet/network-day.js';
import { indexValues, owners, requestsWith } from '../../src/link/value-index.js';
import { hostileLog } from '../fingerprint/hostile-log.js';
import { forSeeds } from '../record/seeded.js';
import { tableOf } from './world.js';

describe('indexValues', () => {
  it('holds the same pairs of account and value as the table, from both sides', () => {
    forSeeds(3, (random) => {
      const table = tableOf(hostileLog(random, 1_500));
      for (const name of ['prompt', 'payment', 'max_tokens', 'network_day']) {
        const mask = name === 'network_day' ? NETWORK_PREFIX : 0xffffffff;
        const entries = table.facets[facetIndex(name)]!;
        const expected = new Map<string, number>();
        table.accounts.forEach((_, a) => {
          for (let e = entries.starts[a]!; e < entries.starts[a + 1]!; e++) {
            const key = `${a} ${entries.lo[e]} ${(entries.hi[e]! & mask) >>> 0}`;
            expected.set(key, (expected.get(key) ?? 0) + entries.count[e]!);
          }
        });
        const index = indexValues(entries, mask);
        const requests = name === 'network_day' ? null : requestsWith(entries, index);
        const fromAccounts = new Map<string, number>();
        const fromValues = new Set<string>();
        const { ofAccount, ofValue } = index;
        table.accounts.forEach((_, a) => {
          const ids = [...ofAccount.ids.subarray(ofAccount.starts[a], ofAccount.starts[a + 1])];
          expect(ids, 'ascending').toEqual([...new Set(ids)].sort((x, y) => x - y));
          ids.forEach((id, i) => {
            const key = `${a} ${index.lo[id]} ${index.hi[id]}`;
            fromAccounts.set(key, requests?.[ofAccount.starts[a]! + i] ?? expected.get(key)!);
          });
        });
        for (let v = 0; v < index.size; v++) {
          for (let e = ofValue.starts[v]!; e < ofValue.starts[v + 1]!; e++) {
            fromValues.add(`${ofValue.ids[e]} ${index.lo[v]} ${index.hi[v]}`);
          }
          expect(owners(index, v)).toBeGreaterThan(0);
        }
        expect(fromAccounts, name).toEqual(expected);
        expect(fromValues, name).toEqual(new Set(expected.keys()));
      }
    });
  });
});
