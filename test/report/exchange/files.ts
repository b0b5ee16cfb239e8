import type { FindingsDocument } from '../../../src/evidence/findings-document.js';
import { exchangeViews } from '../../../src/report/exchange/views.js';
import { viewText } from '../../../src/report/view.js';
import { assessment, document, group, HOSTILE, ingest, member, source } from '../../evidence/fixture.js';

/** One exchange file of a document, by its name. */
export function file(name: string, findings: FindingsDocument): Promise<string> {
  const view = exchangeViews(findings).find(({ path }) => path === `exchange/${name}`);
  if (view === undefined) throw new Error(`no ${name}`);
  return viewText(view);
}

export async function parsed<T>(name: string, findings: FindingsDocument): Promise<T> {
  return JSON.parse(await file(name, findings)) as T;
}

/** Records of a JSON Lines file. */
export async function records<T>(name: string, findings: FindingsDocument): Promise<T[]> {
  const text = await file(name, findings);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);
}

/** A run over a log without one row. */
export function emptyLog(): FindingsDocument {
  const none = { read: 0, accepted: 0, quarantined: 0, filtered: 0 };
  return document({
    assessment: assessment({
      groups: [],
      tested: 0,
      accounts: 0,
      requests: 0,
      firstTime: Number.POSITIVE_INFINITY,
      lastTime: Number.NEGATIVE_INFINITY,
    }),
    ingest: ingest({
      sources: [
        source('/srv/empty.csv', {
          rows: none,
          firstTime: Number.POSITIVE_INFINITY,
          lastTime: Number.NEGATIVE_INFINITY,
        }),
      ],
      rows: none,
    }),
    hours: [],
  });
}

/** No group alerts. */
export function noAlert(): FindingsDocument {
  return document({ assessment: assessment({ groups: [], tested: 37 }) });
}

/** What acts in the formats of exchange, beyond what acts elsewhere. */
export const VALUES = [
  ...HOSTILE,
  "[ipv4-addr:value = '1.2.3.4'] OR [x:y = '\\'']",
  ']]><failure/><!--',
  '&lt;&#x0;&xxe;',
  'nul\u0000 \uFFFE\uFFFF vertical\u000b',
  '[link](1) {0} {1}',
  '"}]}{"a":"',
  'javascript:alert(1)',
  '//evil.example/x',
  'a?b#c%2e%2e',
  '__proto__',
  '',
];

/** Such values in every column of text that reaches an exchange file. */
export function hostile(): FindingsDocument {
  const shared = VALUES.map((value) => ({ facet: 'system_prompt', value, members: 2, accounts: 3 }));
  const groups = [true, false].map((alert, i) =>
    group({
      id: alert ? 'G-7f3a' : 'G-b2e8',
      rank: i + 1,
      alert,
      verdict: alert ? 'operation-hypothesis' : 'explained',
      members: VALUES.map((value) => member(alert ? value : `quiet ${value}`, 0.5, 10)),
      shared,
    }),
  );
  return document({
    assessment: assessment({ groups }),
    ingest: ingest({
      sources: VALUES.map((value, i) =>
        source(`/srv/${value}`, {
          sha256: i.toString(16).padStart(64, '0'),
          statusDetail: value,
          status: 'damaged',
        }),
      ),
    }),
  });
}
