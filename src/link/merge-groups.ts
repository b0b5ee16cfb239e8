import { COUNT_STEP } from './dirichlet.js';
import { belonging, formGroup, type Group } from './membership.js';
import { nearestNeighbours } from './neighbours.js';
import { boundEvidence, FAMILIES, type LinkData, rawEvidence } from './units.js';

/** Nearest groups by pooled lengths and hours that a group is compared with. */
const NEAREST = 6;
/** Groups with the strongest edges to a group that it is compared with. */
const LINKED = 8;
const SEED = 1152;
/** How often two parts of one source agree where each agrees within itself: shifts and regions divide the work. */
const CONSISTENT = 0.85;

/** Nats a member that a part may lose by a merge. */
const MOST_LOSS = 0.5;
const TIMING = FAMILIES.indexOf('timing');
/** Members looked at for that. */
const SAMPLE = 32;

/** Sum of positive pair evidence between two groups, by `smaller · groups + larger` position. */
export type GroupLinks = ReadonlyMap<number, number>;

/**
 * Merges groups whose pooled fingerprints are better explained by one source than by two, best first, until no pair
 * outweighs the prior odds of one in the number of groups. Compares each group with its strongest-linked and its nearest ones only.
 */
export function mergeGroups(
  data: LinkData,
  start: readonly Group[],
  linksOf: (groups: readonly Group[]) => GroupLinks,
): Group[] {
  let groups = [...start];
  const scored = new PairMemo<number>();
  const refused = new PairMemo<boolean>();
  for (let round = 0; round < 12; round++) {
    const promising = mergeCandidates(data, groups, linksOf(groups))
      .filter(([i, j]) => refused.get(groups[i]!, groups[j]!) === undefined)
      .map(([i, j]) => {
        const known = scored.get(groups[i]!, groups[j]!);
        const nats = known ?? mergeEvidence(data, groups[i]!, groups[j]!);
        if (known === undefined) scored.set(groups[i]!, groups[j]!, nats);
        return { i, j, nats };
      })
      .filter(({ nats }) => nats > Math.log(groups.length))
      .sort((x, y) => y.nats - x.nats || x.i - y.i || x.j - y.j);
    const taken = new Set<number>();
    const next: Group[] = [];
    for (const { i, j } of promising) {
      if (taken.has(i) || taken.has(j)) continue;
      const members = [...groups[i]!.members, ...groups[j]!.members].sort((x, y) => x - y);
      const whole = formGroup(data, members);
      if (loss(data, groups[i]!, whole) > MOST_LOSS || loss(data, groups[j]!, whole) > MOST_LOSS) {
        refused.set(groups[i]!, groups[j]!, true);
        continue;
      }
      taken.add(i).add(j);
      next.push(whole);
    }
    if (taken.size === 0) break;
    for (let g = 0; g < groups.length; g++) if (!taken.has(g)) next.push(groups[g]!);
    groups = next.sort((x, y) => x.members[0]! - y.members[0]!);
  }
  return groups;
}

/** Evidence, in nats, that two groups are one source. */
export function mergeEvidence(data: LinkData, x: Group, y: Group): number {
  const [small, large] = x.members.length <= y.members.length ? [x, y] : [y, x];
  const raw = new Float64Array(FAMILIES.length);
  rawEvidence(data, small.unit, large.unit, false, large.novelty, raw);
  const kept = raw.map((_, f) => Math.sqrt(x.kept[f]! * y.kept[f]!) * CONSISTENT);
  const caps = raw.map((_, f) => Math.min(x.caps[f]!, y.caps[f]!));
  return boundEvidence(raw, kept, caps);
}

/**
 * How much worse, in nats a member, the whole explains the members of a part than the part itself did. A part with a
 * trait of its own (a template, say) loses it in a whole that does not share it. Hours are left out: a source that
 * divides its work into shifts gives each part hours of its own.
 */
function loss(data: LinkData, part: Group, whole: Group): number {
  const scratch = new Float64Array(FAMILIES.length);
  const step = Math.max(1, part.members.length / SAMPLE);
  let sum = 0;
  let n = 0;
  for (let i = 0; i < part.members.length; i += step) {
    const a = part.members[Math.floor(i)]!;
    sum += belonging(data, a, part, scratch) - scratch[TIMING]!;
    sum -= belonging(data, a, whole, scratch) - scratch[TIMING]!;
    n++;
  }
  return sum / n - Math.log((whole.members.length - 1) / Math.max(part.members.length - 1, 1));
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
  const linked: { to: number; weight: number }[][] = groups.map(() => []);
  for (const [pair, weight] of links) {
    const i = Math.floor(pair / n);
    const j = pair % n;
    linked[i]!.push({ to: j, weight });
    linked[j]!.push({ to: i, weight });
  }
  linked.forEach((list, i) => {
    list.sort((x, y) => y.weight - x.weight || x.to - y.to);
    for (const { to } of list.slice(0, LINKED)) add(i, to);
  });
  if (n > 1) {
    nearestNeighbours(groupPoints(data, groups), NEAREST, SEED, (i, near) => {
      for (const j of near) add(i, j);
    });
  }
  return [...pairs].sort((x, y) => x - y).map((pair) => [Math.floor(pair / n), pair % n]);
}

/** Square roots of the pooled proportions of lengths and hours, for nearest-neighbour search. */
export function groupPoints(data: LinkData, groups: readonly Group[]) {
  const dimensions = data.histograms.reduce((sum, h) => sum + h.bins, 0);
  const values = new Float32Array(groups.length * dimensions);
  groups.forEach(({ unit }, g) => {
    let at = g * dimensions;
    data.histograms.forEach(({ bins, prior }, h) => {
      const { steps, at: from, sum } = unit.histograms[h]!;
      const room = 4 / COUNT_STEP;
      for (let k = 0; k < bins; k++) {
        values[at + k] = Math.sqrt((steps[from + k]! + room * prior.alpha[k]!) / (sum + room * prior.total));
      }
      at += bins;
    });
  });
  return { rows: groups.length, dimensions, values };
}
