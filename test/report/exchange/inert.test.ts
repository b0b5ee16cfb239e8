import { describe, expect, test } from 'vitest';
import { exchangeViews } from '../../../src/report/exchange/views.js';
import { viewText } from '../../../src/report/view.js';
import { document } from '../../evidence/fixture.js';
import { file, hostile, parsed, records, VALUES } from './files.js';

const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?!\n)\p{Cc}/u;

/** Texts of a JSON value with the keys that lead to them. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) =>
    texts(item, Array.isArray(value) ? `${path}[]` : `${path}.${key}`),
  );
}

/** What shows that a value of the log went into a sentence. */
const ACTS = /evil\.example|<script|javascript:|\{0\}|\]\(|__proto__|xxe|HYPERLINK/;

describe('hostile values', () => {
  test.each(exchangeViews(hostile()).map((view) => [view.path, view] as const))(
    '%s holds no character that is hidden or moves text',
    async (_, view) => {
      expect((await viewText(view)).match(HIDDEN)).toBeNull();
    },
  );

  test('stand in fields of their own and in no sentence', async () => {
    const fields = new Set<string>();
    const found: unknown[] = [
      await parsed('stix.json', hostile()),
      await parsed('misp.json', hostile()),
      await parsed('results.sarif', hostile()),
      ...(await records('ocsf.jsonl', hostile())),
    ];
    for (const value of found) for (const [path, text] of texts(value)) if (ACTS.test(text)) fields.add(path);
    expect([...fields].sort()).toEqual([
      '.Event.Attribute[].value',
      '.evidences[].user.uid',
      '.objects[].user_id',
      '.runs[].artifacts[].location.uri',
      '.runs[].results[].locations[].logicalLocations[].name',
      '.runs[].results[].locations[].physicalLocation.artifactLocation.uri',
    ]);
  });

  test('stay apart: as many accounts as there were', async () => {
    const { objects } = await parsed<{ objects: { type: string; user_id: string }[] }>(
      'stix.json',
      hostile(),
    );
    const accounts = objects.filter(({ type }) => type === 'user-account').map(({ user_id }) => user_id);
    expect(new Set(accounts).size).toBe(VALUES.length);
    expect(accounts).toContain("[ipv4-addr:value = '1.2.3.4'] OR [x:y = '\\'']");
  });

  test('lead nowhere as addresses of inputs', async () => {
    const log = await parsed<{ runs: { artifacts: { location: { uri: string } }[] }[] }>(
      'results.sarif',
      hostile(),
    );
    const uris = log.runs[0]!.artifacts.map(({ location }) => location.uri);
    expect(new Set(uris).size).toBeGreaterThan(VALUES.length / 2);
    for (const uri of uris) {
      const url = new URL(uri, 'https://base.example/a/b/c/');
      expect(url.href.startsWith('https://base.example/a/b/c/'), uri).toBe(true);
      expect([url.search, url.hash]).toEqual(['', '']);
    }
  });

  test('make no element, attribute or comment in XML', async () => {
    const junit = await file('junit.xml', hostile());
    expect(junit).not.toMatch(/<!|<script|evil/);
    const graph = await file('groups.graphml', hostile());
    expect(graph).not.toMatch(/<!|<script|<img|<failure/);
    const tags = new Set([...graph.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(['?xml', 'data', 'edge', 'graph', 'graphml', 'key', 'node']);
  });
});

describe('groups without alert', () => {
  test.each(exchangeViews(document()).map((view) => [view.path, view] as const))(
    'are in no list of findings: %s',
    async (path, view) => {
      const text = await viewText(view);
      expect(/G-b2e8|G-0001|\bacc_[3456]\b/.test(text)).toBe(path === 'exchange/groups.graphml');
      if (!path.endsWith('.graphml')) {
        expect(text).toContain('G-7f3a');
        const quiet = await file(path.slice('exchange/'.length), {
          ...document(),
          groups: document().groups.map((group) => ({ ...group, alert: false })),
        });
        expect(quiet).not.toMatch(/G-|acc_/);
      }
    },
  );

  test('say in the graph that they are none', async () => {
    const graph = await file('groups.graphml', document());
    expect(graph).toContain(
      '<node id="G-b2e8"><data key="kind">group</data><data key="label">G-b2e8</data><data key="alert">false</data>' +
        '<data key="verdict">explained</data>',
    );
  });
});
