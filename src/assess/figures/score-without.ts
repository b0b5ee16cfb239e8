import type { Field } from '../../record/usage-record.js';
import { scoreNeeded } from '../alert-conditions.js';
import type { Calibration } from '../calibration.js';
import type { GroupFinding } from '../finding.js';
import type { Residual } from '../residual.js';
import { scoreOf } from '../score.js';
import { ALERT_RATIO } from '../thresholds.js';
import type { ScoreWithout } from './figures.js';

/**
 * The score as it would be without what one family of evidence says, for and against, for each family that the log has
 * columns for: its residuals are left out and every alternative is tested anew. It holds where the score, the lower bound
 * of its ratio and its chance in a group that is no operation stay where the alert conditions need them; the limits are
 * those of the alert and are not set anew. O(families · residuals).
 */
export function scoresWithout(
  { evidence, conditions }: Pick<GroupFinding, 'evidence' | 'conditions'>,
  found: readonly Residual[],
  fields: ReadonlySet<Field>,
  calibration: Calibration | null,
): ScoreWithout[] {
  const needed = scoreNeeded(evidence);
  const control = conditions.find(({ name }) => name === 'false-discovery');
  const most = control?.needed ?? null;
  return evidence
    .filter(({ available }) => available)
    .map(({ family }) => {
      const left = found.filter((residual) => residual.family !== family);
      const { score } = scoreOf(left, needed, fields);
      const supported =
        calibration === null ||
        (calibration.support(score).low >= ALERT_RATIO &&
          (most === null || calibration.exceeded(score) <= most));
      return { without: family, score, holds: score >= needed && supported };
    });
}
