import { AccountReader } from './account-reader.js';
import { COUNT_STEP } from './dirichlet.js';
import { addIdentifiers, boundEvidence, rawHabits } from './evidence.js';
import { FAMILIES } from './evidence-family.js';
import type { GroupLinks } from './group-links.js';
import { belonging, formGroup, type Group, includes } from './membership.js';
import { nearestNeighbours } from './neighbours.js';
import { PairSums } from './pair-sums.js';
import { groupUnit } from './pooling.js';
import type { LinkData } from './units.js';

/** Nearest groups by pooled lengths and hours that a group is compared with. */
export const NEAREST = 6;
/** Groups with the strongest edges to a group that it is compared with. */
export const LINKED = 8;
const SEED = 1152;
/** How often two parts of one source agree where each agrees within itself: shifts and regions divide the work. */
export const CONSISTENT = 0.85;

/** Nats a member that a part may lose by a merge, and what each nat of evidence beyond the prior adds to that. */
export const LOSS_PER_EXCESS = 0.15;
export const MOST_LOSS = 0.5;
export const MOST_EXCESS = 20;
/** Families in which the parts of one source may differ, and what that costs at most, in nats a member. */
export const DIVIDED: ReadonlySet<string> = new Set([
  'settings',
  'lengths',
  'infrastructure',
  'payment',
  'volume',
]);
export const MOST_DIVIDED = 2;
/** Rounds of merging; each at least halves what still merges. */
const MOST_ROUNDS = 12;
/** Members whose identifiers count, each further one for less: 1 + 1/2 + 1/3 of one. */
export const INDEPENDENT = 3;
/** Members of a part that are looked at. */
const SAMPLE = 32;

/**
 * Merges groups whose pooled fingerprints are better explained by one source than by two, best first, until no pair
 * outweighs the prior odds of one in the number of groups. Compares each group with its strongest-linked and its nearest
 * ones only.
 */
export function mergeGroups(data: LinkData, start: readonly Group[], links: GroupLinks): Group[] {
  let groups = [...start];
  const scored = new PairSums();
  const judged = new PairMemo<Group | null>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const prior = Math.log(groups.length);
    const promising = mergeCandidates(data, groups, links)
      .map(([i, j]) => {
        const [x, y] = [groups[i]!, groups[j]!];
        const known = scored.get(x.serial, y.serial);
        if (known !== undefined) return { i, j, nats: known };
        const nats = promise(data, x, y);
        scored.add(x.serial, y.serial, nats);
        return { i, j, nats };
      })
      .filter(({ nats }) => nats > prior)
      .sort((x, y) => y.nats - x.nats || x.i - y.i || x.j - y.j);
    const taken = new Set<number>();
    const next: Group[] = [];
    for (const { i, j } of promising) {
      if (taken.has(i) || taken.has(j)) continue;
      const [x, y] = [groups[i]!, groups[j]!];
      let whole = judged.get(x, y);
      if (whole === undefined) {
        whole = merged(data, x, y, prior);
        judged.set(x, y, whole);
      }
      if (whole === null) continue;
      taken.add(i).add(j);
      next.push(whole);
    }
    if (taken.size === 0) break;
    for (let g = 0; g < groups.length; g++) if (!taken.has(g)) next.push(groups[g]!);
    groups = next.sort((x, y) => x.members[0]! - y.members[0]!);
  }
  return groups;
}

/** Evidence for a merge before the whole is formed: each family as far as the better of the two caps lets it. */
function promise(data: LinkData, x: Group, y: Group): number {
  return mergeEvidence(
    data,
    x,
    y,
    x.caps.map((cap, f) => Math.max(cap, y.caps[f]!)),
  );
}

/**
 * The whole of two groups, or null when they are better left apart. What strangers have in common with the parts is
 * counted without both of them, or each half of a large source would make the other look ordinary.
 */
function merged(data: LinkData, x: Group, y: Group, prior: number): Group | null {
  const members = [...new Set([...x.members, ...y.members])].sort((a, b) => a - b);
  const whole = formGroup(data, members);
  const excess = mergeEvidence(data, x, y, whole.caps) - prior;
  if (excess <= 0) return null;
  const allowed = MOST_LOSS + LOSS_PER_EXCESS * Math.min(excess, MOST_EXCESS);
  return loss(data, x, whole) > allowed || loss(data, y, whole) > allowed ? null : whole;
}

/**
 * Evidence, in nats, that two groups are one source; `caps` as in a group. Members that both have are no evidence of
 * that: the smaller is compared without them, and holds nothing of its own when few are left. Habits are compared
 * pooled. Identifiers are what its members show on average: pooled, large groups always share something. Several members
 * count for more than one, and for no more than a few: what one of them shares brings the next to share it.
 */
function mergeEvidence(data: LinkData, x: Group, y: Group, caps: Float64Array): number {
  const [small, large] = x.members.length <= y.members.length ? [x, y] : [y, x];
  const rest = small.members.filter((a) => !includes(large.members, a));
  if (rest.length * 2 < small.members.length) return Number.POSITIVE_INFINITY;
  const unit = rest.length === small.members.length ? small.unit : groupUnit(data, rest);
  const raw = new Float64Array(FAMILIES.length);
  rawHabits(data, unit, large.unit, raw);
  const read = new AccountReader(data);
  const step = Math.max(1, rest.length / SAMPLE);
  const sampled = Math.ceil(rest.length / step);
  let weight = 0;
  for (let n = 1; n <= Math.min(rest.length, INDEPENDENT); n++) weight += 1 / n;
  for (let i = 0; i < rest.length; i += step) {
    const member = read.at(rest[Math.floor(i)]!);
    addIdentifiers(data, member, large.unit, false, large.novelty, weight / sampled, raw);
  }
  const kept = raw.map((_, f) => Math.sqrt(x.kept[f]! * y.kept[f]!) * CONSISTENT);
  return boundEvidence(raw, kept, caps);
}

/**
 * How much worse, in nats a member, the whole explains the members of a part than the part itself did. A part with
 * templates of its own loses them in a whole that does not share them, and may not. Hours are left out, and settings,
 * lengths, networks and payments count up to a bound: a source divides its work into shifts and its accounts into
 * batches, each with a set-up, an exit or a card.
 */
export function loss(data: LinkData, part: Group, whole: Group): number {
  const ofPart = new Float64Array(FAMILIES.length);
  const ofWhole = new Float64Array(FAMILIES.length);
  const lost = new Float64Array(FAMILIES.length);
  const step = Math.max(1, part.members.length / SAMPLE);
  let n = 0;
  for (let i = 0; i < part.members.length; i += step) {
    const a = part.members[Math.floor(i)]!;
    belonging(data, a, part, ofPart);
    belonging(data, a, whole, ofWhole);
    for (let f = 0; f < lost.length; f++) lost[f]! += ofPart[f]! - ofWhole[f]!;
    n++;
  }
  const gain = Math.log((whole.members.length - 1) / Math.max(part.members.length - 1, 1));
  return FAMILIES.reduce((sum, family, f) => {
    if (family === 'timing') return sum;
    return sum + (DIVIDED.has(family) ? Math.min(lost[f]! / n, MOST_DIVIDED) : lost[f]! / n);
  }, -gain);
}

/** What is known of pairs of groups, in the order in which they are named. */
class PairMemo<T> {
  private readonly known = new WeakMap<Group, WeakMap<Group, T>>();

  get(x: Group, y: Group): T | undefined {
    return this.known.get(x)?.get(y);
  }

  set(x: Group, y: Group, value: T): void {
    const ofX = this.known.get(x);
    if (ofX === undefined) this.known.set(x, new WeakMap([[y, value]]));
    else ofX.set(y, value);
  }
}

function mergeCandidates(data: LinkData, groups: readonly Group[], links: GroupLinks): [number, number][] {
  const pairs = new Set<number>();
  const n = groups.length;
  const add = (i: number, j: number) => {
    if (i !== j) pairs.add(i < j ? i * n + j : j * n + i);
  };
  const linked = links.strongest(groups, LINKED);
  for (let i = 0; i < n; i++) for (const j of linked.list(i)) add(i, j);
  if (n > 1) {
    nearestNeighbours(groupPoints(data, groups), NEAREST, SEED, (i, near) => {
      for (const j of near) add(i, j);
    });
  }
  return [...pairs].sort((x, y) => x - y).map((pair) => [Math.floor(pair / n), pair % n]);
}

/** Square roots of the pooled proportions of lengths and hours, for nearest-neighbour search. */
function groupPoints(data: LinkData, groups: readonly Group[]) {
  const dimensions = data.histograms.reduce((sum, h) => sum + h.bins, 0);
  const values = new Float32Array(groups.length * dimensions);
  groups.forEach(({ unit }, g) => {
    let at = g * dimensions;
    data.histograms.forEach(({ bins, prior }, h) => {
      const { dense, at: from, sum } = unit.histograms[h]!;
      const room = 4 / COUNT_STEP;
      for (let k = 0; k < bins; k++) {
        values[at + k] = Math.sqrt((dense[from + k]! + room * prior.alpha[k]!) / (sum + room * prior.total));
      }
      at += bins;
    });
  });
  return { rows: groups.length, dimensions, values };
}
