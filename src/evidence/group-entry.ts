import type { FamilyEvidence, GroupFinding, Member, Statistic } from '../assess/finding.js';
import { SPEAKS_NATS } from '../assess/thresholds.js';
import { figuresEntry } from './figures.js';
import type { GroupEntry, MemberEntry, StatisticEntry, SupportEntry } from './findings-document.js';
import { isoMicroseconds } from './instant.js';
import { fraction, hours, nats, significant } from './rounding.js';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;

/** One group of the findings document, at the given rank. O(members). */
export function groupEntry(group: GroupFinding, rank: number): GroupEntry {
  const span = Math.max(0, group.lastTime - group.firstTime);
  const accountDays = group.accounts * Math.max(1, span / DAY_US);
  return {
    id: group.id,
    rank,
    alert: group.alert,
    alert_conditions: group.conditions.map(({ name, value, needed, holds }) => ({
      name,
      value: exactCount(value),
      needed: exactCount(needed),
      holds,
    })),
    verdict: group.verdict,
    priority: group.priority,
    accounts: group.accounts,
    requests: group.requests,
    input_tokens: group.inputTokens,
    output_tokens: group.outputTokens,
    first_time: isoMicroseconds(group.firstTime),
    last_time: isoMicroseconds(group.lastTime),
    span_hours: hours(span / HOUR_US),
    share_of_requests: fraction(group.shareOfRequests),
    requests_per_account_day: significant(group.requests / accountDays) ?? 0,
    support: supportEntry(group.support),
    confidence: group.confidence,
    score: significant(group.score) ?? 0,
    families: familyCount(group.evidence),
    evidence: group.evidence.map((family) => ({
      family: family.family,
      available: family.available,
      nats: nats(family.nats),
      statistics: family.statistics.map(statisticEntry),
    })),
    indicators: group.indicators.map(({ name, verdict, statistics }) => ({
      name,
      verdict,
      statistics: statistics.map(statisticEntry),
    })),
    alternatives: group.alternatives.map((alternative) => ({
      id: alternative.id,
      verdict: alternative.verdict,
      residual_nats: alternative.residualNats === null ? null : nats(alternative.residualNats),
      explained: alternative.explained,
      statistics: alternative.statistics.map(statisticEntry),
    })),
    strongest_alternative: group.strongestAlternative,
    weaknesses: group.weaknesses.map(({ code, statistics }) => ({
      code,
      statistics: statistics.map(statisticEntry),
    })),
    shared: group.shared.map(({ facet, value, members, accounts }) => ({ facet, value, members, accounts })),
    ...(group.figures === undefined ? {} : { figures: figuresEntry(group.figures) }),
    members: group.members.map(memberEntry),
  };
}

/** Counts as they are, everything else rounded. */
function exactCount(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : significant(value);
}

function familyCount(evidence: readonly FamilyEvidence[]): GroupEntry['families'] {
  const available = evidence.filter((family) => family.available);
  return {
    supporting: available.filter((family) => family.nats >= SPEAKS_NATS).length,
    available: available.length,
  };
}

function supportEntry({ nats: value, calibrated }: GroupFinding['support']): SupportEntry {
  if (calibrated === null) return { nats: nats(value), calibrated: null };
  return {
    nats: nats(value),
    calibrated: {
      ratio: significant(calibrated.ratio) ?? 0,
      low: significant(calibrated.low) ?? 0,
      high: significant(calibrated.high) ?? 0,
      cap: significant(calibrated.cap) ?? 0,
      references: calibrated.references,
      ...(calibrated.chance === undefined ? {} : { chance: significant(calibrated.chance) ?? 1 }),
    },
  };
}

function statisticEntry({ name, value, baseline, unit, n }: Statistic): StatisticEntry {
  return { name, value: significant(value), baseline: significant(baseline), unit, n };
}

function memberEntry(member: Member): MemberEntry {
  const families = Object.entries(member.nats).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    account_id: member.accountId,
    strength: fraction(member.strength),
    share_of_requests: member.shareOfRequests === null ? null : fraction(member.shareOfRequests),
    requests: member.requests,
    input_tokens: member.inputTokens,
    output_tokens: member.outputTokens,
    first_time: isoMicroseconds(member.firstTime),
    last_time: isoMicroseconds(member.lastTime),
    nats: Object.fromEntries(families.map(([family, value]) => [family, nats(value)])),
  };
}
