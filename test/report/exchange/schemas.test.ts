import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../../src/evidence/findings-document.js';
import { profiled } from '../../../src/pack/profiled.js';
import { pseudonyms } from '../../../src/pseudonym/pseudonym.js';
import { document, uncalibrated } from '../../evidence/fixture.js';
import {
  graphmlProblems,
  junitProblems,
  mispProblems,
  mispTypes,
  ocsfProblems,
  sarifProblems,
  stixProblems,
} from './field-schemas.js';
import { emptyLog, file, hostile, noAlert, parsed, records } from './files.js';

const KEY = pseudonyms(Buffer.alloc(32, 1));

const DOCUMENTS: [string, FindingsDocument][] = [
  ['alerts', document()],
  ['alerts without calibration', uncalibrated()],
  ['no alert', noAlert()],
  ['an empty log', emptyLog()],
  ['hostile values', hostile()],
  ['a marking', { ...document(), tlp: 'amber+strict' }],
  ['a partner', profiled(document(), 'partner', KEY)],
  ['a pipeline, hostile values', profiled(hostile(), 'ci', KEY)],
];

type Json = Record<string, unknown>;

describe.each(DOCUMENTS)('valid by the field’s own schema: %s', (_, findings) => {
  test('STIX 2.1', async () => {
    const bundle = await parsed<Json>('stix.json', findings);
    expect(stixProblems(bundle)).toEqual([]);
  });

  test('SARIF 2.1.0', async () => {
    expect(sarifProblems(await parsed('results.sarif', findings))).toEqual([]);
  });

  test('OCSF Detection Finding', async () => {
    for (const event of await records('ocsf.jsonl', findings)) expect(ocsfProblems(event)).toEqual([]);
  });

  test('MISP core format', async () => {
    const event = await parsed<{ Event: { Attribute: { type: string; category: string }[] } }>(
      'misp.json',
      findings,
    );
    expect(mispProblems(event)).toEqual([]);
    const types = mispTypes();
    for (const { type, category } of event.Event.Attribute) expect(types[category]).toContain(type);
  });

  test('JUnit XML', async () => {
    expect(await junitProblems(await file('junit.xml', findings))).toEqual([]);
  });

  test('GraphML', async () => {
    expect(await graphmlProblems(await file('groups.graphml', findings))).toEqual([]);
  });

  test('Timesketch', async () => {
    for (const event of await records<Json>('timesketch.jsonl', findings)) {
      expect(event).toMatchObject({ message: expect.any(String), timestamp_desc: expect.any(String) });
      expect(event['message']).not.toBe('');
      expect(event['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(Date.parse(String(event['datetime']))).not.toBeNaN();
    }
  });
});

describe('a broken file fails', () => {
  test('STIX without times, with an id that is none, or of a foreign type', async () => {
    const bundle = await parsed<{ id: string; objects: Json[] }>('stix.json', document());
    const grouping = bundle.objects.findIndex(({ type }) => type === 'grouping');
    const broken = (changes: Json) => {
      const objects = bundle.objects.map((each, i) => (i === grouping ? { ...each, ...changes } : each));
      return stixProblems({ ...bundle, objects });
    };
    expect(broken({ created: 'yesterday' })).not.toEqual([]);
    expect(broken({ object_refs: ['none'] })).not.toEqual([]);
    expect(broken({ context: undefined })).not.toEqual([]);
    expect(broken({ confidence: 101 })).not.toEqual([]);
    expect(broken({ type: 'operation' })).not.toEqual([]);
    expect(stixProblems({ ...bundle, id: 'bundle' })).not.toEqual([]);
  });

  test('SARIF with a level that is none, or a property that does not exist', async () => {
    const log = await parsed<{ runs: { results: Json[] }[] }>('results.sarif', document());
    expect(sarifProblems({ ...log, version: '2.0.0' })).not.toEqual([]);
    log.runs[0]!.results[0]!['level'] = 'alarm';
    expect(sarifProblems(log)).not.toEqual([]);
    delete log.runs[0]!.results[0]!['level'];
    expect(sarifProblems(log)).toEqual([]);
    log.runs[0]!.results[0]!['operation'] = true;
    expect(sarifProblems(log)).not.toEqual([]);
  });

  test('OCSF without what is required, or of another class', async () => {
    const [event] = await records<Json>('ocsf.jsonl', document());
    for (const name of ['time', 'metadata', 'finding_info', 'severity_id']) {
      expect(ocsfProblems({ ...event, [name]: undefined })).not.toEqual([]);
    }
    expect(ocsfProblems({ ...event, severity_id: 9 })).not.toEqual([]);
    expect(ocsfProblems({ ...event, group: 'G-7f3a' })).not.toEqual([]);
  });

  test('MISP without an event, or with numbers where text stands', async () => {
    const event = await parsed<{ Event: Json }>('misp.json', document());
    expect(mispProblems({})).not.toEqual([]);
    expect(mispProblems({ Event: { ...event.Event, threat_level_id: 4 } })).not.toEqual([]);
    expect(mispProblems({ Event: { ...event.Event, verdict: 'x' } })).not.toEqual([]);
  });

  test('XML of another kind, or none', async () => {
    const junit = await file('junit.xml', document());
    const graph = await file('groups.graphml', document());
    expect(await junitProblems(graph)).not.toEqual([]);
    expect(await graphmlProblems(junit)).not.toEqual([]);
    expect(
      await junitProblems(junit.replace('<testcase classname="stillhunt" name=', '<testcase n=')),
    ).not.toEqual([]);
    expect(await graphmlProblems(graph.replace('source="G-7f3a"', ''))).not.toEqual([]);
    expect(await graphmlProblems(graph.replace('target="a1"', 'target="a999999"'))).not.toEqual([]);
    expect(await junitProblems(junit.replace('</testsuites>', ''))).not.toEqual([]);
  });
});
