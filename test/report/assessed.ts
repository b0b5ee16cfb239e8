import type { EvidenceFamily, GroupFinding, Statistic } from '../../src/assess/finding.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { assessment, document, group, member, statistic } from '../evidence/fixture.js';

const MEMBERS = Array.from({ length: 43 }, (_, i) => member(`acc_${1000 + i}`, 0.99, 80 - i));

/** Every statistic that assessment makes, with the numbers of the shipped log's operation. */
export const STATISTICS = {
  members: statistic('members-showing', 0.96, 0.04, 'share', 43),
  volume: statistic('volume-spread', 0.144, 1.33, 'ln', 43),
  output: statistic('output-spread', 0.0735, 1.65, 'ln', 43),
  hours: statistic('hour-spread-rank', 0.97, 0.5, 'rank', 43),
  pace: statistic('pace-rank', 0.1, 0.5, 'rank', 43),
  rank: statistic('output-rank', 1, 0.5, 'rank', 43),
  least: statistic('least-day', 0.81, 0.6, 'share', 43),
  same: statistic('hour-agreement', 3.1, -0.4, 'nats', 43),
  scheduled: statistic('scheduled-hours', 4.58, 4.58, 'bits', 43),
  entropy: statistic('group-hour-entropy', 4.58, 4.58, 'bits', 43),
  countries: statistic('countries-per-account', 1, 1, 'countries', 43),
  exit: statistic('common-exit', 0.14, 0.063, 'share', 43),
  pool: statistic('shared-network-pool', 0.233, 0.11, 'share', 43),
  across: statistic('payment-ties', 0.925, 0, 'share', 40),
  payment: statistic('one-payment', 0.15, 0.076, 'share', 40),
  declared: statistic('declared-organisation', 0.023, 0.067, 'share', 43),
  split: statistic('work-split', 0, 0, 'share', 43),
  few: statistic('prompts-of-few-members', 0, null, 'share', 43),
  whole: statistic('prompts-of-the-whole-group', 0, 0, 'share', 43),
  repetition: statistic('requests-per-prompt', 1, 1.04, 'requests', 43),
  session: statistic('requests-per-session', 1, 3.2, 'requests', 43),
  uncached: statistic('uncached-share', 1, 0.93, 'share', 43),
  daily: statistic('group-requests-per-day', 608, 52, 'requests', 43),
} as const satisfies Record<string, Statistic>;

const S = STATISTICS;

function family(name: EvidenceFamily, nats: number, ...statistics: Statistic[]) {
  return { family: name, available: true, nats, statistics };
}

function tested(score: number): GroupFinding['alternatives'] {
  const total = score + 4.8; // what the closest alternative, scheduled jobs, leaves is the score
  const verdict = (left: number) =>
    left >= 0 ? 'leaves-residual' : total >= 0 ? 'explains' : 'nothing-to-explain';
  const outside = (id: 'H6' | 'H8' | 'H9' | 'H10') =>
    ({ id, verdict: 'not-testable', residualNats: null, explained: [], statistics: [] }) as const;
  return [
    {
      id: 'H2',
      verdict: verdict(total - 1.8),
      residualNats: total - 1.8,
      explained: ['lengths'],
      statistics: [S.output],
    },
    {
      id: 'H3',
      verdict: verdict(total - 0.7),
      residualNats: total - 0.7,
      explained: ['timing'],
      statistics: [S.same],
    },
    {
      id: 'H4',
      verdict: verdict(total - 1.8),
      residualNats: total - 1.8,
      explained: ['lengths'],
      statistics: [S.output],
    },
    {
      id: 'H5',
      verdict: verdict(total - 2.5),
      residualNats: total - 2.5,
      explained: ['lengths', 'timing'],
      statistics: [S.output, S.same],
    },
    outside('H6'),
    {
      id: 'H7',
      verdict: verdict(total - 4.8),
      residualNats: total - 4.8,
      explained: ['timing'],
      statistics: [S.hours, S.pace, S.same],
    },
    outside('H8'),
    outside('H9'),
    outside('H10'),
  ];
}

/** A group as assessment gives it today: not calibrated. */
export function assessed(changes: Partial<GroupFinding> = {}): GroupFinding {
  const score = changes.score ?? 5.7;
  return group({
    id: 'G-23dc4ee1',
    requests: 2_430,
    inputTokens: 870_529,
    outputTokens: 2_926_695,
    shareOfRequests: 0.112,
    support: { nats: 21.7, calibrated: null },
    confidence: 'moderate',
    score,
    evidence: [
      family('content', 2.8, S.members, S.split, S.whole, S.repetition),
      family('lengths', 3.8, S.members, S.output),
      family('settings', 8, S.members),
      family('infrastructure', -0.4, S.members, S.countries, S.exit, S.pool),
      family('payment', 1.7, S.members, S.across, S.payment, S.declared),
      family('timing', 2.1, S.members, S.hours, S.pace, S.least, S.same, S.scheduled),
      family('volume', 3.4, S.members, S.volume),
    ],
    indicators: [
      {
        name: 'coverage-without-repetition',
        verdict: 'holds',
        statistics: [S.repetition, { ...S.whole, baseline: null }],
      },
      { name: 'fixed-multiplicity', verdict: 'does not hold', statistics: [S.few] },
      { name: 'long-answers', verdict: 'holds', statistics: [S.rank] },
      { name: 'narrow-capability', verdict: 'holds', statistics: [S.output] },
      { name: 'single-turn-harvest', verdict: 'holds', statistics: [S.session, S.uncached] },
      { name: 'round-the-clock-cover', verdict: 'holds', statistics: [S.entropy] },
      { name: 'volume', verdict: 'holds', statistics: [S.daily] },
    ],
    alternatives: tested(score),
    strongestAlternative: 'H7',
    weaknesses: [
      { code: 'payment-absent', statistics: [] },
      { code: 'short-span', statistics: [statistic('active-days', 4, null, 'days', 43)] },
      {
        code: 'alternatives-not-testable',
        statistics: [statistic('alternatives', 4, null, 'alternatives', 43)],
      },
      { code: 'not-calibrated', statistics: [] },
    ],
    shared: [
      { facet: 'system_prompt', value: '#3785dc2c7cdc6080', members: 43, accounts: 43 },
      { facet: 'network', value: '203.0.113.0/24', members: 40, accounts: 42 },
      { facet: 'network', value: '198.51.100.0/24', members: 40, accounts: 42 },
      { facet: 'payment', value: 'pay_07d32ddf0512', members: 6, accounts: 6 },
    ],
    members: MEMBERS,
    ...changes,
  });
}

/** One group of each outcome: alert, near the threshold, accounted for, too weak. */
export function outcomes(): FindingsDocument {
  const quiet = { alert: false, priority: 'P3' } as const;
  return document({
    assessment: assessment({
      groups: [
        assessed(),
        assessed({ ...quiet, id: 'G-02', rank: 2, score: -0.4, verdict: 'explained' }),
        assessed({ ...quiet, id: 'G-03', rank: 3, score: -3.2, verdict: 'explained' }),
        assessed({ ...quiet, id: 'G-04', rank: 4, score: -5.1, verdict: 'undecided' }),
      ],
      tested: 4,
    }),
  });
}
