import type { FacetTable } from '../fingerprint/index.js';
import { type AccountRows, accountRows } from './account-rows.js';
import { type Category, type CategoryView, category, ORIGINS, SETTINGS } from './categories.js';
import type { HistogramView } from './dirichlet.js';
import { type Histogram, histograms } from './histograms.js';
import { type Identifier, type IdentifierView, identifiers } from './identifiers.js';
import { pseudoRandomOrder } from './pseudo-random-order.js';

/** All that linking compares, read off the facet table once. */
export interface LinkData {
  readonly accounts: number;
  /** Accounts drawn at random once, to learn how common a profile is. */
  readonly reference: readonly number[];
  readonly histograms: readonly Histogram[];
  readonly categories: readonly Category[];
  readonly identifiers: readonly Identifier[];
  /** The same of each account in one place. */
  readonly rows: AccountRows;
  /** Place of the first bin of each histogram where all are laid side by side, and of the end of the last. */
  readonly binStarts: readonly number[];
}

/** Reads what linking compares off the table. O(entries · log entries). */
export function linkData(table: FacetTable): LinkData {
  const accounts = table.accounts.length;
  const compared = {
    histograms: histograms(table),
    categories: [...SETTINGS, ...ORIGINS].map((name) => category(table, name)).filter((c) => c !== null),
    identifiers: identifiers(table),
  };
  const binStarts = [0];
  for (const { bins } of compared.histograms) binStarts.push(binStarts.at(-1)! + bins);
  return {
    accounts,
    reference: referenceAccounts(accounts),
    ...compared,
    rows: accountRows(accounts, compared.histograms, compared.categories, compared.identifiers),
    binStarts,
  };
}

/** Enough that a trait of one in a hundred is seen, and a cap of ln 300 can be claimed. */
export const REFERENCE_SIZE = 300;

/** A fixed pseudo-random sample of the account numbers, without repetition. */
function referenceAccounts(accounts: number): number[] {
  const all = Uint32Array.from({ length: accounts }, (_, a) => a);
  pseudoRandomOrder(all, 0);
  return Array.from(all.subarray(0, REFERENCE_SIZE));
}

/** Accounts pooled as if they were one source. A single account is a unit of size 1. */
export interface Unit {
  readonly members: readonly number[]; // account numbers, ascending
  readonly histograms: readonly HistogramView[];
  readonly categories: readonly CategoryView[];
  readonly identifiers: readonly IdentifierView[];
  /** What the members' counts add up to before the group cap, from which a member can be taken off; null for one account. */
  readonly pool: Pool | null;
}

/** Sums of the members' counts, in steps. */
export interface Pool {
  /** Per place of the unit's bins and values. */
  readonly sums: Uint32Array;
  /** Of each histogram, then of each category. */
  readonly totals: Float64Array;
}

/** A view that a reader overwrites from one unit to the next. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
