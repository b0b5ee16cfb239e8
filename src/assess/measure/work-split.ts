import { owners } from '../../link/value-index.js';
import { heldValues } from './held-values.js';
import type { LogView, Measure } from './measure.js';

/** A prompt of the work list that so many members got is still a prompt of few. */
export const FEW = 8;
/** Members that must share anything for the pattern to be one. */
export const LEAST_SHARED = 5;

/**
 * How much of what the members ask is a work list handed out among them: S/H · S/A, where A counts the members' prompts
 * (each member's own), H those that at least two members have, and S those of H that few members (2 … 8, and at most half
 * of the group) and nobody outside have. A member's kept prompts stand for all of its prompts. In [0, 1], both inclusive;
 * share². S/H alone would be 1 for one chance repetition, S/A alone would not see that most of what is shared is a sheet
 * or a public prompt. A list split without any overlap gives 0: hashes cannot tell it from customers. Unrelated accounts:
 * 0. Explained by a class or an evaluation where everybody picks a few items (H5), and by scheduled jobs that fan one
 * list out over keys of one customer (H7). NaN with fewer than five shared prompts. Source: evidence.md 5.3 row 12.
 * O(v log v) a call, for v prompts of the members.
 */
export const workSplit: Measure = {
  name: 'work-split',
  family: 'content',
  unit: 'share',
  speaks: 'high',
  needs: [['prompt']],
  explainedBy: ['H5', 'H7'],
  prepare({ data }: LogView) {
    const prompt = data.identifiers.find(({ name }) => name === 'prompt');
    if (prompt === undefined) return () => Number.NaN;
    const ofAccount = prompt.values.ofAccount.starts;
    return (members) => {
      const { ids, starts } = heldValues(prompt, members, 'common');
      const most = Math.min(FEW, members.length / 2);
      let repeated = 0;
      let shared = 0;
      let split = 0;
      for (let v = 0; v < ids.length; v++) {
        const inside = starts[v + 1]! - starts[v]!;
        if (inside < 2) continue;
        repeated++;
        shared += inside;
        if (inside <= most && owners(prompt.values, ids[v]!) === inside) split += inside;
      }
      if (repeated < LEAST_SHARED) return Number.NaN;
      const asked = members.reduce((n, a) => n + ofAccount[a + 1]! - ofAccount[a]!, 0);
      return (split / shared) * (split / asked);
    };
  },
};
