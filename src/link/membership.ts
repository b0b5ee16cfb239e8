import { AccountReader } from './account-reader.js';
import { boundEvidence, CAPS, HISTOGRAM_FAMILIES, rawEvidence } from './evidence.js';
import { FAMILIES } from './evidence-family.js';
import { noveltyWithin, STRANGER_NOVELTY } from './identifiers.js';
import { LeaveOneOut } from './leave-one-out.js';
import { groupUnit } from './pooling.js';
import type { LinkData, Unit } from './units.js';

/** A group of accounts with what its members have in common. */
export interface Group {
  /** Another number for each group that is formed, by which tables know it. */
  readonly serial: number;
  /** Account numbers, ascending. */
  readonly members: readonly number[];
  readonly unit: Unit;
  /** Per family, how often the common source shows through in a member, in (0, 1). */
  readonly kept: Float64Array;
  /**
   * Per family, what it may say at most, in nats: −ln of how many strangers show what the group has in common. One
   * prior for a whole population does not know that every tenth customer is as flat over the day as this.
   */
  readonly caps: Float64Array;
  /** Per family, the share of strangers that show what the group has in common, in [0, 1]. */
  readonly common: Float64Array;
  /** Per identifier, how often a member's value that others have too has no owner in the group, in (0, 1). */
  readonly novelty: Float64Array;
  /** Raw evidence by family for each member in turn, as far as it was asked for; the first is NaN where it was not. */
  readonly raw: Float64Array;
}

/** How many members and strangers are looked at to learn what a group keeps and how common that is. */
export interface Looks {
  readonly members: number;
  readonly strangers: number;
}

export const CLOSE: Looks = { members: 96, strangers: 300 };
export const ROUGH: Looks = { members: 32, strangers: 64 };
/** Accounts from which candidates, most of which are given up, are looked at roughly, at a quarter of the cost. */
export const LARGE = 20_000;

/** How closely to look at a candidate. */
export function candidateLooks({ accounts }: LinkData): Looks {
  return accounts >= LARGE ? ROUGH : CLOSE;
}

/** Raw nats from which a family counts as showing the common source. */
export const SHOWS = 1;
/** Groups up to this size are compared without the habits of the member itself; in larger ones they do not show. */
const EXACT = 24;

/** Pools accounts to a group and learns what they keep. O(entries of the members). */
export function formGroup(data: LinkData, members: readonly number[], looks: Looks = CLOSE): Group {
  const unit = groupUnit(data, members);
  const read = readersOf(data).account;
  const step = Math.max(1, members.length / looks.members);
  const places: number[] = [];
  for (let i = 0; i < members.length; i += step) places.push(Math.floor(i));
  const novelty = noveltyOf(data, unit, places);
  const shows = new Float64Array(FAMILIES.length);
  const raw = new Float64Array(FAMILIES.length);
  const known = new Float64Array(members.length * FAMILIES.length).fill(Number.NaN);
  for (const place of places) {
    rawOfMember(data, place, { members, unit, novelty, raw: known }, raw);
    for (let f = 0; f < raw.length; f++) if (raw[f]! > SHOWS) shows[f]!++;
  }
  const common = new Float64Array(FAMILIES.length);
  let strangers = 0;
  for (const a of data.reference) {
    if (strangers === looks.strangers) break;
    if (includes(members, a)) continue;
    rawEvidence(data, read.at(a), unit, false, novelty, raw);
    for (let f = 0; f < raw.length; f++) if (raw[f]! > SHOWS) common[f]!++;
    strangers++;
  }
  const kept = shows.map((n) => (n + 0.5) / (places.length + 1));
  const unfound = (members.length / data.accounts) * strangers;
  const caps = CAPS.map((cap, f) => {
    if (HISTOGRAM_FAMILIES.includes(f)) return Math.min(cap, -Math.log((common[f]! + 0.5) / (strangers + 1)));
    // Some of those who show the group's identifiers are members not found yet: as many as are found and show them,
    // give or take the chance of the sample. Only what goes beyond makes an identifier common.
    const showing = unfound * kept[f]!;
    const beyond = common[f]! - showing - 2 * Math.sqrt(showing);
    return beyond <= 0 ? cap : Math.min(cap, -Math.log((beyond + 0.5) / (strangers + 1)));
  });
  return {
    serial: readersOf(data).formed++,
    members,
    unit,
    novelty,
    caps,
    common: common.map((n) => n / Math.max(strangers, 1)),
    kept,
    raw: known,
  };
}

/** Per identifier, how often the members at some places have a value that no other member has, in (0, 1). */
function noveltyOf(data: LinkData, unit: Unit, places: readonly number[]): Float64Array {
  const read = readersOf(data).account;
  const sums = new Float64Array(data.identifiers.length);
  const counts = new Float64Array(data.identifiers.length);
  for (const place of places) {
    const member = read.at(unit.members[place]!);
    for (let i = 0; i < sums.length; i++) {
      const share = noveltyWithin(member.identifiers[i]!, unit.identifiers[i]!);
      if (Number.isNaN(share)) continue;
      sums[i]! += share;
      counts[i]!++;
    }
  }
  return sums.map((sum, i) => (sum + STRANGER_NOVELTY) / (counts[i]! + 1));
}

/**
 * Predictive evidence, in nats, that an account belongs to a group rather than to nobody: by family to `out`, and the
 * sum. What the account is compared with never includes itself. O(values of the account · log values of the group).
 */
export function belonging(data: LinkData, a: number, group: Group, out: Float64Array): number {
  const { members, unit, novelty } = group;
  const place = placeOf(members, a);
  if (members[place] === a) rawOfMember(data, place, group, out);
  else rawEvidence(data, readersOf(data).account.at(a), unit, false, novelty, out);
  return boundEvidence(out, group.kept, group.caps);
}

/** A group that told of each member why it belongs, and needs what its members have no longer. */
export type ToldGroup = Omit<Group, 'unit'>;

/** `belonging` of the member at a place. Of a told group only. */
export function toldBelonging(place: number, { raw, kept, caps }: ToldGroup, out: Float64Array): number {
  for (let f = 0; f < out.length; f++) out[f] = raw[place * FAMILIES.length + f]!;
  return boundEvidence(out, kept, caps);
}

/** What membership reads a log's accounts and groups with: each unit is done with before the next is read. */
interface Readers {
  readonly account: AccountReader;
  readonly others: LeaveOneOut;
  /** Groups formed so far. */
  formed: number;
}

const readers = new WeakMap<LinkData, Readers>();

function readersOf(data: LinkData): Readers {
  let known = readers.get(data);
  if (known === undefined) {
    known = { account: new AccountReader(data), others: new LeaveOneOut(data), formed: 0 };
    readers.set(data, known);
  }
  return known;
}

/** Raw evidence that the member at a place belongs with the others. */
function rawOfMember(
  data: LinkData,
  place: number,
  { members, unit, novelty, raw }: Pick<Group, 'members' | 'unit' | 'novelty' | 'raw'>,
  out: Float64Array,
): void {
  const at = place * FAMILIES.length;
  if (Number.isNaN(raw[at]!)) {
    const a = members[place]!;
    const read = readersOf(data);
    const others = members.length <= EXACT ? read.others.without(unit, a) : unit;
    rawEvidence(data, read.account.at(a), others, true, novelty, out);
    raw.set(out, at);
  } else for (let f = 0; f < out.length; f++) out[f] = raw[at + f]!;
}

/** Whether a sorted list holds a number. O(log n). */
export function includes(sorted: readonly number[], x: number): boolean {
  return sorted[placeOf(sorted, x)] === x;
}

/** First place of a sorted list that is not below `x`. O(log n). */
function placeOf(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Raw evidence of one family, in nats, that each of some accounts belongs with the others, in their order: their pooled
 * counts without its own against the population. O(entries of the members).
 */
export function memberEvidence(data: LinkData, members: readonly number[], family: number): Float64Array {
  const unit = groupUnit(data, members);
  const read = readersOf(data);
  const raw = new Float64Array(FAMILIES.length);
  return Float64Array.from(members, (a) => {
    rawEvidence(data, read.account.at(a), read.others.without(unit, a), true, null, raw);
    return raw[family]!;
  });
}
