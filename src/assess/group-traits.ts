import { median, quantileSorted, standardDeviation } from 'simple-statistics';
import { facetIndex } from '../facet/catalogue.js';
import { networkHigh } from '../facet/network-day.js';
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../facet/tick.js';
import type { FacetEntries, FacetTable } from '../fingerprint/index.js';
import { type AccountTraits, entropy } from './account-traits.js';
import { commonTo } from './measure/lists.js';
import type { MatchedRank } from './matched-rank.js';

/** How the members hold the values of one identifier. */
export interface Holding {
  /** Members with any value. */
  readonly holders: number;
  /** Share of holders that have the value that most have, in [0, 1]. */
  readonly top: number;
  /** Share of holders that share a value with another holder, in [0, 1]. */
  readonly shared: number;
  /** Distinct values per holder. */
  readonly distinctPerHolder: number;
}

/** What a group does as a whole; NaN where it cannot be said. */
export interface GroupTraits {
  readonly size: number;
  readonly requests: number;
  readonly activeDays: number; // days with any request of the group
  readonly volumeSpread: number; // standard deviation of ln(requests per active day) over members
  readonly outputSpread: number; // the same of ln(mean output tokens)
  readonly hourRank: number; // median matched rank of members' hour entropy, in [0, 1]
  readonly paceRank: number; // median matched rank of members' requests per active tick, in [0, 1]
  readonly outputRank: number; // median matched rank of members' mean output, in [0, 1]
  readonly groupHourEntropy: number; // bits, of the pooled hours; at most log2(24) = 4.585
  readonly leastDay: number; // smallest daily total over the mean daily total, in [0, 1]; whole days only
  readonly countries: number; // median distinct countries per member
  readonly repetition: number; // median requests per distinct prompt
  readonly turns: number; // median requests per session
  readonly uncached: number; // median share of requests without cached input
  readonly hoursPerDay: number; // median distinct active hours per active day
  readonly listShare: number; // share of members' prompts that the whole group knows
  readonly splitShare: number; // share of members' prompts that few other members have
  readonly org: Holding;
  readonly payment: Holding;
  readonly network: Holding;
  /** Share of payment holders that share their payment with a member who declares another organisation. */
  readonly paymentAcrossOrgs: number;
}

/** Measures a group. `members` ascending. O(entries of the members). */
export function groupTraits(
  table: FacetTable,
  traits: AccountTraits,
  rank: MatchedRank,
  members: readonly number[],
): GroupTraits {
  const set = new Set(members);
  const facet = (name: string) => table.facets[facetIndex(name)]!;
  const pick = (column: Float64Array) => members.map((a) => column[a]!).filter((x) => !Number.isNaN(x));
  const middle = (column: Float64Array) => medianOf(pick(column));
  const time = timeTraits(facet('tick'), members);
  const prompts = promptShares(facet('prompt'), members);
  const org = holding(facet('org'), members);
  return {
    size: members.length,
    requests: members.reduce((sum, a) => sum + table.totals.requests[a]!, 0),
    activeDays: time.days,
    volumeSpread: spreadOfLog(pick(traits.requestsPerDay)),
    outputSpread: spreadOfLog(pick(traits.meanOutput)),
    hourRank: rank.medianRank(traits.hourEntropy, members, set),
    paceRank: rank.medianRank(traits.pace, members, set),
    outputRank: rank.medianRank(traits.meanOutput, members, set),
    groupHourEntropy: time.hourEntropy,
    leastDay: time.leastDay,
    countries: middle(traits.countries),
    repetition: middle(traits.repetition),
    turns: middle(traits.turns),
    uncached: middle(traits.uncached),
    hoursPerDay: time.hoursPerDay,
    listShare: prompts.list,
    splitShare: prompts.split,
    org,
    payment: holding(facet('payment'), members),
    network: holding(facet('network_day'), members, networkHigh),
    paymentAcrossOrgs: acrossOrgs(facet('payment'), facet('org'), members),
  };
}

function medianOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : median(values as number[]);
}

/** Standard deviation of the logarithms, the tenth at each end cut off: one odd member does not hide the rest. */
function spreadOfLog(values: readonly number[]): number {
  const logs = values
    .filter((x) => x > 0)
    .map(Math.log)
    .sort((x, y) => x - y);
  if (logs.length < 3) return Number.NaN;
  if (logs.length < 10) return standardDeviation(logs);
  // For a normal distribution the 10 % and 90 % quantiles are 2.563 standard deviations apart.
  return (quantileSorted(logs, 0.9) - quantileSorted(logs, 0.1)) / 2.563;
}

function timeTraits(ticks: FacetEntries, members: readonly number[]) {
  const hours = new Float64Array(24);
  const requestsOn = new Map<number, number>();
  const activeHours: number[] = [];
  for (const a of members) {
    const mine = new Set<number>();
    const days = new Set<number>();
    for (let e = ticks.starts[a]!; e < ticks.starts[a + 1]!; e++) {
      const hour = Math.floor(ticks.lo[e]! / TICKS_PER_HOUR);
      const day = Math.floor(ticks.lo[e]! / TICKS_PER_DAY);
      hours[hour % 24]!++;
      mine.add(hour);
      days.add(day);
      requestsOn.set(day, (requestsOn.get(day) ?? 0) + ticks.count[e]!);
    }
    activeHours.push(mine.size / days.size);
  }
  const days = [...requestsOn.keys()].sort((x, y) => x - y);
  const first = days[0] ?? 0;
  const last = days[days.length - 1] ?? 0;
  // The first and the last day may be cut off by the log's own borders.
  const whole = Array.from(
    { length: Math.max(0, last - first - 1) },
    (_, i) => requestsOn.get(first + 1 + i) ?? 0,
  );
  const total = whole.reduce((sum, x) => sum + x, 0);
  return {
    days: days.length,
    hourEntropy: entropy(hours),
    hoursPerDay: medianOf(activeHours),
    leastDay: whole.length < 4 ? Number.NaN : Math.min(...whole) / (total / whole.length),
  };
}

function holding(
  { starts, lo, hi }: FacetEntries,
  members: readonly number[],
  high: (hi: number) => number = (word) => word,
): Holding {
  const holdersOf = new Map<string, number>();
  const valuesOf: Set<string>[] = [];
  for (const a of members) {
    const mine = new Set<string>();
    for (let e = starts[a]!; e < starts[a + 1]!; e++) mine.add(`${lo[e]}/${high(hi[e]!)}`);
    if (mine.size === 0) continue;
    valuesOf.push(mine);
    for (const value of mine) holdersOf.set(value, (holdersOf.get(value) ?? 0) + 1);
  }
  const holders = valuesOf.length;
  let top = 0;
  for (const n of holdersOf.values()) top = Math.max(top, n);
  const shared = valuesOf.filter((mine) => [...mine].some((value) => holdersOf.get(value)! > 1)).length;
  return {
    holders,
    top: holders === 0 ? Number.NaN : top / holders,
    shared: holders === 0 ? Number.NaN : shared / holders,
    distinctPerHolder: holders === 0 ? Number.NaN : holdersOf.size / holders,
  };
}

function promptShares({ starts, lo, hi }: FacetEntries, members: readonly number[]) {
  const holdersOf = new Map<string, number>();
  let draws = 0;
  for (const a of members) {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) {
      const key = `${lo[e]}/${hi[e]}`;
      holdersOf.set(key, (holdersOf.get(key) ?? 0) + 1);
      draws++;
    }
  }
  if (draws === 0) return { list: Number.NaN, split: Number.NaN };
  const common = commonTo(members.length);
  let list = 0;
  let split = 0;
  for (const n of holdersOf.values()) {
    if (n >= common) list += n;
    else if (n > 1) split += n;
  }
  return { list: list / draws, split: split / draws };
}

function acrossOrgs(payment: FacetEntries, org: FacetEntries, members: readonly number[]): number {
  const orgsOf = new Map<string, Set<string>>();
  const paymentsOf: string[][] = [];
  for (const a of members) {
    const mine: string[] = [];
    // An account that declares no organisation stands for itself.
    const o =
      org.starts[a]! < org.starts[a + 1]! ? `${org.lo[org.starts[a]!]}/${org.hi[org.starts[a]!]}` : `#${a}`;
    for (let e = payment.starts[a]!; e < payment.starts[a + 1]!; e++) {
      const value = `${payment.lo[e]}/${payment.hi[e]}`;
      mine.push(value);
      const orgs = orgsOf.get(value);
      if (orgs === undefined) orgsOf.set(value, new Set([o]));
      else orgs.add(o);
    }
    if (mine.length > 0) paymentsOf.push(mine);
  }
  if (paymentsOf.length === 0) return Number.NaN;
  return (
    paymentsOf.filter((mine) => mine.some((value) => orgsOf.get(value)!.size > 1)).length / paymentsOf.length
  );
}
