import { facetIndex } from '../facet/catalogue.js';
import { networkHigh } from '../facet/network-day.js';
import { type FacetTable, valueKey } from '../fingerprint/index.js';

/** Facets of which a value is either an account's own or in general use: a prompt of its own, a public template. */
export const SHAREABLE = ['system_prompt', 'prompt', 'network_day'] as const;

/** Accounts from which on a value is in general use; two are a household. */
const GENERAL = 3;

/** The high word by which values of the facet are told apart: networks without their day. */
export function identityHigh(facet: number, hi: number): number {
  return facet === facetIndex('network_day') ? networkHigh(hi) : hi;
}

/** Per facet of the catalogue the values in general use, by `valueKey`; only values of `donors` are looked at. */
export type PublicValues = ReadonlyMap<number, ReadonlySet<string>>;

/** Values of the donors that at least three accounts have. One pass over the table; memory by donors. O(entries). */
export function publicValues(table: FacetTable, donors: Iterable<number>): PublicValues {
  const distinct = [...new Set(donors)];
  return new Map(
    SHAREABLE.map((name) => {
      const f = facetIndex(name);
      const { starts, lo, hi } = table.facets[f]!;
      const owners = new Map<string, number>();
      const low = new Set<number>(); // a cheap test before the key is built
      for (const a of distinct) {
        for (let e = starts[a]!; e < starts[a + 1]!; e++) {
          low.add(lo[e]!);
          owners.set(valueKey(lo[e]!, identityHigh(f, hi[e]!)), 0);
        }
      }
      for (let a = 0; a < table.accounts.length; a++) {
        let before = '';
        for (let e = starts[a]!; e < starts[a + 1]!; e++) {
          if (!low.has(lo[e]!)) continue;
          const key = valueKey(lo[e]!, identityHigh(f, hi[e]!));
          const known = owners.get(key);
          // The days of one network stand together, so an account's values repeat only in a row.
          if (known !== undefined && key !== before) owners.set(key, known + 1);
          before = key;
        }
      }
      return [f, new Set([...owners].filter(([, n]) => n >= GENERAL).map(([key]) => key))];
    }),
  );
}
