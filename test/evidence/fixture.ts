import errorRates from '../../fixtures/calibration/error-rates.json' with { type: 'json' };
import type {
  AlertCondition,
  Alternative,
  Assessment,
  GroupFinding,
  Member,
  Statistic,
} from '../../src/assess/finding.js';
import type { MeasuredErrors } from '../../src/evidence/error-rates-entry.js';
import { type FindingsSources, findingsDocument } from '../../src/evidence/findings.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { GRID } from '../../src/floor/grid.js';
import type { DetectionFloor } from '../../src/floor/index.js';
import { wilson } from '../../src/floor/wilson.js';
import type { IngestSummary, SourceSummary } from '../../src/ingest/index.js';
import { figures } from './figures-fixture.js';

const HOUR_US = 3_600_000_000;
export const START_US = Date.UTC(2026, 3, 22) * 1000;
const END_US = Date.UTC(2026, 5, 5, 23, 59, 59) * 1000 + 123_456;

export function statistic(
  name: string,
  value: number,
  baseline: number | null,
  unit: string,
  n: number,
): Statistic {
  return { name, value, baseline, unit, n };
}

export function member(accountId: string, strength: number, requests: number): Member {
  return {
    accountId,
    strength,
    shareOfRequests: strength < 0.9 ? null : 0.62,
    requests,
    inputTokens: requests * 412,
    outputTokens: requests * 1_003,
    firstTime: START_US + 7 * HOUR_US,
    lastTime: END_US - 12 * HOUR_US,
    nats: { lengths: 6.123456, settings: 2.5, infrastructure: -0.75 },
  };
}

const IDS = ['H2', 'H3', 'H4', 'H5', 'H6', 'H7', 'H8', 'H9', 'H10'] as const;

/** The strongest leaves the score, the others more. */
function alternatives(score: number, strongest: (typeof IDS)[number]): Alternative[] {
  return IDS.map((id, i) => {
    if (id === 'H6' || id === 'H9') {
      return { id, verdict: 'not-testable', residualNats: null, explained: [], statistics: [] };
    }
    const left = score + Math.abs(i - IDS.indexOf(strongest));
    return {
      id,
      verdict: left > 0 ? 'leaves-residual' : 'explains',
      residualNats: left,
      explained: id === 'H2' ? ['content', 'settings'] : [],
      statistics: id === 'H4' ? [statistic('clients-per-account', 1.1, 3.4, 'clients', 412)] : [],
    };
  });
}

/** Conditions of an alert as they would be of the fixture's groups: without one the score is lacking. */
function conditions(alert: boolean, score: number): AlertCondition[] {
  return [
    { name: 'accounts', value: 30, needed: 8, holds: true },
    { name: 'requests', value: 1_897_344, needed: 200, holds: true },
    { name: 'binding', value: null, needed: null, holds: true },
    { name: 'score', value: score, needed: 0, holds: alert },
    { name: 'ratio-low', value: 1050, needed: 10, holds: true },
    { name: 'signs', value: 2.5, needed: 2, holds: true },
    { name: 'coverage', value: null, needed: null, holds: true },
    { name: 'false-discovery', value: 0.000_123_456_7, needed: 0.0012, holds: true },
  ];
}

export function group(changes: Partial<GroupFinding> = {}): GroupFinding {
  const members =
    changes.members ??
    Array.from({ length: 30 }, (_, i) => member(`acc_${1000 + i}`, 0.99 - i / 100, 4_600 - i));
  return {
    id: 'G-7f3a',
    rank: 1,
    alert: true,
    conditions: conditions(changes.alert ?? true, changes.score ?? 12.3456789),
    verdict: 'operation-hypothesis',
    priority: 'P1',
    accounts: members.length,
    requests: 1_897_344,
    inputTokens: 781_705_728,
    outputTokens: 1_903_036_032,
    firstTime: START_US + 7 * HOUR_US,
    lastTime: START_US + 919 * HOUR_US,
    shareOfRequests: 0.0460421,
    support: {
      nats: 31.41592,
      calibrated: { ratio: 1300, low: 1050, high: 1360, cap: 1360, references: 4100, chance: 0.0001 },
    },
    confidence: 'high',
    score: 12.3456789,
    evidence: [
      {
        family: 'lengths',
        available: true,
        nats: 14.2,
        statistics: [statistic('length-agreement', 3.93, -0.41, 'nats', 412)],
      },
      {
        family: 'infrastructure',
        available: true,
        nats: 9.87654,
        statistics: [
          statistic('shared-networks', 0.71, 0.021, 'share', 412),
          statistic('networks-per-account', 3.2, 1.4, 'networks', 412),
        ],
      },
      {
        family: 'timing',
        available: true,
        nats: 0.4,
        statistics: [statistic('hour-flatness', 0.97, 0.62, 'share', 1_897_344)],
      },
      { family: 'payment', available: false, nats: 0, statistics: [] },
    ],
    indicators: [
      {
        name: 'coverage-without-repetition',
        verdict: 'holds',
        statistics: [statistic('distinct-prompts', 0.998, 0.61, 'share', 1_897_344)],
      },
      {
        name: 'round-the-clock',
        verdict: 'does not hold',
        statistics: [statistic('quiet-hours', 6, 9, 'h/day', 412)],
      },
      { name: 'a-sign-made-later', verdict: 'not testable', statistics: [] },
    ],
    alternatives: alternatives(12.3456789, 'H4'),
    strongestAlternative: 'H4',
    weaknesses: [
      { code: 'payment-absent', statistics: [] },
      { code: 'short-span', statistics: [statistic('span', 38, null, 'days', 412)] },
    ],
    shared: [
      { facet: 'network', value: '203.0.113.0/24', members: 27, accounts: 29 },
      { facet: 'system_prompt', value: 'You are a helpful assistant | `quiz`', members: 30, accounts: 31 },
    ],
    ...((changes.alert ?? true) ? { figures: figures(members) } : {}),
    members,
    ...changes,
  };
}

/** An alert with few numbers, an alert without a ratio near the cap, two groups that innocent causes account for. */
export function assessment(changes: Partial<Assessment> = {}): Assessment {
  return {
    groups: [
      group(),
      group({
        id: 'G-19c0',
        rank: 2,
        priority: 'P2',
        requests: 88_123,
        lastTime: START_US + 300 * HOUR_US,
        shareOfRequests: 0.00214,
        support: {
          nats: 12,
          calibrated: { ratio: 400, low: 150, high: 1100, cap: 1360, references: 4100, chance: 0.0004 },
        },
        confidence: 'moderate',
        strongestAlternative: 'H2',
        score: 2,
        alternatives: alternatives(2, 'H2'),
        weaknesses: [],
        shared: [],
        members: [member('acc_1', 0.98, 60), member('acc_2', 0.5, 30)],
      }),
      group({
        id: 'G-b2e8',
        rank: 3,
        alert: false,
        verdict: 'explained',
        priority: 'P4',
        requests: 240_000,
        support: {
          nats: 4,
          calibrated: { ratio: 40, low: 12, high: 130, cap: 1360, references: 4100, chance: 0.004 },
        },
        confidence: 'low',
        strongestAlternative: 'H5',
        score: -3.5,
        alternatives: alternatives(-3.5, 'H5'),
        members: [member('acc_3', 0.9, 10), member('acc_4', 0.8, 10)],
      }),
      group({
        id: 'G-0001',
        rank: 4,
        alert: false,
        verdict: 'undecided',
        priority: 'P4',
        requests: 600,
        support: {
          nats: 1,
          calibrated: { ratio: 0.9, low: 0.05, high: 3, cap: 1360, references: 4100, chance: 0.31 },
        },
        confidence: 'low',
        strongestAlternative: null,
        alternatives: [],
        members: [member('acc_5', 0.7, 300), member('acc_6', 0.6, 300)],
      }),
    ],
    tested: 1_212,
    controlled: 640,
    accounts: 97_412,
    requests: 41_199_875,
    firstTime: START_US,
    lastTime: END_US,
    standingAside: [
      { facet: 'payment', missing: ['payment'] },
      { facet: 'session', missing: ['session'] },
    ],
    measuresAside: [{ name: 'payment-ties', missing: ['payment'] }],
    ...changes,
  };
}

export function source(name: string, changes: Partial<SourceSummary> = {}): SourceSummary {
  return {
    name,
    bytes: 7_829_542_230,
    sha256: '0123456789abcdef'.repeat(4),
    format: 'csv',
    profile: 'generic',
    delimiter: ',',
    compression: 'gzip',
    encoding: 'utf-8',
    archive: null,
    columns: { time: 'timestamp', account: 'account_id' },
    ignored: ['note'],
    rows: { read: 41_208_117, accepted: 41_199_875, quarantined: 8_242, filtered: 0 },
    firstTime: START_US,
    lastTime: END_US,
    status: 'complete',
    statusDetail: '',
    duplicateOf: null,
    repeatedShare: 0,
    overlaps: [],
    ...changes,
  };
}

export function ingest(changes: Partial<IngestSummary> = {}): IngestSummary {
  return {
    sources: [source('/srv/case/logs/april.csv.gz')],
    rows: { read: 41_208_117, accepted: 41_199_875, quarantined: 8_242, filtered: 0 },
    quarantine: {
      total: 8_242,
      reasons: { 'bad-time': 8_000, 'missing-account': 242 },
      bySource: [
        { source: '/srv/case/logs/april.csv.gz', reasons: { 'bad-time': 8_000, 'missing-account': 242 } },
      ],
      examples: [
        {
          source: '/srv/case/logs/april.csv.gz',
          line: 17,
          offset: 3_210,
          reason: 'bad-time',
          detail: '=1+1',
        },
        {
          source: '/srv/case/logs/april.csv.gz',
          line: 19,
          offset: 3_610,
          reason: 'missing-account',
          detail: 'empty cell',
        },
      ],
      examplesOmitted: 8_240,
    },
    warnings: [],
    ...changes,
  };
}

export function sources(changes: Partial<FindingsSources> = {}): FindingsSources {
  return {
    version: '0.1.0',
    configuration: { columns: {}, constants: { model: 'm-1' }, timezone: null, max_quarantine_percent: 5 },
    ingest: ingest(),
    assessment: assessment(),
    errorRates: errorRates as MeasuredErrors,
    hours: [493_704, 493_705, 493_709, 493_710, 493_712].map((hour) => ({ hour, requests: 10 })),
    ...changes,
  };
}

export function document(changes: Partial<FindingsSources> = {}): FindingsDocument {
  return findingsDocument(sources(changes));
}

/**
 * A floor of a log of 12 days: plain groups from 15 accounts and 10 requests a day on where at least half of the
 * requests are the operation's, careful ones nowhere. The largest kind on the most traffic could not be planted.
 */
export function detectionFloor(changes: Partial<DetectionFloor> = {}): DetectionFloor {
  const cells = GRID.slice(0, -1).map((cell) => {
    const found =
      cell.disguise === 'plain' && cell.size >= 15 && cell.perDay >= 10 && cell.share >= 0.5 ? 2 : 0;
    return {
      ...cell,
      planted: 2,
      recovered: found,
      interval: wilson(found, 2),
      requests: cell.size * cell.perDay * 12 + 0.5,
      operationShare: cell.share - 0.012_345_67,
      bestF1: found === 2 ? 0.971_234_56 : 0.31,
    };
  });
  return {
    seed: 1,
    runs: 19,
    accounts: 3_000,
    days: 12,
    disguises: [
      {
        disguise: 'plain',
        planted: 72,
        recovered: 24,
        reach: { size: 15, perDay: 10, share: 0.5, requests: 1_800 },
      },
      { disguise: 'careful', planted: 70, recovered: 0, reach: null },
    ],
    cells,
    cellsLeftOut: 1,
    own: { alerts: 38, kept: 37, added: 1 },
    ...changes,
  };
}

/** The fixture without calibration: no reference groups for its columns. */
export function uncalibrated(): FindingsDocument {
  const groups = assessment().groups.map((each) => ({
    ...each,
    support: { nats: each.support.nats, calibrated: null },
    ...(each.figures === undefined ? {} : { figures: { ...each.figures, posteriors: [] } }),
  }));
  return document({ assessment: assessment({ groups }) });
}

/** Account ids that try to act in every medium in which they are shown. */
export const HOSTILE = [
  '=HYPERLINK("http://evil.example","x")',
  '@SUM(A1)',
  '<script>alert(1)</script>',
  '[click](javascript:alert(1))',
  '![x](http://evil.example/x.png)',
  '\u001b[31mred\u001b[0m\u0007',
  'ab\u202Egnp.exe',
  'zero\u200Bwidth\uFEFF',
  'a|b`c``d',
  'line\r\n# heading\n\n- item',
  '\u009b2J\u0085',
  '\ud800 half',
  '-1+1',
  '\t=1',
  'quoted,"comma"',
  '<img src=x onerror=alert(1)>',
  '../../etc/passwd',
];
