import type { Field } from '../record/usage-record.js';
import { alternatives, strongest } from './alternatives.js';
import type { Alternative } from './finding.js';
import type { Residual } from './residual.js';
import { INTERCEPT } from './weights.js';

/** What is left of the residuals over each standing alternative. */
export interface Score {
  readonly alternatives: readonly Alternative[];
  /** The alternative with the smallest residual; null when none was testable. */
  readonly strongest: Alternative | null;
  /** Nats left over it; all nats where there is none. */
  readonly score: number;
}

/** Scores the residuals of one group. `needed`: nats from which one operator is the better account. */
export function scoreOf(found: readonly Residual[], needed: number, fields: ReadonlySet<Field>): Score {
  const total = found.reduce((nats, r) => nats + r.nats, INTERCEPT);
  const tested = alternatives(found, total, needed, fields);
  const closest = strongest(tested);
  return { alternatives: tested, strongest: closest, score: closest?.residualNats ?? total };
}
