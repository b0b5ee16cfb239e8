import type { PairEvidence } from './pair-evidence.js';
import { pairNats } from './pair-evidence.js';

/** Accounts that a pair supports, from each account's side: row a holds `others[starts[a] … starts[a + 1])`, ascending. */
export interface EdgeRows {
  readonly starts: Uint32Array;
  readonly others: Uint32Array;
  /** Nats for one source at best; positive. */
  readonly weights: Float64Array;
}

/** Rows of the pairs with positive evidence. O(pairs). */
export function edgeRows(pairs: PairEvidence, accounts: number): EdgeRows {
  const starts = new Uint32Array(accounts + 1);
  const nats = new Float64Array(pairs.size);
  for (let i = 0; i < pairs.size; i++) {
    nats[i] = pairNats(pairs, i);
    if (nats[i]! <= 0) continue;
    starts[pairs.a[i]! + 1]!++;
    starts[pairs.b[i]! + 1]!++;
  }
  for (let a = 0; a < accounts; a++) starts[a + 1]! += starts[a]!;
  const next = starts.slice();
  const others = new Uint32Array(starts[accounts]!);
  const weights = new Float64Array(starts[accounts]!);
  const put = (a: number, b: number, weight: number) => {
    const at = next[a]!++;
    others[at] = b;
    weights[at] = weight;
  };
  // Pairs come in order of the first account, then the second, so both sides of a row fill up in order.
  for (let i = 0; i < pairs.size; i++) if (nats[i]! > 0) put(pairs.b[i]!, pairs.a[i]!, nats[i]!);
  for (let i = 0; i < pairs.size; i++) if (nats[i]! > 0) put(pairs.a[i]!, pairs.b[i]!, nats[i]!);
  return { starts, others, weights };
}
