import { median } from 'simple-statistics';
import { heldBy } from './held-by.js';
import type { Measure } from './measure.js';

/** From this share of the members on, a prompt counts as known to the whole group. */
export const COMMON_SHARE = 0.2;
/** But more members than anybody asks one prompt for to rank its answers, unless these are most of a small group. */
export const COMMON_LEAST = 9;
export const COMMON_OF_SMALL = 0.75;

/** Members of a group of this size that must have a prompt for it to be known to the whole group. */
export function commonTo(size: number): number {
  return Math.max(COMMON_SHARE * size, Math.min(COMMON_LEAST, COMMON_OF_SMALL * size));
}

/**
 * The share of members' prompts that the whole group knows: an exercise sheet or a public
 * benchmark, which no operator pays for many times over. In [0, 1]; unrelated accounts near 0. O(prompts of the members).
 */
export const commonList: Measure = {
  name: 'prompts-of-the-whole-group',
  family: 'content',
  unit: 'share',
  speaks: 'low',
  needs: [['prompt']],
  explainedBy: [],
  prepare: ({ data }) => {
    const values = data.identifiers.find(({ name }) => name === 'prompt')?.values;
    return (members) => {
      if (values === undefined) return Number.NaN;
      const common = commonTo(members.length);
      let draws = 0;
      let list = 0;
      for (const n of heldBy(values, members).values()) {
        draws += n;
        if (n >= common) list += n;
      }
      return draws === 0 ? Number.NaN : list / draws;
    };
  },
};

/** Median over members of requests per distinct prompt, at least 1: a list that is run again and again. */
export const repetition: Measure = {
  name: 'requests-per-prompt',
  family: 'content',
  unit: 'requests',
  speaks: 'low',
  needs: [['prompt']],
  explainedBy: [],
  prepare:
    ({ traits }) =>
    (members) => {
      const known = members.map((a) => traits.repetition[a]!).filter((n) => !Number.isNaN(n));
      return known.length === 0 ? Number.NaN : median(known);
    },
};
