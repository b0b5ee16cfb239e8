import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { figures } from '../evidence/figures-fixture.js';
import { assessment, document, group, HOSTILE, ingest, member, source } from '../evidence/fixture.js';

/** More values that try to act: in SVG, in attributes, in STIX patterns, by length, by direction. */
export const ACTIVE = [
  ...HOSTILE,
  '</text></svg><script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  "' onmouseover='alert(4)",
  "[ipv4-addr:value = '1.2.3.4'] AND x = 'y\\'",
  '</title><style>*{display:none}</style>',
  'url(javascript:alert(5))',
  '\u202e\u2066rtl\u2069\u202c \u05d0\u05d1\u05d2',
  `long${'w'.repeat(5_000)}`,
  '<!-- ]]> -->',
  '',
];

/** Such values in every place that a picture or a table of the page shows. */
export function hostileFigures(): FindingsDocument {
  const members = ACTIVE.map((id, i) => member(id === '' ? 'empty' : id, 0.95 - i / 100, 50));
  const ids = members.map(({ accountId }) => accountId);
  const plain = figures(members);
  const even = ACTIVE.slice(0, 8).map(() => 0.1);
  const shares = { group: even, twin: even, log: even };
  const rarity = { members: 2, accounts: 3, rarityNats: 5 };
  const hostile = figures(members, {
    facets: [0, 8, 16, 24].map((from) => ({
      facet: 'user_agent',
      unit: '',
      values: ACTIVE.slice(from, from + 8),
      shares,
      other: { group: 0.2, twin: 0.2, log: 0.2 },
    })),
    infrastructure: {
      members: ids.slice(0, 30),
      values: ACTIVE.slice(0, 24).map((value) => ({ facet: 'payment', value, ...rarity })),
      edges: ACTIVE.slice(0, 24).map((_, i) => [i, i] as const),
      membersLeftOut: 0,
      valuesLeftOut: 0,
    },
    handOvers: {
      ...plain.handOvers,
      pairs: ids.slice(1, 20).map((started, i) => ({
        ended: ids[i]!,
        started,
        gapHours: 1 + i,
        shared: [{ facet: 'payment', value: ACTIVE[i]! }],
      })),
    },
    adoption: { ...plain.adoption!, model: ACTIVE[17]! },
  });
  return document({
    assessment: assessment({
      groups: [
        group({
          members,
          figures: hostile,
          shared: ACTIVE.map((value) => ({ facet: 'system_prompt', value, members: 20, accounts: 20 })),
        }),
      ],
      standingAside: ACTIVE.map((name) => ({ facet: 'payment', missing: [name] })),
      measuresAside: ACTIVE.map((name) => ({ name: 'payment-ties', missing: [name] })),
    }),
    configuration: {
      columns: { account: ACTIVE[2]! },
      constants: { model: ACTIVE[18]! },
      timezone: ACTIVE[17]!,
      max_quarantine_percent: 5,
    },
    ingest: ingest({
      sources: ACTIVE.map((name) =>
        source(name, { statusDetail: name, status: 'damaged', ignored: [name], profile: name }),
      ),
    }),
  });
}
