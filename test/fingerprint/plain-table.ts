import { CATALOGUE } from '../../src/facet/catalogue.js';
import { orderKey } from '../../src/facet/order-key.js';
import { type FacetTable, valueKey } from '../../src/fingerprint/index.js';
import type { Field } from '../../src/record/usage-record.js';
import { batchOf, type Row } from '../record/rows.js';

interface Counted {
  readonly lo: number;
  readonly hi: number;
  count: number;
}

/** Per account and facet name: how many requests had each value. Nothing is dropped. */
export function plainCounts(rows: readonly Row[]): Map<string, Map<string, Map<string, Counted>>> {
  const counts = new Map<string, Map<string, Map<string, Counted>>>();
  for (const row of rows) {
    const batch = batchOf([row]);
    let facets = counts.get(row.account);
    if (facets === undefined) {
      facets = new Map(CATALOGUE.map(({ name }) => [name, new Map()]));
      counts.set(row.account, facets);
    }
    for (const facet of CATALOGUE) {
      const out = { lo: new Uint32Array(1), hi: new Uint32Array(1), present: new Uint8Array(1) };
      facet.encode(batch, out, () => {});
      if (out.present[0] === 0) continue;
      const values = facets.get(facet.name)!;
      const key = valueKey(out.lo[0]!, out.hi[0]!);
      const known = values.get(key);
      if (known === undefined) values.set(key, { lo: out.lo[0]!, hi: out.hi[0]!, count: 1 });
      else known.count++;
    }
  }
  return counts;
}

/** Of all values, the `keep` with the smallest order keys, in value order. */
export function kept(values: ReadonlyMap<string, Counted>, keep: number | null): Counted[] {
  const all = [...values.values()];
  const limit =
    keep === null || all.length <= keep
      ? Number.POSITIVE_INFINITY
      : all.map(({ lo, hi }) => orderKey(lo, hi)).sort((x, y) => x - y)[keep - 1]!;
  return all.filter(({ lo, hi }) => orderKey(lo, hi) <= limit).sort((x, y) => x.lo - y.lo || x.hi - y.hi);
}

/** The facet table written without any cleverness: the oracle for the accumulator. */
export function plainTable(rows: readonly Row[], fields: Iterable<Field>): FacetTable {
  const counts = plainCounts(rows);
  const accounts = [...counts.keys()].sort();
  const of = accounts.map((account) => rows.filter((row) => row.account === account));
  const column = (value: (rows: readonly Row[]) => number) => Float64Array.from(of, value);
  const tokens = (field: 'input_tokens' | 'output_tokens') =>
    column((mine) => mine.reduce((sum, row) => sum + (row[field] ?? 0), 0));
  const texts = CATALOGUE.map(() => new Map<string, string>());
  for (const row of rows) {
    const batch = batchOf([row]);
    const out = { lo: new Uint32Array(1), hi: new Uint32Array(1), present: new Uint8Array(1) };
    CATALOGUE.forEach((facet, f) => {
      facet.encode(batch, out, (lo, hi, text) => {
        const cut = text.slice(0, 256);
        const known = texts[f]!.get(valueKey(lo, hi));
        if (known === undefined || cut < known) texts[f]!.set(valueKey(lo, hi), cut);
      });
    });
  }
  const facets = CATALOGUE.map(({ name, keep }) => {
    const lists = accounts.map((account) => kept(counts.get(account)!.get(name)!, keep));
    const starts = new Uint32Array(accounts.length + 1);
    lists.forEach((list, a) => {
      starts[a + 1] = starts[a]! + list.length;
    });
    const flat = lists.flat();
    return {
      starts,
      lo: Uint32Array.from(flat, ({ lo }) => lo),
      hi: Uint32Array.from(flat, ({ hi }) => hi),
      count: Float64Array.from(flat, ({ count }) => count),
    };
  });
  return {
    accounts,
    totals: {
      requests: column((mine) => mine.length),
      inputTokens: tokens('input_tokens'),
      outputTokens: tokens('output_tokens'),
      firstTime: column((mine) => Math.min(...mine.map(({ time }) => time))),
      lastTime: column((mine) => Math.max(...mine.map(({ time }) => time))),
    },
    facets,
    texts: texts.map((ofFacet, f) => {
      const { lo, hi } = facets[f]!;
      const held = new Set(Array.from(lo, (word, e) => valueKey(word, hi[e]!)));
      return new Map([...ofFacet].filter(([key]) => held.has(key)).sort(([x], [y]) => (x < y ? -1 : 1)));
    }),
    fields: new Set<Field>([...new Set<Field>(['time', 'account', ...fields])].sort()),
  };
}
