import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { includes, leafHash } from '../../src/evidence/record-tree.js';
import type { RecordEntry } from '../../src/evidence/records-entry.js';
import { commitment, disclosureProblems, fieldSalt } from '../../src/pack/disclosure.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { document } from '../evidence/fixture.js';
import { citing } from './cited.js';

const names = pseudonyms(Buffer.from('0123456789abcdef0123456789abcdef'));
const whole = citing(document());
const internal = profiled(whole, 'internal', null);
const partner = profiled(whole, 'partner', names);

/** The document with its first record changed. */
function changed(of: FindingsDocument, change: (record: RecordEntry) => RecordEntry): FindingsDocument {
  const [first, ...rest] = of.records!;
  return { ...of, records: [change(first!), ...rest] };
}

describe('cited records', () => {
  test('agree with one root, redacted or not', () => {
    expect(internal.records_root).toMatch(/^[0-9a-f]{64}$/);
    expect(partner.records_root).toBe(internal.records_root);
    expect(profiled(whole, 'partner', pseudonyms(Buffer.alloc(32, 7))).records_root).toBe(
      internal.records_root,
    );
    expect(disclosureProblems(internal)).toEqual([]);
    expect(disclosureProblems(partner)).toEqual([]);
    expect(partner.record_trees![0]!.root).toBe(internal.record_trees![0]!.root);
  });

  test.each<[string, (record: RecordEntry) => RecordEntry]>([
    ['a disclosed value', (r) => ({ ...r, fields: { ...r.fields, output_tokens: 1 } })],
    ['a value without its salt', (r) => ({ ...r, fields: { ...r.fields, status: 200 } })],
    ['the line', (r) => ({ ...r, line: r.line + 1 })],
    ['the place in the tree', (r) => ({ ...r, proof: { ...r.proof, leaf: r.proof.leaf + 1 } })],
    ['the input', (r) => ({ ...r, input: 'input-2' })],
    [
      'a commitment',
      (r) => ({
        ...r,
        redacted: { ...r.redacted!, commitments: { ...r.redacted!.commitments, ip: '0'.repeat(64) } },
      }),
    ],
    [
      'a salt',
      (r) => ({ ...r, redacted: { ...r.redacted!, salts: { ...r.redacted!.salts, time: '0'.repeat(32) } } }),
    ],
    [
      'a commitment left out',
      (r) => {
        const { ip: _, ...commitments } = r.redacted!.commitments;
        return { ...r, redacted: { ...r.redacted!, commitments } };
      },
    ],
  ])('show a change of %s in a redacted document', (_, change) => {
    const problems = disclosureProblems(changed(partner, change));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(partner.records![0]!.id);
  });

  test('show a change in a full document, and a record that was left out', () => {
    const other = changed(internal, (r) => ({ ...r, fields: { ...r.fields, account: 'acc_2' } }));
    expect(disclosureProblems(other)).toEqual(['the cited records do not agree with records_root.']);
    for (const of of [internal, partner]) {
      expect(disclosureProblems({ ...of, records: of.records!.slice(1) })).toHaveLength(1);
      const { records_root: _, ...without } = of;
      expect(disclosureProblems(without)).toHaveLength(1);
    }
  });

  test('that were changed get no new root, and those without a salt none', () => {
    const other = changed(internal, (r) => ({ ...r, line: r.line + 1 }));
    for (const profile of ['internal', 'court', 'partner'] as const) {
      expect(() => profiled(other, profile, names)).toThrow(/do not agree with their records_root/);
      expect(() =>
        profiled(
          changed(whole, (r) => ({ ...r, salt: null })),
          profile,
          names,
        ),
      ).toThrow(/has no salt/);
    }
  });

  test('hold nothing that a guess could be tried against', () => {
    for (const record of partner.records!) {
      expect(record).toMatchObject({ byte_offset: null, byte_length: null, sha256: null, salt: null });
      expect(record.proof.path).toEqual([]);
      expect(Object.keys(record.fields).sort()).toEqual(['asn', 'output_tokens', 'time']);
      expect(record.redacted!.shown).toMatchObject({ ip: '203.0.113.0/24' });
      const { commitments, salts } = record.redacted!;
      expect(Object.keys(commitments).sort()).toEqual([
        ...['#byte_length', '#byte_offset', '#sha256'],
        ...['account', 'ip', 'model', 'prompt'],
      ]);
      expect(Object.keys(salts).some((field) => Object.hasOwn(commitments, field))).toBe(false);
    }
    const text = JSON.stringify(partner);
    for (const { id, salt, sha256 } of whole.records!) {
      for (const secret of [id, salt!, sha256!, leafHash(sha256!)]) expect(text).not.toContain(secret);
    }
  });

  test('can be opened later, down to the bytes and the tree over the input', () => {
    const original = whole.records!.find(({ line }) => line === partner.records![0]!.line)!;
    const { redacted, proof } = partner.records![0]!;
    const salt = fieldSalt(original.salt!, '#sha256');
    expect(commitment(salt, '#sha256', original.sha256)).toBe(redacted!.commitments['#sha256']);
    expect(commitment(salt, '#sha256', '0'.repeat(64))).not.toBe(redacted!.commitments['#sha256']);
    const opened = { ...proof, path: original.proof.path };
    expect(includes(partner.record_trees![0]!.root, leafHash(original.sha256!), opened)).toBe(true);
  });

  test('are cited by their new ids, in order', () => {
    const ids = partner.records!.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect([...partner.groups[0]!.claims![0]!.records].sort()).toEqual(ids);
    expect(ids.some((id) => whole.records!.some((record) => record.id === id))).toBe(false);
  });

  test('of a small input do not show its root, and of a small log nothing', () => {
    const small = citing(document(), 63);
    const root = small.record_trees![0]!.root;
    const few = profiled(small, 'partner', names);
    expect(few.records).toBeUndefined();
    expect(few.records_root).toBeUndefined();
    expect(few.records_note).toContain('kept back');
    expect(JSON.stringify(few)).not.toContain(root);
    const more = { input: 'another.csv', records: 64, root: '0'.repeat(64) };
    const both = profiled({ ...small, record_trees: [...small.record_trees!, more] }, 'partner', names);
    expect(both.records![0]!.redacted!.commitments).toHaveProperty('#root');
    expect(JSON.stringify(both)).not.toContain(root);
    expect(disclosureProblems(both)).toEqual([]);
  });

  test('are left out of a document for a pipeline', () => {
    const ci = profiled(whole, 'ci', names);
    expect(ci.records).toBeUndefined();
    expect(ci.record_trees).toBeUndefined();
    expect(ci.groups[0]!.claims).toBeUndefined();
    expect(ci.records_note).toContain('kept back');
    expect(disclosureProblems(ci)).toEqual([]);
  });
});
