import type { Category } from './categories.js';
import type { Histogram } from './histograms.js';
import type { Identifier } from './identifiers.js';
import { owners } from './value-index.js';

const MOST_OWNERS = 2 ** 16 - 1;

/**
 * What linking compares of each account, side by side in memory (row-major): a comparison reads one account from one
 * place, where columns would cost a cache miss each. Account a has the places `starts[a] … starts[a + 1])`, and in
 * them, one after the other, for
 *
 * - each histogram: the number of filled bins, with the sum in steps; then the bins ascending, with their steps;
 * - each category: the number of values, with the sum in steps; then the values ascending, with their steps;
 * - each identifier: the number of common values; the number of all; then the common values ascending, with the number
 *   of accounts that have each, or 0 where that is too large.
 */
export interface AccountRows {
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly steps: Uint16Array;
}

/** Packs the columns of all accounts to rows. O(entries + accounts · bins); 6 bytes an entry. */
export function accountRows(
  accounts: number,
  histograms: readonly Histogram[],
  categories: readonly Category[],
  identifiers: readonly Identifier[],
): AccountRows {
  const starts = new Uint32Array(accounts + 1);
  for (let a = 0; a < accounts; a++) {
    let n = histograms.length + categories.length + 2 * identifiers.length;
    for (const { bins, steps } of histograms)
      for (let k = a * bins; k < (a + 1) * bins; k++) if (steps[k]! > 0) n++;
    for (const { values } of categories) n += values.ofAccount.starts[a + 1]! - values.ofAccount.starts[a]!;
    for (const { common } of identifiers) n += common.starts[a + 1]! - common.starts[a]!;
    starts[a + 1] = starts[a]! + n;
  }
  const ids = new Uint32Array(starts[accounts]!);
  const steps = new Uint16Array(starts[accounts]!);
  let at = 0;
  for (let a = 0; a < accounts; a++) {
    for (const h of histograms) {
      const head = at++;
      for (let k = 0; k < h.bins; k++) {
        const n = h.steps[a * h.bins + k]!;
        if (n === 0) continue;
        ids[at] = k;
        steps[at++] = n;
      }
      ids[head] = at - head - 1;
      steps[head] = h.stepSum[a]!;
    }
    for (const c of categories) {
      const { ofAccount } = c.values;
      const head = at++;
      for (let e = ofAccount.starts[a]!; e < ofAccount.starts[a + 1]!; e++) {
        ids[at] = ofAccount.ids[e]!;
        steps[at++] = c.steps[e]!;
      }
      ids[head] = at - head - 1;
      steps[head] = c.stepSum[a]!;
    }
    for (const { values, common, alone } of identifiers) {
      const n = common.starts[a + 1]! - common.starts[a]!;
      ids[at++] = n;
      ids[at++] = n + alone[a]!;
      for (let e = common.starts[a]!; e < common.starts[a + 1]!; e++) {
        const n = owners(values, common.ids[e]!);
        ids[at] = common.ids[e]!;
        steps[at++] = n <= MOST_OWNERS ? n : 0;
      }
    }
  }
  return { starts, ids, steps };
}
