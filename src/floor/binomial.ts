import type { Random } from '../simulate/random.js';

/** Up to this many trials are drawn one by one. */
const FEW = 16;

/**
 * How many of `n` trials succeed, each with probability `p`. Exact: the middle one of n sorted uniform numbers is
 * beta-distributed, and tells on which side of p half of the trials fall (Devroye 1986, X.4.3). O(log n).
 */
export function binomial(random: Random, n: number, p: number): number {
  if (p >= 1) return n;
  if (p <= 0) return 0;
  let left = n;
  let chance = p;
  let found = 0;
  while (left > FEW) {
    const middle = Math.floor((left + 1) / 2);
    const below = random.gamma(middle);
    const at = below / (below + random.gamma(left + 1 - middle));
    if (at <= chance) {
      found += middle;
      left -= middle;
      chance = (chance - at) / (1 - at);
    } else {
      left = middle - 1;
      chance /= at;
    }
  }
  for (let i = 0; i < left; i++) if (random.chance(chance)) found++;
  return found;
}
