import { describe, expect, test } from 'vitest';
import type { FindingsDocument, GroupEntry } from '../../../src/evidence/findings-document.js';
import type { RecordEntry } from '../../../src/evidence/records-entry.js';
import { JUNIT_ALERTS } from '../../../src/report/exchange/junit.js';
import { OCSF_MEMBERS } from '../../../src/report/exchange/ocsf.js';
import { SARIF_LOCATIONS, SARIF_RESULTS } from '../../../src/report/exchange/sarif.js';
import { exchangeViews } from '../../../src/report/exchange/views.js';
import { viewText } from '../../../src/report/view.js';
import { document, ingest, source } from '../../evidence/fixture.js';
import { mispProblems, ocsfProblems, sarifProblems } from './field-schemas.js';
import { emptyLog, file, noAlert, parsed, records } from './files.js';

interface Sarif {
  readonly runs: {
    readonly invocations: {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: { level: string; message: { text: string } }[];
    }[];
    readonly results: {
      readonly level: string;
      readonly partialFingerprints: Record<string, string>;
      readonly suppressions: unknown[];
      readonly locations: {
        readonly physicalLocation?: { artifactLocation: { uri: string; index?: number }; region?: unknown };
        readonly logicalLocations?: { name: string; kind: string }[];
      }[];
      readonly properties: Record<string, unknown>;
    }[];
    readonly properties: Record<string, unknown>;
  }[];
}

const sarif = async (findings: FindingsDocument) => (await parsed<Sarif>('results.sarif', findings)).runs[0]!;

/** The first alert many times over, with few members each. */
function many(count: number): FindingsDocument {
  const findings = document();
  const [first] = findings.groups as [GroupEntry];
  const groups = Array.from({ length: count }, (_, i) => ({
    ...first,
    id: `G-${i.toString(16).padStart(4, '0')}`,
    rank: i + 1,
    members: first.members.slice(0, 2),
    alternatives: [],
    shared: [],
  }));
  return { ...findings, groups };
}

/** The first alert with many members. */
function wide(members: number): FindingsDocument {
  const findings = document();
  const [first] = findings.groups as [GroupEntry];
  const [member] = first.members;
  const all = Array.from({ length: members }, (_, i) => ({ ...member!, account_id: `acc_${i}` }));
  return { ...findings, groups: [{ ...first, accounts: members, members: all }] };
}

describe('SARIF', () => {
  test('has a result for each alert, with a fingerprint that outlives the run and no suppression', async () => {
    const { results } = await sarif(document());
    expect(results.map(({ partialFingerprints }) => partialFingerprints['stillhuntGroup/v1'])).toEqual([
      'G-7f3a',
      'G-19c0',
    ]);
    expect(results.map(({ suppressions }) => suppressions)).toEqual([[], []]);
    expect(results.map(({ level }) => level)).toEqual(['warning', 'warning']);
    const [other] = (await sarif({ ...document(), tool: { name: 'stillhunt', version: '9.0.0' } })).results;
    expect(other!.partialFingerprints).toEqual(results[0]!.partialFingerprints);
  });

  test('points at the inputs of the time of the group', async () => {
    const early = { firstTime: 0, lastTime: 1_000_000 };
    const findings = document({
      ingest: ingest({ sources: [source('/srv/a/old.csv', early), source('/srv/a/april.csv')] }),
    });
    const [result] = (await sarif(findings)).results;
    expect(result!.locations).toHaveLength(1);
    expect(result!.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'april.csv', index: 1 } },
    });
    expect(result!.locations[0]!.logicalLocations!.slice(0, 2)).toEqual([
      { name: 'G-7f3a', kind: 'group' },
      { name: 'acc_1000', kind: 'account' },
    ]);
  });

  test('points at the cited records where there are any, and counts those beyond the limit', async () => {
    const findings = document();
    const [first, ...others] = findings.groups as [GroupEntry, ...GroupEntry[]];
    const cited = Array.from(
      { length: SARIF_LOCATIONS + 7 },
      (_, i): RecordEntry => ({
        id: `R${i.toString(16).padStart(16, '0')}`,
        input: 'april.csv.gz',
        byte_offset: 100 * i,
        byte_length: 99,
        line: i + 2,
        sha256: '0'.repeat(64),
        of: 'bytes',
        fields: {},
        salt: null,
        proof: { leaf: i, size: 1000, path: [] },
      }),
    );
    const claim = {
      id: 'C1',
      family: 'content',
      about: { statistic: 'x' },
      contributing: 9,
      records: cited.map(({ id }) => id),
    } as const;
    const log = { ...findings, records: cited, groups: [{ ...first, claims: [claim, claim] }, ...others] };
    const [result] = (await sarif(log)).results;
    expect(result!.locations).toHaveLength(SARIF_LOCATIONS);
    expect(result!.locations[1]!.physicalLocation).toEqual({
      artifactLocation: { uri: 'april.csv.gz', index: 0 },
      region: { startLine: 3 },
      properties: { record: 'R0000000000000001' },
    });
    expect(result!.properties['locationsLeftOut']).toBe(7);
    expect(sarifProblems(await parsed('results.sarif', log))).toEqual([]);
  });

  test('keeps to what platforms keep, and says how much was cut', async () => {
    const run = await sarif(many(SARIF_RESULTS + 3));
    expect(run.results).toHaveLength(SARIF_RESULTS);
    expect(run.properties).toMatchObject({ alerts: SARIF_RESULTS + 3, resultsLeftOut: 3 });
    expect(run.invocations[0]!.toolExecutionNotifications).toEqual([
      {
        level: 'warning',
        message: { text: expect.stringMatching(/^3 further results left out: .*5,000 results/) },
      },
    ]);
    const accounts = (await sarif(wide(SARIF_LOCATIONS + 20))).results[0]!;
    expect(accounts.locations[0]!.logicalLocations).toHaveLength(1 + SARIF_LOCATIONS);
    expect(accounts.properties['accountsLeftOut']).toBe(20);
    const whole = await sarif(document());
    expect(whole.properties['resultsLeftOut']).toBe(0);
    expect(whole.invocations[0]!.toolExecutionNotifications).toEqual([]);
  });

  test('an input that was not read to its end is no success; no alert is said to be no all-clear', async () => {
    const [broken] = (await sarif(damaged())).invocations;
    expect(broken).toMatchObject({ executionSuccessful: false });
    expect(broken!.toolExecutionNotifications[0]).toMatchObject({ level: 'error' });
    const [quiet] = (await sarif(noAlert())).invocations;
    expect(quiet!.executionSuccessful).toBe(true);
    expect(quiet!.toolExecutionNotifications[0]!.message.text).toMatch(/does not mean that nothing happened/);
  });
});

function damaged(): FindingsDocument {
  return document({ ingest: ingest({ sources: [source('/srv/a.csv', { status: 'damaged' })] }) });
}

describe('JUnit', () => {
  test('an alert is a failure', async () => {
    const xml = await file('junit.xml', document());
    expect(xml).toContain('<testsuite name="stillhunt" tests="3" failures="2" errors="0" skipped="0">');
    expect(xml.match(/<failure /g)).toHaveLength(2);
    expect(xml).toContain(
      '<testcase classname="stillhunt" name="G-7f3a">\n      <failure message="Operation hypothesis',
    );
  });

  test.each([
    ['no alert', noAlert()],
    ['an empty log', emptyLog()],
  ])('%s passes, and says what that does not mean', async (_, findings) => {
    const xml = await file('junit.xml', findings);
    expect(xml).toContain('tests="2" failures="0"');
    expect(xml).not.toContain('<failure');
    expect(xml).toMatch(
      /<system-out>No group exceeded the threshold\.[^<]*does not mean that nothing happened\./,
    );
  });

  test('an input that was not read to its end is a failure', async () => {
    const xml = await file('junit.xml', damaged());
    expect(xml).toContain('failures="3"');
    expect(xml).toContain('type="incomplete"');
  });

  test('alerts beyond the limit are one failure that counts them', async () => {
    const xml = await file('junit.xml', many(JUNIT_ALERTS + 2));
    expect(xml.match(/<failure /g)).toHaveLength(JUNIT_ALERTS + 1);
    expect(xml).toContain('<failure message="2 further alerts not listed here; see findings.json."');
  });
});

describe('OCSF', () => {
  test('is an event for each alert, of the stated class and version', async () => {
    const events = await records<Record<string, unknown>>('ocsf.jsonl', document());
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      time: Date.UTC(2026, 5, 5, 23, 59, 59, 123),
      metadata: { version: '1.8.0' },
      finding_info: { uid: 'G-7f3a' },
    });
    expect(await records('ocsf.jsonl', noAlert())).toEqual([]);
  });

  test('lists so many members, and counts the rest', async () => {
    const [event] = await records<{ evidences: { user?: unknown }[]; unmapped: object }>(
      'ocsf.jsonl',
      wide(OCSF_MEMBERS + 5),
    );
    expect(event!.evidences.filter(({ user }) => user !== undefined)).toHaveLength(OCSF_MEMBERS);
    expect(event!.unmapped).toMatchObject({ members_listed: OCSF_MEMBERS, members_left_out: 5 });
    expect(ocsfProblems(event)).toEqual([]);
  });
});

describe('MISP', () => {
  test('names accounts for correlation and never for blocking', async () => {
    const { Event } = await parsed<{
      Event: { Attribute: { type: string; value: string; to_ids: boolean }[]; published: boolean };
    }>('misp.json', document());
    expect(Event).toMatchObject({
      threat_level_id: '4',
      published: false,
      distribution: '0',
      date: '2026-06-05',
    });
    expect(Event.Attribute.every(({ to_ids }) => !to_ids)).toBe(true);
    const accounts = Event.Attribute.filter(({ type }) => type === 'text').map(({ value }) => value);
    expect(accounts).toHaveLength(32);
    expect(accounts[0]).toBe('acc_1000');
  });

  test('carries a marking as its tag', async () => {
    const event = await parsed<{ Event: { Tag: { name: string }[] } }>('misp.json', {
      ...document(),
      tlp: 'clear',
    });
    expect(event.Event.Tag.map(({ name }) => name)).toContain('tlp:clear');
    expect(mispProblems(event)).toEqual([]);
  });
});

describe('GraphML', () => {
  test('joins two nodes once, though the figures of two groups show the account and its value', async () => {
    const findings = document();
    const [first] = findings.groups as [GroupEntry];
    const twice = { ...findings, groups: [first, { ...first, id: 'G-0002', rank: 2 }] };
    const graph = await file('groups.graphml', twice);
    const edges = [...graph.matchAll(/<edge source="(.*?)" target="(.*?)"/g)].map(([, a, b]) => `${a} ${b}`);
    expect(edges.some((edge) => edge.startsWith('a'))).toBe(true);
    expect(new Set(edges).size).toBe(edges.length);
  });
});

describe('Timesketch', () => {
  test('has the first and last request of groups and members, in order of time', async () => {
    const events = await records<Record<string, string>>('timesketch.jsonl', document());
    expect(events).toHaveLength(2 * (2 + 32));
    const times = events.map(({ datetime }) => datetime!);
    expect(times).toEqual([...times].sort());
    expect(events.filter(({ group }) => group === 'G-19c0')).toHaveLength(6);
    expect(events[0]).toMatchObject({
      datetime: '2026-04-22T07:00:00.000000Z',
      timestamp_desc: 'First Request',
      data_type: 'stillhunt:group',
    });
  });
});

test('a thousand groups and 25,000 members are written quickly and whole', async () => {
  const findings = document();
  const [first] = findings.groups as [GroupEntry];
  const groups = Array.from({ length: 1000 }, (_, i) => ({
    ...first,
    id: `G-${i.toString(16).padStart(4, '0')}`,
    rank: i + 1,
    alert: i < 500,
    members: first.members.slice(0, 25).map((each, j) => ({ ...each, account_id: `acc_${i}_${j}` })),
  }));
  const start = performance.now();
  for (const view of exchangeViews({ ...findings, groups })) {
    const text = await viewText(view);
    const expected = { 'exchange/stix.json': 12_500, 'exchange/misp.json': 12_500 }[view.path];
    if (expected !== undefined) expect(text.match(/"(user_id|value)": "acc_/g)).toHaveLength(expected);
    if (view.path === 'exchange/groups.graphml') expect(text.match(/>member</g)).toHaveLength(25_000);
  }
  expect(performance.now() - start).toBeLessThan(20_000);
});
