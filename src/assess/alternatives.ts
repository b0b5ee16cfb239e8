import type { Field } from '../record/usage-record.js';
import type { Alternative, AlternativeId, EvidenceFamily } from './finding.js';
import type { Residual } from './residual.js';

/** Standing alternatives that usage logs can test, with the columns of which the log must have one. */
export const TESTED: readonly { readonly id: AlternativeId; readonly needs?: readonly Field[] }[] = [
  { id: 'H2' },
  { id: 'H3', needs: ['ip', 'org', 'payment'] },
  { id: 'H4', needs: ['ip', 'payment'] },
  { id: 'H5' },
  { id: 'H7' },
];

/** Alternatives that need knowledge from outside the log: contracts, enforcement, the accounts' earlier history. */
export const OUTSIDE: readonly AlternativeId[] = ['H6', 'H8', 'H9', 'H10'];

/**
 * Tests each standing alternative: what speaks for one operator among the measures that it explains innocently is set
 * aside, what speaks against stays, and the residual is what is left, in nats. `total`: all of it. `enough`: nats from
 * which one operator is the better account. In the order of their ids.
 */
export function alternatives(
  found: readonly Residual[],
  total: number,
  enough: number,
  fields: ReadonlySet<Field>,
): Alternative[] {
  const tested = TESTED.map(({ id, needs }): Alternative => {
    if (needs !== undefined && !needs.some((field) => fields.has(field))) return untested(id);
    const aside = found.filter(({ nats, explainedBy }) => nats > 0 && explainedBy.includes(id));
    const share = id === 'H7' ? scheduled(found) : 1;
    const residualNats = aside.reduce((nats, r) => nats - share * r.nats, total);
    const explained = [...new Set(aside.map(({ family }): EvidenceFamily => family))];
    const verdict =
      residualNats >= enough ? 'leaves-residual' : total >= enough ? 'explains' : 'nothing-to-explain';
    return { id, verdict, residualNats, explained, statistics: aside.map(({ statistic }) => statistic) };
  });
  const outside = OUTSIDE.map(untested);
  return [...tested, ...outside].sort((x, y) => Number(x.id.slice(1)) - Number(y.id.slice(1)));
}

/** Share of a common rhythm that scheduled jobs explain in any case: monitors that never rest have no clock to show. */
export const LEAST_SCHEDULED = 0.25;
/** Share of ticks in one slot of the hour beyond the usual, and bits of the pooled hours short of it, that show a schedule. */
export const ALIGNED = 0.3;
export const CONCENTRATED_BITS = 0.6;

/**
 * How far a schedule shows, in [0.25, 1]: jobs start on the clock or within few hours. A rhythm without either is
 * explained by schedules to a quarter only, because two customers' jobs have no reason to be alike.
 */
export function scheduled(found: readonly Pick<Residual, 'name' | 'statistic'>[]): number {
  const beyond = (name: string, sign: number, most: number) => {
    const of = found.find((r) => r.name === name)?.statistic;
    if (of === undefined || of.baseline === null) return 0;
    return Math.min(1, Math.max(0, (sign * (of.value - of.baseline)) / most));
  };
  return Math.max(
    LEAST_SCHEDULED,
    beyond('slot-alignment', 1, ALIGNED),
    beyond('scheduled-hours', -1, CONCENTRATED_BITS),
  );
}

function untested(id: AlternativeId): Alternative {
  return { id, verdict: 'not-testable', residualNats: null, explained: [], statistics: [] };
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
