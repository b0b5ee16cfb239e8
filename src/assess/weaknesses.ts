import type { Field } from '../record/usage-record.js';
import type { Alternative, FamilyEvidence, Indicator, Statistic, Weakness } from './finding.js';
import type { GroupTraits } from './group-traits.js';
import { SPEAKS_NATS, WEAKNESS_LIMITS } from './thresholds.js';

const COLUMNS: readonly (readonly [string, readonly Field[]])[] = [
  ['payment-absent', ['payment']],
  ['infrastructure-absent', ['ip', 'asn', 'device']],
  ['content-absent', ['prompt', 'system_prompt']],
  ['lengths-absent', ['input_tokens', 'output_tokens']],
  ['settings-absent', ['max_tokens', 'temperature', 'user_agent']],
];

/** What weakens a group's finding. Never empty: alternatives from outside the log are never tested. */
export function weaknesses(
  fields: ReadonlySet<Field>,
  traits: GroupTraits,
  evidence: readonly FamilyEvidence[],
  signs: readonly Indicator[],
  close: Alternative | null,
  tested: readonly Alternative[],
  strengths: readonly number[],
  calibrated: boolean,
): Weakness[] {
  const found: Weakness[] = [];
  const statistic = (name: string, unit: string, value: number): Statistic => ({
    name,
    value,
    baseline: null,
    unit,
    n: traits.size,
  });
  const speaking = evidence.filter(({ nats }) => nats >= SPEAKS_NATS).length;
  if (speaking <= 1)
    found.push({ code: 'one-family', statistics: [statistic('families', 'families', speaking)] });
  else if (speaking === 2)
    found.push({ code: 'few-families', statistics: [statistic('families', 'families', 2)] });
  for (const [code, columns] of COLUMNS) {
    if (!columns.some((field) => fields.has(field))) found.push({ code, statistics: [] });
  }
  if (traits.activeDays < WEAKNESS_LIMITS.shortDays) {
    found.push({ code: 'short-span', statistics: [statistic('active-days', 'days', traits.activeDays)] });
  }
  if (traits.size < WEAKNESS_LIMITS.smallGroup)
    found.push({ code: 'small-group', statistics: [statistic('size', 'accounts', traits.size)] });
  const perAccount = traits.requests / traits.size;
  if (perAccount < WEAKNESS_LIMITS.fewRequests) {
    found.push({
      code: 'few-requests',
      statistics: [statistic('requests-per-account', 'requests', perAccount)],
    });
  }
  const loose = strengths.filter((s) => s < WEAKNESS_LIMITS.looseStrength).length / strengths.length;
  if (loose > WEAKNESS_LIMITS.looseShare)
    found.push({ code: 'weak-members', statistics: [statistic('loose-members', 'share', loose)] });
  if (signs.filter(({ verdict }) => verdict !== 'not testable').length < WEAKNESS_LIMITS.fewIndicators)
    found.push({ code: 'few-indicators', statistics: [] });
  if (close !== null && close.residualNats! < WEAKNESS_LIMITS.closeNats) {
    found.push({
      code: 'alternative-close',
      statistics: [statistic(`residual-over-${close.id}`, 'nats', close.residualNats!)],
    });
  }
  const outside = tested.filter(({ verdict }) => verdict === 'not-testable').length;
  if (outside > 0) {
    found.push({
      code: 'alternatives-not-testable',
      statistics: [statistic('alternatives', 'alternatives', outside)],
    });
  }
  if (!calibrated) found.push({ code: 'not-calibrated', statistics: [] });
  return found;
}
