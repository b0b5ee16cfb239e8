import { median } from 'simple-statistics';
import { heldBy } from './held-by.js';
import type { Measure } from './measure.js';

/** From this share of the members on, a prompt counts as known to the whole group. */
const COMMON_SHARE = 0.2;

/**
 * Minus the share of members' prompts that at least a fifth of them (and three) have: an exercise sheet or a public
 * benchmark, which no operator pays for many times over. In [−1, 0]; unrelated accounts near 0. O(prompts of the members).
 */
export const commonList: Measure = {
  name: 'prompts-of-the-whole-group',
  family: 'content',
  unit: 'share',
  needs: [['prompt']],
  explainedBy: [],
  prepare: ({ data }) => {
    const values = data.identifiers.find(({ name }) => name === 'prompt')?.values;
    return (members) => {
      if (values === undefined) return Number.NaN;
      const common = Math.max(3, members.length * COMMON_SHARE);
      let draws = 0;
      let list = 0;
      for (const n of heldBy(values, members).values()) {
        draws += n;
        if (n >= common) list += n;
      }
      return draws === 0 ? Number.NaN : -list / draws;
    };
  },
};

/** Minus the median over members of requests per distinct prompt, at most −1: a list that is run again and again. */
export const repetition: Measure = {
  name: 'requests-per-prompt',
  family: 'content',
  unit: 'requests',
  needs: [['prompt']],
  explainedBy: [],
  prepare: ({ traits }) => (members) => {
    const known = members.map((a) => traits.repetition[a]!).filter((n) => !Number.isNaN(n));
    return known.length === 0 ? Number.NaN : -median(known);
  },
};
