import { COUNT_STEP } from './dirichlet.js';
import type { Identifier } from './identifiers.js';
import { nearestNeighbours, type Points } from './neighbours.js';
import { PairList } from './pair-list.js';
import { pseudoRandomOrder } from './pseudo-random-order.js';
import type { LinkData } from './units.js';
import { owners, transpose, type ValueIndex } from './value-index.js';

/** Nearest accounts in length-and-hour space that are compared with each account. */
export const NEAREST = 12;
/** Owners of a value up to which all of them are compared with one another. */
export const ALL_PAIRS = 12;
/** Owners after each one, in a fixed pseudo-random ring, that are compared above that. */
export const RING = 4;
/** Rarest values of an account that bring candidates, per identifier facet. */
export const RAREST = 24;
const SEED = 20_260_422;

/**
 * Pairs worth comparing: owners of shared identifiers and settings, and near neighbours by behaviour. Pairs are packed as
 * `smaller · accounts + larger`, distinct, ascending. Near-linear: each account brings a bounded number of pairs.
 */
export function candidatePairs(data: LinkData): Float64Array {
  const pairs = new PairList(data.accounts);
  for (const { values, common } of data.identifiers) sharedOwners(values, common, pairs);
  if (data.accounts > 1)
    nearestNeighbours(behaviourPoints(data), NEAREST, SEED, (a, near) => {
      for (const b of near) pairs.add(a, b);
    });
  return pairs.distinct();
}

function sharedOwners(values: ValueIndex, common: Identifier['common'], pairs: PairList): void {
  const brought = transpose(rarestValues(values, common), values.size);
  for (let v = 0; v < values.size; v++) {
    const from = brought.starts[v]!;
    const to = brought.starts[v + 1]!;
    if (to - from < 2) continue;
    const list = brought.ids.subarray(from, to);
    if (list.length <= ALL_PAIRS) {
      for (let i = 0; i < list.length; i++)
        for (let j = i + 1; j < list.length; j++) pairs.add(list[i]!, list[j]!);
      continue;
    }
    pseudoRandomOrder(list, v);
    for (let i = 0; i < list.length; i++)
      for (let s = 1; s <= RING; s++) pairs.add(list[i]!, list[(i + s) % list.length]!);
  }
}

/**
 * Per account, the values that bring candidates: of those that others have too, the rarest (ties: in value order), so
 * that an account with many values cannot flood the search. O(values · log values of an account).
 */
function rarestValues(
  values: ValueIndex,
  { starts, ids }: Identifier['common'],
): { starts: Uint32Array; ids: Uint32Array } {
  const accounts = starts.length - 1;
  const keptStarts = new Uint32Array(accounts + 1);
  const kept = new Uint32Array(ids.length);
  let at = 0;
  for (let a = 0; a < accounts; a++) {
    const mine = ids.subarray(starts[a]!, starts[a + 1]!);
    const rarest =
      mine.length <= RAREST
        ? mine
        : mine.toSorted((x, y) => owners(values, x) - owners(values, y) || x - y).subarray(0, RAREST);
    kept.set(rarest, at);
    at += rarest.length;
    keptStarts[a + 1] = at;
  }
  return { starts: keptStarts, ids: kept.subarray(0, at) };
}

/** Bins with less of the population than this carry no distance worth computing. */
const SMALLEST_BIN_SHARE = 0.002;

/** Square roots of smoothed proportions: Euclidean distance there is Hellinger distance. */
function behaviourPoints(data: LinkData): Points {
  const used = data.histograms.map(({ bins, prior }) =>
    Array.from({ length: bins }, (_, k) => k).filter(
      (k) => prior.alpha[k]! > SMALLEST_BIN_SHARE * prior.total,
    ),
  );
  const dimensions = used.reduce((sum, bins) => sum + bins.length, 0);
  const values = new Float32Array(data.accounts * dimensions);
  let at = 0;
  data.histograms.forEach(({ bins, steps, stepSum, prior }, h) => {
    for (let a = 0; a < data.accounts; a++) {
      let d = a * dimensions + at;
      for (const k of used[h]!) {
        const count = steps[a * bins + k]! * COUNT_STEP;
        values[d++] = Math.sqrt((count + prior.alpha[k]!) / (stepSum[a]! * COUNT_STEP + prior.total));
      }
    }
    at += used[h]!.length;
  });
  return { rows: data.accounts, dimensions, values };
}
