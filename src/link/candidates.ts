import { mix32 } from '../facet/murmur3.js';
import { COUNT_STEP } from './dirichlet.js';
import { nearestNeighbours, type Points } from './neighbours.js';
import type { LinkData } from './units.js';
import { owners, type ValueIndex } from './value-index.js';

/** Nearest accounts in length-and-hour space that are compared with each account. */
const NEAREST = 12;
/** Owners of a value up to which all of them are compared with one another. */
const ALL_PAIRS = 12;
/** Owners after each one, in a fixed pseudo-random ring, that are compared above that. */
const RING = 4;
/** Rarest values of an account that bring candidates, per identifier facet. */
const RAREST = 24;
const SEED = 20_260_422;

/**
 * Pairs worth comparing: owners of shared identifiers and settings, and near neighbours by behaviour. Pairs are packed as
 * `smaller · accounts + larger`, distinct, ascending. Near-linear: each account brings a bounded number of pairs.
 */
export function candidatePairs(data: LinkData): Float64Array {
  const n = data.accounts;
  const pairs = new Set<number>();
  const add = (a: number, b: number) => {
    if (a !== b) pairs.add(a < b ? a * n + b : b * n + a);
  };
  for (const { values } of data.identifiers) sharedOwners(values, n, add);
  if (n > 1)
    nearestNeighbours(behaviourPoints(data), NEAREST, SEED, (a, near) => {
      for (const b of near) add(a, b);
    });
  return Float64Array.from(pairs).sort();
}

function sharedOwners(values: ValueIndex, accounts: number, add: (a: number, b: number) => void): void {
  // An account with many values brings its rarest ones only, so that it cannot flood the search.
  const brings = new Uint8Array(values.ofAccount.ids.length);
  for (let a = 0; a < accounts; a++) {
    const from = values.ofAccount.starts[a]!;
    const to = values.ofAccount.starts[a + 1]!;
    const shared: number[] = [];
    for (let e = from; e < to; e++) if (owners(values, values.ofAccount.ids[e]!) > 1) shared.push(e);
    shared.sort(
      (x, y) => owners(values, values.ofAccount.ids[x]!) - owners(values, values.ofAccount.ids[y]!) || x - y,
    );
    for (const e of shared.slice(0, RAREST)) brings[e] = 1;
  }
  const ownersOf: number[][] = Array.from({ length: values.size }, () => []);
  for (let a = 0; a < accounts; a++) {
    for (let e = values.ofAccount.starts[a]!; e < values.ofAccount.starts[a + 1]!; e++) {
      if (brings[e] === 1) ownersOf[values.ofAccount.ids[e]!]!.push(a);
    }
  }
  for (let v = 0; v < values.size; v++) {
    const list = ownersOf[v]!;
    if (list.length < 2) continue;
    if (list.length <= ALL_PAIRS) {
      for (let i = 0; i < list.length; i++) for (let j = i + 1; j < list.length; j++) add(list[i]!, list[j]!);
      continue;
    }
    const ring = list.toSorted((x, y) => mix32(x ^ v) - mix32(y ^ v) || x - y);
    for (let i = 0; i < ring.length; i++)
      for (let s = 1; s <= RING; s++) add(ring[i]!, ring[(i + s) % ring.length]!);
  }
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
