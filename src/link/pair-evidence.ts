import { AccountReader } from './account-reader.js';
import { boundEvidence, CAPS, IDENTIFIER_FAMILIES, PAIR_KEPT, rawEvidence } from './evidence.js';
import { FAMILIES } from './evidence-family.js';
import { addRareEvidence } from './identifiers.js';
import type { LinkData } from './units.js';

/** Compared pairs that have anything in common, as columns; row i is the pair `a[i] < b[i]`. In order of a, then b. */
export interface PairEvidence {
  readonly size: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** Nats for one source, all families together. */
  readonly whole: Float64Array;
  /** Nats for one source from identifiers alone, habits left out. */
  readonly identifiers: Float64Array;
  /** Raw nats of each identifier family alone, in the order of IDENTIFIER_FAMILIES. */
  readonly alone: readonly Float64Array[];
  /** Nats from identifiers that few accounts have, for each number of RARE_OWNERS. */
  readonly rare: readonly Float64Array[];
}

/** Owners up to which a value counts as rare, from strict to loose: public exits have dozens. */
export const RARE_OWNERS: readonly number[] = [4, 8, 20];

/**
 * Evidence for every candidate pair. `pairs`: packed as `smaller * accounts + larger`, ascending. Pairs that neither
 * view supports are left out. O(pairs).
 */
export function pairEvidence(data: LinkData, pairs: Float64Array): PairEvidence {
  const a = new Uint32Array(pairs.length);
  const b = new Uint32Array(pairs.length);
  const whole = new Float64Array(pairs.length);
  const identifiers = new Float64Array(pairs.length);
  const alone = IDENTIFIER_FAMILIES.map(() => new Float64Array(pairs.length));
  const rare = RARE_OWNERS.map(() => new Float64Array(pairs.length));
  const raw = new Float64Array(FAMILIES.length);
  const fewHave = new Float64Array(RARE_OWNERS.length);
  let size = 0;
  const left = new AccountReader(data);
  const right = new AccountReader(data);
  for (const pair of pairs) {
    const x = Math.floor(pair / data.accounts);
    const y = pair % data.accounts;
    const [p, q] = [left.at(x), right.at(y)];
    rawEvidence(data, p, q, false, null, raw);
    for (let i = 0; i < alone.length; i++) alone[i]![size] = raw[IDENTIFIER_FAMILIES[i]!]!;
    const all = boundEvidence(raw, PAIR_KEPT, CAPS);
    const shared = identifierEvidence(raw);
    if (all <= 0 && shared <= 0) continue;
    a[size] = x;
    b[size] = y;
    fewHave.fill(0);
    for (let d = 0; d < data.identifiers.length; d++)
      addRareEvidence(data.identifiers[d]!, p.identifiers[d]!, q.identifiers[d]!, RARE_OWNERS, fewHave);
    for (let i = 0; i < rare.length; i++) rare[i]![size] = fewHave[i]!;
    whole[size] = all;
    identifiers[size] = shared;
    size++;
  }
  return {
    size,
    a: a.subarray(0, size),
    b: b.subarray(0, size),
    whole: whole.subarray(0, size),
    identifiers: identifiers.subarray(0, size),
    alone: alone.map((column) => column.subarray(0, size)),
    rare: rare.map((column) => column.subarray(0, size)),
  };
}

/**
 * Evidence for a pair from identifiers alone, in nats: an operator who copies the habits of real customers copies all
 * of them, and then habits say nothing. `bounded`: by family.
 */
function identifierEvidence(bounded: Float64Array): number {
  let nats = 0;
  for (const f of IDENTIFIER_FAMILIES) nats += bounded[f]!;
  return nats;
}

/** What speaks for a pair at best, in nats: one source in everything, or one whose habits are all copied. */
export function pairNats({ whole, identifiers }: PairEvidence, i: number): number {
  return Math.max(whole[i]!, identifiers[i]! + COPIED_HABITS);
}

/** ln of how often an operator is taken to copy all habits: three times in ten. */
export const COPIED_HABITS = Math.log(0.3);
