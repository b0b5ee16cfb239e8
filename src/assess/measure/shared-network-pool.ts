import { heldBy } from './held-by.js';
import type { Measure } from './measure.js';

/**
 * Share of the members with a network that use one which another member uses too, in [0, 1]. It says that networks
 * bind the group, not that one operator does: users of one public exit give 1 as well. O(networks of the members).
 */
export const sharedNetworkPool: Measure = {
  name: 'shared-network-pool',
  family: 'infrastructure',
  unit: 'share',
  speaks: 'high',
  needs: [['ip']],
  explainedBy: ['H3', 'H4'],
  prepare: ({ data }) => {
    const values = data.identifiers.find(({ name }) => name === 'network')?.values;
    return (members) => {
      if (values === undefined) return Number.NaN;
      const held = heldBy(values, members);
      const { starts, ids } = values.ofAccount;
      let having = 0;
      let sharing = 0;
      for (const a of members) {
        const mine = ids.subarray(starts[a]!, starts[a + 1]!);
        if (mine.length > 0) having++;
        if (mine.some((id) => held.get(id)! > 1)) sharing++;
      }
      return having === 0 ? Number.NaN : sharing / having;
    };
  },
};
