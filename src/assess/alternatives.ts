import type { Field } from '../record/usage-record.js';
import type { Alternative, AlternativeId, EvidenceFamily } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import type { Residual } from './residual.js';
import { ALERT_RESIDUAL_NATS, RESELLER_PAYMENT_SHARE } from './thresholds.js';

/**
 * The standing alternatives that usage logs can test, with the measures that each explains innocently. What speaks
 * for one operator among these is set aside; what speaks against stays.
 */
const EXPLAINS: readonly {
  readonly id: AlternativeId;
  readonly measures: readonly string[];
  /** Columns of which the log must have one for the alternative to be tested. */
  readonly needs?: readonly Field[];
}[] = [
  // A public template or client fixes lengths; nothing else of its users agrees.
  { id: 'H2', measures: ['output-spread'] },
  // An employer brings networks, travel and office hours together.
  {
    id: 'H3',
    measures: ['shared-network-pool', 'countries-per-account', 'same-hours'],
    needs: ['ip', 'org', 'payment'],
  },
  // A reseller's customers share its exits, its payment and often its template.
  {
    id: 'H4',
    measures: ['shared-network-pool', 'payment-across-organisations', 'output-spread'],
    needs: ['ip', 'payment'],
  },
  // A class or an evaluation shares prompts, their lengths and the hours of the work.
  { id: 'H5', measures: ['prompts-of-few-members', 'output-spread', 'same-hours'] },
  // Scheduled jobs are paced, steady and round the clock.
  { id: 'H7', measures: ['hour-spread-rank', 'pace-rank', 'least-day', 'same-hours'] },
];

/** Alternatives that need knowledge from outside the log: contracts, enforcement, the accounts' earlier history. */
const OUTSIDE: readonly AlternativeId[] = ['H6', 'H8', 'H9', 'H10'];

/**
 * Tests each standing alternative: the residual nats are those for one operator that the alternative does not
 * explain. Where the evidence is too weak before anything is set aside, an alternative has nothing to explain. In the
 * order of their ids.
 */
export function alternatives(
  found: readonly Residual[],
  traits: GroupTraits,
  fields: ReadonlySet<Field>,
): Alternative[] {
  const total = found.reduce((sum, { nats }) => sum + nats, 0);
  const tested = EXPLAINS.map(({ id, measures, needs }): Alternative => {
    if (needs !== undefined && !needs.some((field) => fields.has(field))) return untested(id);
    const aside = found.filter(
      ({ name, nats }) => nats > 0 && measures.includes(name) && possible(name, traits),
    );
    const residualNats = found.reduce((sum, r) => sum + (aside.includes(r) ? 0 : r.nats), 0);
    const explained = [...new Set(aside.map(({ family }): EvidenceFamily => family))];
    const verdict =
      residualNats >= ALERT_RESIDUAL_NATS
        ? 'leaves-residual'
        : total >= ALERT_RESIDUAL_NATS
          ? 'explains'
          : 'nothing-to-explain';
    return { id, verdict, residualNats, explained, statistics: aside.map(({ statistic }) => statistic) };
  });
  const outside = OUTSIDE.map(untested);
  return [...tested, ...outside].sort((x, y) => Number(x.id.slice(1)) - Number(y.id.slice(1)));
}

function untested(id: AlternativeId): Alternative {
  return { id, verdict: 'not-testable', residualNats: null, explained: [], statistics: [] };
}

/** A reseller pays for its customers itself: many small payments that cross organisations are not explained. */
function possible(measure: string, { payment }: GroupTraits): boolean {
  return measure !== 'payment-across-organisations' || payment.top >= RESELLER_PAYMENT_SHARE;
}

/** The tested alternative with the smallest residual; ties by id. */
export function strongest(tested: readonly Alternative[]): Alternative | null {
  let best: Alternative | null = null;
  for (const alternative of tested) {
    if (alternative.residualNats === null) continue;
    if (best === null || alternative.residualNats < best.residualNats!) best = alternative;
  }
  return best;
}
