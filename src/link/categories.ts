import { gammaln } from 'simple-statistics';
import { facetIndex } from '../facet/catalogue.js';
import type { FacetTable } from '../fingerprint/index.js';
import { COUNT_STEP } from './dirichlet.js';
import { lowerBound } from './identifiers.js';
import { indexValues, owners, requestsWith, type ValueIndex } from './value-index.js';

/** Requests of one account that count at most towards a setting: most accounts never change theirs. */
export const SETTING_ACCOUNT_CAP = 4;
/** The same for a pooled group. */
export const SETTING_GROUP_CAP = 48;
/**
 * Concentration of the prior over settings. Accounts are far more concentrated than the population (most have one
 * client and one limit), which is what a total pseudo-count below one says.
 */
export const CONCENTRATION = 0.7;

/** A setting with named values, as capped counts per account in steps, and its population prior. */
export interface Category {
  readonly name: string;
  /** Whether it says where the requests come from. */
  readonly origin: boolean;
  readonly values: ValueIndex;
  /** Counts of each account, in steps of COUNT_STEP, as the rows of `values.ofAccount`. */
  readonly steps: Uint16Array;
  readonly stepSum: Uint32Array;
  readonly prior: CategoryPrior;
  /** Per value, the prior's terms once they have been asked for. */
  readonly terms: (Float64Array | undefined)[];
}

/** Settings that are compared one by one, because operators vary them account by account. */
export const SETTINGS = ['model', 'endpoint', 'client', 'max_tokens', 'temperature', 'stream'] as const;
/** Where the requests come from, compared in the same way. */
export const ORIGINS = ['asn', 'country'] as const;

/** Dirichlet prior over values whose pseudo-counts follow how many accounts own them. */
export class CategoryPrior {
  private readonly termsByOwners = new Map<number, Float64Array>();
  private readonly totalTerms: Float64Array;
  private readonly steps = (2 * SETTING_GROUP_CAP) / COUNT_STEP + 64;

  constructor(
    private readonly accounts: number,
    private readonly ownerships: number,
  ) {
    const base = gammaln(CONCENTRATION);
    this.totalTerms = Float64Array.from(
      { length: this.steps },
      (_, i) => base - gammaln(CONCENTRATION + i * COUNT_STEP),
    );
  }

  /** [steps] = lnΓ(α + x) − lnΓ(α) for a value with so many owners. */
  terms(ownersOfValue: number): Float64Array {
    const known = this.termsByOwners.get(ownersOfValue);
    if (known !== undefined) return known;
    // Half an owner is added, as one does for proportions that were estimated (Krichevsky & Trofimov 1981).
    const share = (ownersOfValue + 0.5) / (Math.max(this.ownerships, this.accounts) + 1);
    const alpha = CONCENTRATION * share;
    const base = gammaln(alpha);
    const terms = Float64Array.from({ length: this.steps }, (_, i) => gammaln(alpha + i * COUNT_STEP) - base);
    this.termsByOwners.set(ownersOfValue, terms);
    return terms;
  }

  total(steps: number): number {
    return this.totalTerms[steps]!;
  }
}

/** The category of a facet, or null where nothing uses it. O(entries). */
export function category(table: FacetTable, name: string): Category | null {
  const entries = table.facets[facetIndex(name)]!;
  const values = indexValues(entries);
  if (values.size === 0) return null;
  const accounts = table.accounts.length;
  const { starts, ids } = values.ofAccount;
  const weights = requestsWith(entries, values);
  const steps = new Uint16Array(ids.length);
  const stepSum = new Uint32Array(accounts);
  for (let a = 0; a < accounts; a++) {
    let n = 0;
    for (let e = starts[a]!; e < starts[a + 1]!; e++) n += weights[e]!;
    const scale = Math.min(1, SETTING_ACCOUNT_CAP / n) / COUNT_STEP;
    stepSum[a] = roundShares(weights, starts[a]!, starts[a + 1]!, scale, steps);
  }
  return {
    name,
    origin: (ORIGINS as readonly string[]).includes(name),
    values,
    steps,
    stepSum,
    prior: new CategoryPrior(accounts, ids.length),
    terms: new Array(values.size),
  };
}

/**
 * Scales weights[from … to) to whole steps in `out`, rounding so that the sum is the rounded sum: many small shares
 * neither vanish together nor add up to more than the cap. Returns the sum. O(to − from).
 */
export function roundShares(
  weights: Float64Array | Uint32Array,
  from: number,
  to: number,
  scale: number,
  out: Uint16Array,
): number {
  let exact = 0;
  let given = 0;
  for (let e = from; e < to; e++) {
    exact += weights[e]! * scale;
    const share = Math.round(exact) - given;
    out[e] = share;
    given += share;
  }
  return given;
}

/** Sorted sparse counts of one unit, in steps: `ids[from … to)` with `steps`. */
export interface CategoryView {
  readonly ids: Uint32Array;
  readonly steps: Uint16Array;
  readonly from: number;
  readonly to: number;
  readonly sum: number;
}

/**
 * Log Bayes factor of one source against two, as for a histogram. Values that only one side uses cancel.
 * O(values of x · log values of y): give the smaller unit first.
 */
export function categorySameSource(c: Category, x: CategoryView, y: CategoryView): number {
  if (x.sum === 0 || y.sum === 0) return 0;
  let sum = c.prior.total(x.sum + y.sum) - c.prior.total(x.sum) - c.prior.total(y.sum);
  let j = y.from;
  for (let i = x.from; i < x.to; i++) {
    const id = x.ids[i]!;
    j = lowerBound(y.ids, id, j, y.to);
    if (j === y.to) break;
    if (y.ids[j] !== id) continue;
    const terms = termsOf(c, id);
    const m = x.steps[i]!;
    const n = y.steps[j]!;
    sum += terms[m + n]! - terms[m]! - terms[n]!;
  }
  return sum;
}

function termsOf(c: Category, id: number): Float64Array {
  const known = c.terms[id];
  if (known !== undefined) return known;
  const terms = c.prior.terms(owners(c.values, id));
  c.terms[id] = terms;
  return terms;
}
