import type { EvidenceFamily } from '../../link/evidence-family.js';
import type { Field } from '../../record/usage-record.js';
import type { Measure } from './measure.js';

/** Holders that a share needs. */
export const FEWEST = 3;

/**
 * The share of members, among those with any value, that hold the one value most of them hold, in [0, 1]. A customer
 * who shows that it is one customer holds one; unrelated accounts hold about 1/n. O(values of the members).
 */
function concentration(name: string, family: EvidenceFamily, identifier: string, field: Field): Measure {
  return {
    name,
    family,
    unit: 'share',
    speaks: 'low',
    needs: [[field]],
    explainedBy: [],
    prepare: ({ data }) => {
      const values = data.identifiers.find((i) => i.name === identifier)?.values;
      return (members) => {
        if (values === undefined) return Number.NaN;
        const { starts, ids } = values.ofAccount;
        const holders = new Map<number, number>();
        let holding = 0;
        let most = 0;
        for (const a of members) {
          if (starts[a] !== starts[a + 1]) holding++;
          for (let e = starts[a]!; e < starts[a + 1]!; e++) {
            const n = (holders.get(ids[e]!) ?? 0) + 1;
            holders.set(ids[e]!, n);
            most = Math.max(most, n);
          }
        }
        return holding < FEWEST ? Number.NaN : most / holding;
      };
    },
  };
}

/** One network that most members use: an employer, a campus, a tenant's servers. */
export const commonExit = concentration('common-exit', 'infrastructure', 'network', 'ip');
/** One payment for most members. */
export const onePayment = concentration('one-payment', 'payment', 'payment', 'payment');
/** One declared organisation for most members. */
export const declaredOrganisation = concentration('declared-organisation', 'payment', 'org', 'org');
