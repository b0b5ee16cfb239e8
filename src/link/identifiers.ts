import { facetIndex } from '../facet/catalogue.js';
import { NETWORK_PREFIX } from '../facet/network-day.js';
import type { FacetTable } from '../fingerprint/index.js';
import { PLACE } from './evidence-family.js';
import { indexValues, owners, type ValueIndex } from './value-index.js';

/** An identifier facet: values whose sharing says something by its rarity. */
export interface Identifier {
  readonly name: string;
  readonly family: 'content' | 'infrastructure' | 'payment';
  /** Place of the family in an evidence vector. */
  readonly place: number;
  readonly values: ValueIndex;
  /**
   * Per account, the values that at least one other account has: only those can match. What an account has alone is
   * counted in `alone`.
   */
  readonly common: { readonly starts: Uint32Array; readonly ids: Uint32Array };
  readonly alone: Uint32Array;
}

export const IDENTIFIERS: readonly (readonly [string, Identifier['family'], string])[] = [
  ['network', 'infrastructure', 'network_day'],
  ['device', 'infrastructure', 'device'],
  ['payment', 'payment', 'payment'],
  ['org', 'payment', 'org'],
  ['api_key', 'payment', 'api_key'],
  ['system_prompt', 'content', 'system_prompt'],
  ['prompt', 'content', 'prompt'],
];

/** Family of an identifier facet, by its name; null for what is none. */
export function identifierFamily(name: string): Identifier['family'] | null {
  return IDENTIFIERS.find(([identifier]) => identifier === name)?.[1] ?? null;
}

/** Identifier facets that hold any value. */
export function identifiers(table: FacetTable): Identifier[] {
  return IDENTIFIERS.map(([name, family, facet]) => {
    const mask = facet === 'network_day' ? NETWORK_PREFIX : undefined;
    const values = indexValues(table.facets[facetIndex(facet)]!, mask);
    return { name, family, place: PLACE[family], values, ...commonValues(values) };
  }).filter(({ values }) => values.size > 0);
}

function commonValues(values: ValueIndex): Pick<Identifier, 'common' | 'alone'> {
  const { starts, ids } = values.ofAccount;
  const accounts = starts.length - 1;
  const commonStarts = new Uint32Array(accounts + 1);
  const alone = new Uint32Array(accounts);
  const kept = new Uint32Array(ids.length);
  let at = 0;
  for (let a = 0; a < accounts; a++) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      if (owners(values, ids[e]!) > 1) kept[at++] = ids[e]!;
      else alone[a]!++;
    }
    commonStarts[a + 1] = at;
  }
  return { common: { starts: commonStarts, ids: kept.slice(0, at) }, alone };
}

/** One unit's values that more than one account has, ascending, with the number of its members that have each. */
export interface IdentifierView {
  readonly ids: Uint32Array;
  /** Members per value; null means one each (a single account). */
  readonly members: Uint32Array | null;
  /** Accounts that have each value, 0 where that has to be looked up; null means so everywhere. */
  readonly owners: Uint16Array | null;
  readonly from: number;
  readonly to: number;
  /** Distinct values, those that one account has alone included. */
  readonly distinct: number;
  /** Values over all members, each member's counted. */
  readonly draws: number;
  /** Those of the draws that more than one account has. */
  readonly shareable: number;
}

/** Shared values that count at most, rarest first; further ones are taken to depend on these. */
export const MOST_SHARED = 6;
/** Values of one side that count at most as not shared, and as alone. */
export const MOST_NOVEL = 3;
/** How often one source takes a value of its own for each account, when nothing is known of the source. */
export const STRANGER_NOVELTY = 0.7;

/**
 * Evidence, in nats, that x draws its values from where y drew its own rather than from the population. Most values of
 * a log are seen in one account and never again, whoever sends them, so that a value tells two things: whether anybody
 * else has it, and if so, who. Let s and c be the shares of values with a second owner in y and outside of it, q and p
 * the value's shares of such draws of y and of all, and η how often a member's value with a second owner has none in y
 * (`novelty`). A value that y has is worth ln((1 − η)·s/c·q/p + η), one that others have but not y ln η, and one that
 * nobody else has ln((1 − s)/(1 − c)). Shared values beyond the strongest are discounted by 1/rank, because one
 * coincidence (a provider, a pool) brings several; the others count as three at most. p counts everybody, the group's
 * own members too: a group that is most of the log finds nothing rare in itself. `within`: x is a member of y, and its
 * own use does not count. 0 where either side has no value. O(values of x · log values of y).
 */
export function sharedEvidence(
  identifier: Identifier,
  x: IdentifierView,
  y: IdentifierView,
  novelty: number,
  within: boolean,
): number {
  const draws = y.draws - (within ? x.draws : 0);
  if (x.distinct === 0 || draws <= 0) return 0;
  const common = x.to - x.from;
  const shareable = y.shareable - (within ? common : 0);
  const allShareable = identifier.common.ids.length;
  const all = identifier.values.ofAccount.ids.length;
  const others = within ? 0 : 1; // x is no outsider to itself
  const outside =
    (allShareable - y.shareable - others * common + 0.5) / (all - y.draws - others * x.draws + 1);
  const inside = (shareable + outside) / (draws + 1);
  let shared = 0;
  let j = y.from;
  for (let i = x.from; i < x.to; i++) {
    const id = x.ids[i]!;
    j = lowerBound(y.ids, id, j, y.to);
    const there =
      j < y.to && y.ids[j] === id ? (y.members === null ? 1 : y.members[j]!) - (within ? 1 : 0) : 0;
    if (there <= 0) continue;
    keepStrongest(there / (ownersAt(identifier.values, x, i) - 1), Math.min(shared++, MOST_SHARED));
  }
  const alone = (x.distinct - common) / x.distinct;
  let sum = Math.log((1 - inside) / (1 - outside)) * alone * Math.min(MOST_NOVEL, x.distinct);
  if (common > 0) sum += Math.log(novelty) * (1 - shared / common) * Math.min(MOST_NOVEL, common);
  const ratio = ((1 - novelty) * inside * allShareable) / (outside * shareable);
  for (let r = 0; r < Math.min(shared, MOST_SHARED); r++)
    sum += Math.log(ratio * strongest[r]! + novelty) / (r + 1);
  return sum;
}

/**
 * Adds to `out[i]` what two accounts share among values that at most `mostOwners[i]` accounts have, in nats: as above
 * for strangers, but values with more owners count neither way, so that a public exit in common does not hide a card in
 * common. At least 0. O(values of both).
 */
export function addRareEvidence(
  { values }: Identifier,
  x: IdentifierView,
  y: IdentifierView,
  mostOwners: readonly number[],
  out: Float64Array,
): void {
  let shared = 0;
  for (let i = x.from, j = y.from; i < x.to && j < y.to; ) {
    const p = x.ids[i]!;
    const q = y.ids[j]!;
    if (p === q) {
      if (shared === both.length) both = doubled(both);
      both[shared++] = ownersAt(values, x, i);
    }
    if (p <= q) i++;
    if (q <= p) j++;
  }
  if (shared === 0) return;
  const all = values.ofAccount.ids.length / Math.max(x.distinct, y.distinct);
  for (let i = 0; i < mostOwners.length; i++) {
    let rare = 0;
    for (let s = 0; s < shared; s++) {
      const n = both[s]!;
      if (n > mostOwners[i]!) continue;
      const worth = Math.log(((1 - STRANGER_NOVELTY) * all) / (n - 1) + STRANGER_NOVELTY);
      keepStrongest(worth, Math.min(rare++, MOST_SHARED));
    }
    let sum = 0;
    for (let r = 0; r < Math.min(rare, MOST_SHARED); r++) sum += strongest[r]! / (r + 1);
    out[i]! += sum;
  }
}

/** Accounts that have the value at a place of a unit: beside the value, where it is near, rather than in the index. */
function ownersAt(values: ValueIndex, view: IdentifierView, place: number): number {
  const near = view.owners === null ? 0 : view.owners[place]!;
  return near > 0 ? near : owners(values, view.ids[place]!);
}

/** Room for the owners of the values that two accounts share. */
let both = new Uint32Array(64);

function doubled(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * values.length);
  wider.set(values);
  return wider;
}

/** Room for the strongest shared values of one comparison, kept because comparisons are many and short. */
const strongest = new Float64Array(MOST_SHARED);

/** Takes a value in among the `kept` strongest, descending; the weakest of MOST_SHARED gives way. O(MOST_SHARED). */
function keepStrongest(worth: number, kept: number): void {
  let at = kept;
  for (; at > 0 && strongest[at - 1]! < worth; at--) if (at < MOST_SHARED) strongest[at] = strongest[at - 1]!;
  if (at < MOST_SHARED) strongest[at] = worth;
}

/** Share of x's values with a second owner, in [0, 1], that the other members of y do not have; NaN where x has none. */
export function noveltyWithin(x: IdentifierView, y: IdentifierView): number {
  let shared = 0;
  let j = y.from;
  for (let i = x.from; i < x.to; i++) {
    j = lowerBound(y.ids, x.ids[i]!, j, y.to);
    if (y.members !== null && y.members[j]! > 1) shared++;
  }
  return x.to === x.from ? Number.NaN : 1 - shared / (x.to - x.from);
}

/** Places that are looked at one by one before halving: rows are walked in step, and the next match is mostly near. */
const STRIDES = 8;

/** First place in ids[from … to) that is not below `id`. O(log places), less where it is near `from`. */
export function lowerBound(ids: Uint32Array, id: number, from: number, to: number): number {
  const near = Math.min(to, from + STRIDES);
  for (let at = from; at < near; at++) if (ids[at]! >= id) return at;
  let low = near;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
