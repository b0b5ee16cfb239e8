import { CATALOGUE, facetIndex } from '../../facet/catalogue.js';
import { halfOctaveFloor, MISSING_BIN } from '../../facet/half-octave.js';
import { CELL_STRIDE } from '../../facet/length-cell.js';
import type { FacetTable } from '../../fingerprint/index.js';
import type { LinkData } from '../../link/index.js';
import { indexValues, requestsWith } from '../../link/value-index.js';
import { showValue } from '../show-value.js';

/** A facet as figures compare it: its values as dense numbers, in value order. */
export interface ComparedFacet {
  /** Name in the facet catalogue, or `input_length` and `output_length`. */
  readonly name: string;
  /** What values are measured in; empty where they are names or numbers without a unit. */
  readonly unit: string;
  readonly size: number;
  /** Adds the requests of an account that have each value to `counts`, of length `size`. O(entries of the account). */
  add(account: number, counts: Float64Array): void;
  show(value: number): string;
}

/** Facets whose values are names or single numbers, in the order of the catalogue, with their units. */
const NAMED: readonly (readonly [string, string])[] = [
  ['model', ''],
  ['endpoint', ''],
  ['client', ''],
  ['max_tokens', 'tokens'],
  ['temperature', ''],
  ['stream', ''],
  ['status', ''],
  ['stop_reason', ''],
  ['asn', ''],
  ['country', ''],
];

/** The facets of the log that figures compare, those without any value left out. O(entries). */
export function comparedFacets(table: FacetTable, data: LinkData): ComparedFacet[] {
  return [
    binned(table, 'input_length', 'length_cell', 'tokens', (lo) => Math.floor(lo / CELL_STRIDE), MISSING_BIN),
    binned(table, 'output_length', 'length_cell', 'tokens', (lo) => lo % CELL_STRIDE, MISSING_BIN),
    cachedShare(table),
    binned(table, 'latency', 'latency', 'ms', (lo) => lo, MISSING_BIN),
    ...NAMED.map(([name, unit]) => named(table, data, name, unit)),
  ].filter((facet) => facet !== null);
}

/** A half-octave histogram; values are written as the range of integers in the bin. */
function binned(
  table: FacetTable,
  name: string,
  facet: string,
  unit: string,
  binOf: (lo: number) => number,
  size: number,
): ComparedFacet | null {
  const { starts, lo, count } = table.facets[facetIndex(facet)]!;
  if (!lo.some((value) => binOf(value) < size)) return null;
  return {
    name,
    unit,
    size,
    add(a, counts) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        const bin = binOf(lo[e]!);
        if (bin < size) counts[bin]! += count[e]!;
      }
    },
    show: range,
  };
}

/** The integers of a half-octave bin, for example `1449–2047`. */
function range(bin: number): string {
  const from = halfOctaveFloor(bin);
  const to = halfOctaveFloor(bin + 1) - 1;
  return to <= from ? String(from) : `${from}–${to}`;
}

/** Steps of the cached share, as the facet has them. */
const CACHED_STEPS = 5;

function cachedShare(table: FacetTable): ComparedFacet | null {
  const f = facetIndex('cached_share');
  const { starts, lo, count } = table.facets[f]!;
  if (lo.length === 0) return null;
  return {
    name: 'cached_share',
    unit: '',
    size: CACHED_STEPS,
    add(a, counts) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) counts[lo[e]!]! += count[e]!;
    },
    show: (step) => CATALOGUE[f]!.show(step, 0)!,
  };
}

/** A facet with named values; what linking numbered is not numbered again. */
function named(table: FacetTable, data: LinkData, name: string, unit: string): ComparedFacet | null {
  const known = data.categories.find((category) => category.name === name)?.values;
  const entries = table.facets[facetIndex(name)]!;
  const values = known ?? indexValues(entries);
  if (values.size === 0) return null;
  const { starts, ids } = values.ofAccount;
  const weights = requestsWith(entries, values);
  return {
    name,
    unit,
    size: values.size,
    add(a, counts) {
      for (let e = starts[a]!; e < starts[a + 1]!; e++) counts[ids[e]!]! += weights[e]!;
    },
    show: (value) => showValue(table, name, values.lo[value]!, values.hi[value]!),
  };
}
