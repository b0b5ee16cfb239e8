import { CATALOGUE } from '../facet/catalogue.js';
import { isKeyed, type KeyedValues } from '../facet/keyed-values.js';
import {
  type AccountTotals,
  emptyTotals,
  type FacetEntries,
  type FacetTable,
  valueKey,
} from './facet-table.js';
import { ValueTable } from './value-table.js';
import { keptText } from './value-texts.js';

/** What a table shows in place of names. */
export interface TableNames {
  /** The pseudonym of an account. */
  readonly account: (name: string) => string;
  /** What stands for a readable text of a facet of the catalogue; null for no text. */
  readonly text: (facet: string, text: string) => string | null;
}

/**
 * The table under a key: what comes from text by keyed values and names by pseudonyms, in canonical order; times, counts
 * and numbers as they are. Tables that were counted under the same key (see `FingerprintOptions`) may be keyed and then merged, or the
 * reverse: the result is the same. O(entries · log of an account's entries), a hash for each value of a facet.
 */
export function keyedTable(table: FacetTable, values: KeyedValues, names: TableNames): FacetTable {
  const shown = table.accounts.map((name) => names.account(name));
  const order = shown.map((_, a) => a).sort((a, b) => (shown[a]! < shown[b]! ? -1 : 1)); // by UTF-16 code units
  const facets = table.facets.map((entries, f) =>
    CATALOGUE[f]!.text === undefined ? reordered(entries, order) : keyedEntries(entries, order, f, values),
  );
  return {
    accounts: order.map((a) => shown[a]!),
    totals: reorderedTotals(table.totals, order),
    facets,
    texts: table.texts.map((texts, f) => keyedTexts(texts, f, values, names)),
    fields: table.fields,
  };
}

function reorderedTotals(totals: AccountTotals, order: readonly number[]): AccountTotals {
  const moved = emptyTotals(order.length);
  for (const key of Object.keys(moved) as (keyof AccountTotals)[])
    for (const [to, a] of order.entries()) moved[key][to] = totals[key][a]!;
  return moved;
}

function reordered({ starts, lo, hi, count }: FacetEntries, order: readonly number[]): FacetEntries {
  const moved = entriesFor(order.length, lo.length);
  let to = 0;
  for (const [place, a] of order.entries()) {
    const [from, end] = [starts[a]!, starts[a + 1]!];
    moved.lo.set(lo.subarray(from, end), to);
    moved.hi.set(hi.subarray(from, end), to);
    moved.count.set(count.subarray(from, end), to);
    to += end - from;
    moved.starts[place + 1] = to;
  }
  return moved;
}

function keyedEntries(
  entries: FacetEntries,
  order: readonly number[],
  facet: number,
  values: KeyedValues,
): FacetEntries {
  const { lo, hi } = keyedOnce(entries, facet, values);
  const { starts, count } = entries;
  const moved = entriesFor(order.length, lo.length);
  let to = 0;
  for (const [place, a] of order.entries()) {
    const [from, end] = [starts[a]!, starts[a + 1]!];
    const own = Array.from({ length: end - from }, (_, n) => from + n);
    if (own.length > 1) own.sort((x, y) => lo[x]! - lo[y]! || hi[x]! - hi[y]!);
    const first = to;
    for (const e of own) {
      // Two values of one stand-in, once in 2^47 pairs of networks, are one from here on.
      if (to > first && moved.lo[to - 1] === lo[e] && moved.hi[to - 1] === hi[e]) {
        moved.count[to - 1]! += count[e]!;
        continue;
      }
      moved.lo[to] = lo[e]!;
      moved.hi[to] = hi[e]!;
      moved.count[to++] = count[e]!;
    }
    moved.starts[place + 1] = to;
  }
  if (to === lo.length) return moved;
  const cut = { lo: moved.lo.slice(0, to), hi: moved.hi.slice(0, to), count: moved.count.slice(0, to) };
  return { starts: moved.starts, ...cut };
}

/** The values that stand for those of entries, each worked out once. */
function keyedOnce(
  entries: FacetEntries,
  facet: number,
  values: KeyedValues,
): { readonly lo: Uint32Array; readonly hi: Uint32Array } {
  const known = new ValueTable();
  const standIns: { lo: number[]; hi: number[] } = { lo: [], hi: [] };
  const lo = new Uint32Array(entries.lo.length);
  const hi = new Uint32Array(entries.lo.length);
  for (let e = 0; e < lo.length; e++) {
    const at = known.enter(entries.lo[e]!, entries.hi[e]!);
    if (at === standIns.lo.length) {
      values.make(facet, entries.lo[e]!, entries.hi[e]!);
      standIns.lo.push(values.lo);
      standIns.hi.push(values.hi);
    }
    lo[e] = standIns.lo[at]!;
    hi[e] = standIns.hi[at]!;
  }
  return { lo, hi };
}

function keyedTexts(
  texts: ReadonlyMap<string, string>,
  facet: number,
  values: KeyedValues,
  names: TableNames,
): Map<string, string> {
  const shown: [string, string][] = [];
  for (const [key, text] of texts) {
    const lo = Number.parseInt(key.slice(0, 8), 16);
    const hi = Number.parseInt(key.slice(8), 16);
    if (!isKeyed(facet, hi)) continue; // the number says it, and may have been written in several ways
    const as = names.text(CATALOGUE[facet]!.name, text);
    if (as === null) continue;
    values.make(facet, lo, hi);
    shown.push([valueKey(values.lo, values.hi), keptText(as)]);
  }
  return new Map(shown.sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0)));
}

function entriesFor(accounts: number, entries: number) {
  return {
    starts: new Uint32Array(accounts + 1),
    lo: new Uint32Array(entries),
    hi: new Uint32Array(entries),
    count: new Float64Array(entries),
  };
}
