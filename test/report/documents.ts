import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import {
  assessment,
  detectionFloor,
  document,
  group,
  HOSTILE,
  ingest,
  member,
  source,
  uncalibrated,
} from '../evidence/fixture.js';
import { assessed, outcomes } from './assessed.js';

/** Log values that try to act, in every column in which log content is shown. */
export function hostile(): FindingsDocument {
  return document({
    assessment: assessment({
      groups: [
        group({
          members: HOSTILE.map((id) => member(id, 0.5, 1)),
          shared: HOSTILE.map((value) => ({ facet: 'system_prompt', value, members: 2, accounts: 3 })),
        }),
      ],
      standingAside: HOSTILE.map((name) => ({ facet: 'payment', missing: [name] })),
      measuresAside: HOSTILE.map((name) => ({ name: 'payment-ties', missing: [name] })),
    }),
    configuration: {
      columns: { account: HOSTILE[2]! },
      constants: { model: HOSTILE[3]! },
      timezone: HOSTILE[5]!,
      max_quarantine_percent: 5,
    },
    ingest: ingest({
      sources: HOSTILE.map((name) => source(`/srv/${name.replaceAll('/', '')}`, { statusDetail: name })),
    }),
  });
}

/** Floors of every outcome: reached, partly recovered, nothing recovered, nothing planted; no group in any. */
export function floors(): FindingsDocument[] {
  const [plain, careful] = detectionFloor().disguises;
  return [
    detectionFloor(),
    detectionFloor({ disguises: [{ ...plain!, reach: null }, careful!], cellsLeftOut: 0 }),
    detectionFloor({ own: { alerts: 0, kept: 0, added: 0 } }),
    detectionFloor({
      cells: [],
      cellsLeftOut: 72,
      disguises: [
        { ...plain!, planted: 0, recovered: 0, reach: null },
        { ...careful!, planted: 0 },
      ],
    }),
  ].map((floor) => document({ floor, assessment: assessment({ groups: [], tested: 9 }) }));
}

/** A group whose ratio and both bounds are the most that the reference allows. */
export function capped(): FindingsDocument {
  const calibrated = { ratio: 321, low: 320.6, high: 321, cap: 321, references: 963, chance: 0.0002 };
  return document({
    assessment: assessment({ groups: [group({ support: { nats: 30, calibrated } })], controlled: 40 }),
  });
}

/** A log of times and accounts alone: every other facet and family stands aside. */
function bare(): FindingsDocument {
  const one = assessed({
    alert: false,
    verdict: 'undecided',
    priority: 'P4',
    score: -2,
    confidence: 'low',
    indicators: [],
    shared: [],
    evidence: assessed().evidence.map((family) =>
      family.family === 'timing' || family.family === 'volume'
        ? family
        : { ...family, available: false, nats: 0, statistics: [] },
    ),
  });
  return document({
    assessment: assessment({
      groups: [one],
      tested: 1,
      standingAside: ['length_cell', 'model', 'payment', 'prompt', 'network_day'].map((facet) => ({
        facet,
        missing: [facet],
      })),
    }),
  });
}

const KEY = pseudonyms(Buffer.alloc(32, 1));

/** Documents of every kind that views have to put into words, by name. */
export const DOCUMENTS: readonly (readonly [name: string, document: FindingsDocument])[] = [
  ['alerts', document()],
  ['not calibrated', uncalibrated()],
  ['no group', document({ assessment: assessment({ groups: [] }) })],
  ['too few accounts', document({ assessment: assessment({ groups: [], accounts: 5, tested: 0 }) })],
  ['nothing read', document({ assessment: assessment({ groups: [], accounts: 0, tested: 0, requests: 0 }) })],
  ['every outcome', outcomes()],
  ['no alert', document({ assessment: assessment({ groups: [assessed({ alert: false, score: -1 })] }) })],
  ['at the cap', capped()],
  ['few columns', bare()],
  ['hostile values', hostile()],
  [
    'inputs cut short',
    document({
      ingest: ingest({ sources: [source('/srv/a.csv', { status: 'truncated' }), source('/srv/b.csv')] }),
    }),
  ],
  ['for a partner', profiled(document(), 'partner', KEY)],
  ['for a court', profiled(document(), 'court', null)],
  ['for a pipeline', profiled(hostile(), 'ci', KEY)],
  ...floors().map((each, i) => [`floor ${i + 1}`, each] as const),
];
