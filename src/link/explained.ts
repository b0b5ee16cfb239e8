import { FAMILIES } from './evidence-family.js';

/** Nats from which a group accounts for what an account shows in a family. */
export const ACCOUNTS_FOR = 1;

/**
 * What groups that an account belongs to already account for, as a bit a family. An account may be in several groups,
 * a public exit's users and an operation say, but each piece of evidence counts for one of them only.
 */
export type Explained = number;

/** The evidence for a further group: families that are accounted for may speak against it, not for it. */
export function unexplained(evidence: Float64Array, explained: Explained): number {
  let nats = 0;
  for (let f = 0; f < evidence.length; f++) {
    const bit = (explained >>> f) & 1;
    nats += bit === 1 ? Math.min(evidence[f]!, 0) : evidence[f]!;
  }
  return nats;
}

/** What is accounted for once an account belongs to a group with this evidence. */
export function explainedBy(evidence: Float64Array, before: Explained): Explained {
  let bits = before;
  for (let f = 0; f < FAMILIES.length; f++) if (evidence[f]! >= ACCOUNTS_FOR) bits |= 1 << f;
  return bits;
}
