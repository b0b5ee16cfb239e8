import type { ActivityRow, Figures, Shares } from '../../src/assess/figures/figures.js';
import type { Member } from '../../src/assess/finding.js';

const HOUR_US = 3_600_000_000;
const COLUMN_HOURS = 8;
const COLUMNS = 135;
const START_HOUR = Date.UTC(2026, 3, 22) / 3_600_000;

/** A plain row that repeats by the day and starts and ends where it is told; no randomness. */
function activityRow(accountId: string, i: number, from: number, to: number, peak: number): ActivityRow {
  return {
    accountId,
    firstTime: (START_HOUR + from * COLUMN_HOURS) * HOUR_US + i * 1_000_000,
    lastTime: (START_HOUR + to * COLUMN_HOURS) * HOUR_US - 1 - i * 1_000_000,
    requests: Array.from({ length: COLUMNS }, (_, c) =>
      c < from || c >= to ? 0 : Math.max(0, Math.round(peak + ((c * 7 + i * 3) % 5) - 2)),
    ),
  };
}

function share(counts: readonly number[]): number[] {
  const sum = counts.reduce((n, x) => n + x, 0);
  return counts.map((x) => x / sum);
}

const HOURS: Shares = {
  group: share(Array.from({ length: 24 }, (_, h) => 40 + (h % 3))),
  twin: share(
    Array.from({ length: 24 }, (_, h) => 4 + 30 * Math.max(0, Math.sin(((h - 6) / 24) * 2 * Math.PI))),
  ),
  log: share(
    Array.from({ length: 24 }, (_, h) => 8 + 20 * Math.max(0, Math.sin(((h - 7) / 24) * 2 * Math.PI))),
  ),
};

const LENGTHS = [
  '2048–2895',
  '1449–2047',
  '2896–4095',
  '1024–1448',
  '4096–5792',
  '725–1023',
  '512–724',
  '363–511',
];

const FACETS: Figures['facets'] = [
  {
    facet: 'output_length',
    unit: 'tokens',
    values: LENGTHS,
    shares: {
      group: [0.41, 0.27, 0.17, 0.08, 0.04, 0.015, 0.01, 0.005],
      twin: [0.03, 0.05, 0.02, 0.07, 0.01, 0.09, 0.12, 0.14],
      log: [0.035, 0.055, 0.02, 0.075, 0.015, 0.095, 0.115, 0.13],
    },
    other: { group: 0, twin: 0.47, log: 0.46 },
  },
  {
    facet: 'model',
    unit: '',
    values: ['m-large', 'm-large-2', 'm-small'],
    shares: { group: [0.81, 0.18, 0.01], twin: [0.34, 0.07, 0.52], log: [0.31, 0.08, 0.5] },
    other: { group: 0, twin: 0.07, log: 0.11 },
  },
  {
    facet: 'max_tokens',
    unit: 'tokens',
    values: ['8192', '4096'],
    shares: { group: [0.97, 0.03], twin: [0.12, 0.31], log: [0.14, 0.29] },
    other: { group: 0, twin: 0.57, log: 0.57 },
  },
];

/** How often members and twins had used a model by the end of each day; the group within two days of the release. */
function adoption(): NonNullable<Figures['adoption']> {
  const days = 45;
  const released = 20;
  const curve = (rate: number, most: number) =>
    Array.from({ length: days }, (_, d) =>
      d < released ? 0 : most * (1 - Math.exp(-rate * (d - released + 1))),
    );
  return {
    model: 'm-large-2',
    releasedDay: START_HOUR / 24 + released,
    fromDay: START_HOUR / 24,
    columnDays: 1,
    shares: { group: curve(1.8, 0.93), twin: curve(0.06, 0.4), log: curve(0.05, 0.45) },
  };
}

/**
 * Figures of a group with these members (strongest first): a raster round the clock beside sparse twins, one shared
 * payment and two networks, hand-overs of every tenth member, a model that the group took up at once.
 */
export function figures(members: readonly Member[], changes: Partial<Figures> = {}): Figures {
  const ids = members.map(({ accountId }) => accountId);
  const shown = ids.slice(0, 40);
  const graph = ids.slice(0, 30);
  const half = Math.ceil(graph.length / 2);
  return {
    twin: {
      accounts: shown.length,
      requests: shown.length * 4_571,
      membersRequests: shown.length * 4_585,
      match: 'matched',
    },
    activity: {
      from: START_HOUR,
      columnHours: COLUMN_HOURS,
      columns: COLUMNS,
      group: shown.map((id, i) => activityRow(id, i, i, i % 10 === 9 ? 70 : COLUMNS - (i % 4), 35)),
      twin: shown.map((_, i) => {
        const {
          accountId: _name,
          firstTime,
          lastTime,
          requests,
        } = activityRow('', 0, (i * 3) % 60, COLUMNS, 2 + (i % 3) * 20);
        return { firstTime, lastTime: lastTime + 1 - HOUR_US, requests };
      }),
      membersLeftOut: ids.length - shown.length,
    },
    hours: HOURS,
    facets: FACETS,
    infrastructure: {
      members: graph,
      values: [
        { facet: 'payment', value: 'pay_07d32ddf0512', members: half, accounts: half, rarityNats: 8.778_123 },
        { facet: 'network', value: '203.0.113.0/24', members: graph.length, accounts: 31, rarityNats: 8.053 },
        { facet: 'asn', value: 'AS64500', members: graph.length - half, accounts: 412, rarityNats: 5.4657 },
      ],
      edges: graph.flatMap((_, m): (readonly [number, number])[] =>
        m < half
          ? [
              [m, 0],
              [m, 1],
            ]
          : [
              [m, 1],
              [m, 2],
            ],
      ),
      membersLeftOut: 0,
      valuesLeftOut: 7,
    },
    handOvers: {
      withinHours: 36,
      pairs: ids.slice(1, 4).map((started, i) => ({
        ended: ids[0]!,
        started,
        gapHours: 3.256 + 7 * i,
        shared: i === 1 ? [] : [{ facet: 'payment', value: 'pay_07d32ddf0512' }],
      })),
      pairsInAll: Math.min(3, Math.max(0, ids.length - 1)),
      twinPairsInAll: 1,
    },
    adoption: adoption(),
    sensitivity: [
      { without: 'lengths', score: 7.654_321_9, holds: true },
      { without: 'infrastructure', score: 6.1, holds: true },
      { without: 'timing', score: -0.75, holds: false },
    ],
    posteriors: [
      { oneIn: 100, probability: 0.929_235_2, probabilityLow: 0.913_838_1 },
      { oneIn: 1_000, probability: 0.565_463, probabilityLow: 0.512_445 },
      { oneIn: 10_000, probability: 0.115_054_4, probabilityLow: 0.095_031_2 },
      { oneIn: 100_000, probability: 0.012_833_3, probabilityLow: 0.010_391 },
    ],
    ...changes,
  };
}
