import { median } from 'simple-statistics';
import type { EvidenceFamily } from '../../link/evidence-family.js';
import type { Field } from '../../record/usage-record.js';
import type { AccountTraits } from '../account-traits.js';
import type { AlternativeId } from '../finding.js';
import { matchedRanks } from '../matched-ranks.js';
import type { Measure } from './measure.js';

/**
 * Where members stand among accounts of about the same volume: the median over members of the share of such accounts
 * with a smaller value, in [0, 1]. Unrelated accounts: 0.5. NaN when most members have too few peers. O(n log n).
 */
function rank(
  name: string,
  family: EvidenceFamily,
  trait: keyof AccountTraits,
  needs: readonly (readonly Field[])[],
  explainedBy: readonly AlternativeId[],
  speaks: Measure['speaks'] = 'high',
): Measure {
  return {
    name,
    family,
    unit: 'rank',
    speaks,
    needs,
    explainedBy,
    prepare: ({ table, traits }) => {
      const ranks = matchedRanks(traits[trait], table.totals.requests);
      return (members) => {
        const known = members.map((a) => ranks[a]!).filter((r) => !Number.isNaN(r));
        return known.length * 2 < members.length ? Number.NaN : median(known);
      };
    },
  };
}

/** Hours over which members are active: a queue keeps every account busy round the clock, persons sleep. */
export const hourSpread = rank('hour-spread-rank', 'timing', 'hourEntropy', [['time']], ['H7']);
/** Requests in a tick: a paced queue sends one at a time, and ranks low. */
export const paceRank = rank('pace-rank', 'timing', 'pace', [['time']], ['H7'], 'low');
/** Length of answers. */
export const outputRank = rank('output-rank', 'lengths', 'meanOutput', [['output_tokens']], ['H2', 'H5']);
