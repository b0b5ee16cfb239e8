import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../../src/evidence/findings-document.js';
import { withLists } from '../../../src/evidence/with-lists.js';
import { profiled } from '../../../src/pack/profiled.js';
import { pseudonyms } from '../../../src/pseudonym/pseudonym.js';
import { CODE_QUALITY_ALERTS } from '../../../src/report/exchange/code-quality.js';
import { document, HOSTILE } from '../../evidence/fixture.js';
import { alertsOf, compared, damaged, listed, lists, WHO } from '../gate/documents.js';
import { junitProblems, sarifProblems } from './field-schemas.js';
import { file, hostile, noAlert, parsed } from './files.js';

interface Result {
  readonly level: string;
  readonly kind?: string;
  readonly message: { readonly text: string };
  readonly baselineState?: string;
  readonly suppressions: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Run {
  readonly results: readonly Result[];
  readonly properties: Readonly<Record<string, unknown>>;
}

const KEY = pseudonyms(Buffer.alloc(32, 1));

async function sarif(findings: FindingsDocument, name = 'results.sarif'): Promise<Run> {
  const log = await parsed<{ runs: Run[] }>(name, findings);
  expect(sarifProblems(log)).toEqual([]);
  return log.runs[0]!;
}

const states = ({ results }: Run) =>
  results.map((each) => [each.partialFingerprints['stillhuntGroup/v1'], each.baselineState ?? null]);

describe('SARIF against a baseline', () => {
  test('each result has its state, and what is no alert any more is absent', async () => {
    const run = await sarif(compared());
    expect(states(run)).toEqual([
      ['G-7f3a', 'unchanged'],
      ['G-19c0', 'new'],
      ['G-901e', 'absent'],
      ['G-b2e8', 'absent'],
    ]);
    for (const each of run.results.slice(2))
      expect(each).toMatchObject({ kind: 'informational', level: 'none', suppressions: [] });
    expect(run.results[2]!.message.text).toMatch(/no longer found, which does not mean that it stopped/);
    expect(run.results[3]!.message.text).toMatch(/still found, below the threshold/);
    expect(run.properties).toMatchObject({ alerts: 2, suppressed: 0, absent: 2, resultsLeftOut: 0 });
  });

  test('an alert with other members than before is updated', async () => {
    const found = compared();
    const [first, ...others] = found.groups;
    const since = { ...first!.since_baseline!, change: 'grown' as const };
    const grown = { ...found, groups: [{ ...first!, since_baseline: since }, ...others] };
    expect(states(await sarif(grown))[0]).toEqual(['G-7f3a', 'updated']);
  });

  test('without one no result has a state', async () => {
    expect(states(await sarif(document())).map(([, state]) => state)).toEqual([null, null]);
  });
});

describe('what a known-good list suppresses', () => {
  const suppression = {
    kind: 'external',
    status: 'accepted',
    justification: 'own evaluation, by r.lin, until 2026-07-01',
  };

  test('is a SARIF result with its suppression, after the alerts', async () => {
    const run = await sarif(listed());
    expect(
      run.results.map(({ partialFingerprints: { 'stillhuntGroup/v1': id }, suppressions }) => [
        id,
        suppressions,
      ]),
    ).toEqual([
      ['G-19c0', []],
      ['G-7f3a', [suppression]],
    ]);
    expect(run.properties).toMatchObject({ alerts: 1, suppressed: 1, resultsLeftOut: 0 });
  });

  test('is new against a baseline only where the group is', async () => {
    const suppressed = withLists(
      compared(),
      lists([{ groups: ['G-7f3a', 'G-19c0'], ...WHO, reason: 'ours' }]),
      null,
    );
    expect(states(await sarif(suppressed)).slice(0, 2)).toEqual([
      ['G-7f3a', 'unchanged'],
      ['G-19c0', 'unchanged'],
    ]);
  });

  test('is a skipped case of JUnit, with the reason', async () => {
    const xml = await file('junit.xml', listed());
    expect(await junitProblems(xml)).toEqual([]);
    expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1"');
    expect(xml).toContain(
      'name="G-7f3a">\n      <skipped message="Suppressed as known good, an alert otherwise: own evaluation, by r.lin, until 2026-07-01" type="known-good">Operation',
    );
    expect(await file('junit.xml', document())).not.toContain('<skipped');
  });

  test('a group that would not alert anyway is in neither', async () => {
    const quiet = withLists(document(), lists([{ groups: ['G-b2e8'], ...WHO, reason: 'ours' }]), null);
    expect((await sarif(quiet)).results).toHaveLength(2);
    expect(await file('junit.xml', quiet)).not.toContain('<skipped');
  });

  test('acts nowhere by its reason', async () => {
    for (const reason of [...HOSTILE, '"><failure/>', '[[ATTACHMENT|/etc/passwd]]']) {
      const xml = await file('junit.xml', listed(reason));
      expect(await junitProblems(xml)).toEqual([]);
      expect(xml.match(/<failure/g)).toHaveLength(1);
      expect(xml).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|<script|<img/u);
      await sarif(listed(reason));
    }
  });

  test('keeps its reason out of redacted packs', async () => {
    for (const profile of ['ci', 'partner'] as const) {
      const shown = profiled(listed('R-secret'), profile, KEY);
      const texts = await Promise.all(
        ['results.sarif', 'github.sarif', 'gitlab.json', 'junit.xml'].map((name) => file(name, shown)),
      );
      expect(texts.join('\n')).not.toMatch(/R-secret|r\.lin|acc_|G-7f3a|april/);
      expect(texts[0]).toContain('"justification": "withheld, by withheld, until 2026-07-01"');
    }
  });
});

test('code scanning, which reads neither suppressions nor states, gets the alerts alone', async () => {
  for (const findings of [listed(), compared(), document()]) {
    const run = await sarif(findings, 'github.sarif');
    const ids = findings.groups.filter(({ alert }) => alert).map(({ id }) => id);
    expect(states(run).map(([id]) => id)).toEqual(ids);
    expect(run.results.every(({ suppressions }) => suppressions.length === 0)).toBe(true);
  }
});

describe('GitLab code quality', () => {
  interface Entry {
    readonly description: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }
  /** What GitLab documents of an entry: docs.gitlab.com, Code Quality, report format. */
  const valid = new Ajv({ strict: true }).compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', pattern: '^stillhunt/[a-z-]+$' },
        fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          additionalProperties: false,
          properties: {
            path: { type: 'string', pattern: '^(?!/)(?!.*//)[^\\s?#:]+$' },
            lines: {
              type: 'object',
              required: ['begin'],
              additionalProperties: false,
              properties: { begin: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  });
  const entries = async (findings: FindingsDocument) => {
    const report = await parsed<Entry[]>('gitlab.json', findings);
    expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
    return report;
  };

  test('has an entry for each alert, never above major, and none for what is suppressed', async () => {
    expect((await entries(document())).map(({ severity }) => severity)).toEqual(['major', 'minor']);
    expect(await entries(noAlert())).toEqual([]);
    const [only, ...others] = await entries(listed());
    expect(only!.description).toMatch(/^Operation hypothesis G-19c0: .*says nothing about who runs them/);
    expect(others).toEqual([]);
    expect((await entries(damaged()))[0]).toMatchObject({
      severity: 'major',
      description: expect.stringMatching(/not read to the end/),
    });
  });

  test('a group keeps its fingerprint, and no two have one', async () => {
    const [first] = await entries(document());
    const again = await entries({ ...document(), tested: 1 });
    expect(again[0]!.fingerprint).toBe(first!.fingerprint);
    const many = await entries(alertsOf(CODE_QUALITY_ALERTS + 3));
    expect(many).toHaveLength(CODE_QUALITY_ALERTS + 1);
    expect(many.at(-1)!.description).toMatch(/^3 further alerts not listed here/);
    expect(new Set(many.map(({ fingerprint }) => fingerprint)).size).toBe(many.length);
  });

  test('hostile names of inputs are paths and no links', async () => {
    for (const { location } of await entries(hostile())) {
      const url = new URL(location.path, 'https://base.example/a/b/');
      expect(url.href.startsWith('https://base.example/a/b/')).toBe(true);
    }
  });
});
