/** Scores of findings against labels. */
export { averagePrecision, RELEVANT_F1 } from './average-precision.js';
export { parseFindings, type RatedGroup, type ScoredGroup } from './findings.js';
export { type GroupKind, groupKind } from './group-kind.js';
export { type Label, type LabelKind, type Labels, parseLabels } from './labels.js';
export { shown } from './plain-table.js';
export { type Reliability, type ReliabilityBin, reliability } from './reliability.js';
export { reliabilitySvg } from './reliability-svg.js';
export { reliabilityTable } from './reliability-table.js';
export {
  FLAGGED_SHARE,
  type LookAlikeScore,
  type OperationScore,
  RECOVERED_F1,
  type Scores,
  score,
} from './score.js';
export { scoreTable } from './score-table.js';
