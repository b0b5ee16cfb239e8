import { describe, expect, test } from 'vitest';
import { runId } from '../../../src/report/exchange/run-id.js';
import { STIX_OBSERVABLES, uuidV5 } from '../../../src/report/exchange/uuid.js';
import { document } from '../../evidence/fixture.js';
import { emptyLog, file, hostile, noAlert, parsed } from './files.js';

interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly created?: string;
  readonly modified?: string;
  readonly object_refs?: string[];
  readonly object_marking_refs?: string[];
  readonly created_by_ref?: string;
  readonly [property: string]: unknown;
}
type Bundle = { id: string; objects: StixObject[] };

const bundleOf = (findings = document()) => parsed<Bundle>('stix.json', findings);
const ofType = ({ objects }: Bundle, type: string) => objects.filter((each) => each.type === type);

describe('the STIX bundle', () => {
  test('has a grouping for each alert, of its accounts and what is said of them', async () => {
    const bundle = await bundleOf();
    const groupings = ofType(bundle, 'grouping');
    expect(groupings.map(({ name }) => name)).toEqual([
      'Operation hypothesis G-7f3a: 30 accounts behave as one source',
      'Operation hypothesis G-19c0: 2 accounts behave as one source',
    ]);
    const kinds = groupings[0]!.object_refs!.map((id) => id.split('--')[0]);
    expect(kinds).toEqual([...Array(30).fill('user-account'), 'observed-data', 'note', 'note']);
    expect(groupings[0]).toMatchObject({ context: 'suspicious-activity' });
    expect(ofType(bundle, 'observed-data')[0]).toMatchObject({
      first_observed: '2026-04-22T07:00:00.000000Z',
      number_observed: 1_897_344,
    });
  });

  test('maps confidence by the scale of the standard, and what weakens a finding stands beside it', async () => {
    const notes = ofType(await bundleOf(), 'note');
    const { groups } = document();
    const scale = { low: 15, moderate: 50, high: 85 };
    expect(notes.map(({ confidence }) => confidence)).toEqual([
      scale[groups[0]!.confidence],
      undefined,
      scale[groups[1]!.confidence],
      undefined,
    ]);
    expect(notes[1]!['abstract']).toBe('What weakens G-7f3a');
    expect(notes[1]!['content']).toMatch(/H4, a reseller.*: leaves a part unexplained \(\+12\.3 nats left\)/);
    expect(notes[1]!['content']).toMatch(/H6, .* not testable on these logs\./);
  });

  test.each([
    ['alerts', document()],
    ['no alert', noAlert()],
    ['an empty log', emptyLog()],
    ['hostile', hostile()],
  ])('refers only to what it holds, each id once: %s', async (_, findings) => {
    const bundle = await bundleOf({ ...findings, tlp: 'red' });
    const ids = bundle.objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const each of bundle.objects) {
      const named = [...(each.object_refs ?? []), ...(each.object_marking_refs ?? [])];
      if (each.created_by_ref !== undefined) named.push(each.created_by_ref);
      for (const id of named) expect(ids).toContain(id);
      expect(each.id.startsWith(`${each.type}--`)).toBe(true);
      expect((each.modified ?? '') >= (each.created ?? '') || each.modified === undefined).toBe(true);
    }
  });

  test('names no threat: neither actor nor campaign, indicator, infrastructure or opinion', async () => {
    for (const findings of [document(), hostile(), noAlert()]) {
      const types = new Set((await bundleOf(findings)).objects.map(({ type }) => type));
      for (const type of types)
        expect(['identity', 'user-account', 'grouping', 'observed-data', 'note']).toContain(type);
      expect(await file('stix.json', findings)).not.toMatch(/"(pattern|indicator_types|threat_actor_types)"/);
    }
  });

  test('gives accounts the ids that the reference library gives them', async () => {
    // python-stix2 3.0.2: UserAccount(user_id='acc_1000').id
    expect(uuidV5(STIX_OBSERVABLES, '{"user_id":"acc_1000"}')).toBe('3aa4a005-2465-5605-986c-5c5c507ccbee');
    expect(ofType(await bundleOf(), 'user-account')[0]).toMatchObject({
      id: 'user-account--3aa4a005-2465-5605-986c-5c5c507ccbee',
      user_id: 'acc_1000',
    });
    // RFC 9562, appendix A.4
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  test('takes its times from the log', async () => {
    for (const { type, created, modified } of (await bundleOf()).objects) {
      if (created === undefined || type === 'identity') continue;
      expect([created, modified]).toEqual(['2026-06-05T23:59:59.123Z', '2026-06-05T23:59:59.123Z']);
    }
    for (const { type, created } of (await bundleOf(emptyLog())).objects)
      if (type === 'note') expect(created).toBe('1970-01-01T00:00:00.000Z');
  });

  test('marks everything where the document states a marking, and only there', async () => {
    const clear = await bundleOf();
    expect(ofType(clear, 'marking-definition')).toEqual([]);
    expect(clear.objects.some(({ object_marking_refs }) => object_marking_refs !== undefined)).toBe(false);
    const bundle = await bundleOf({ ...document(), tlp: 'amber+strict' });
    const [marking] = ofType(bundle, 'marking-definition');
    expect(marking).toMatchObject({
      id: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
      name: 'TLP:AMBER+STRICT',
    });
    for (const { type, object_marking_refs } of bundle.objects)
      if (type !== 'marking-definition') expect(object_marking_refs).toEqual([marking!.id]);
  });

  test('another run has other ids, the same one the same', async () => {
    const findings = document();
    expect(runId(findings)).toBe(runId(document()));
    const [first] = findings.inputs;
    const other = { ...findings, inputs: [{ ...first!, sha256: 'f'.repeat(64) }] };
    expect(runId(other)).not.toBe(runId(findings));
    const [one, two] = [await bundleOf(), await bundleOf(other)];
    const ids = (bundle: Bundle, type: string) => ofType(bundle, type).map(({ id }) => id);
    expect(ids(two, 'user-account')).toEqual(ids(one, 'user-account'));
    expect(ids(two, 'grouping').some((id) => ids(one, 'grouping').includes(id))).toBe(false);
  });
});
