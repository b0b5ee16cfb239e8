import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chalk } from 'chalk';
import { afterAll, describe, expect, test } from 'vitest';
import { withBaseline } from '../../src/evidence/baseline-entry.js';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { FindingsDocument, GroupEntry } from '../../src/evidence/findings-document.js';
import { NOT_CITED } from '../../src/evidence/with-citations.js';
import { writeFolder } from '../../src/pack/folder.js';
import { packFiles, sealedPack } from '../../src/pack/layout.js';
import type { Profile } from '../../src/pack/profile.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { detectionFloor, document } from '../evidence/fixture.js';
import { citing } from './cited.js';
import { planted, STEM } from './planted.js';

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-profile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = pseudonyms(Buffer.from('0123456789abcdef0123456789abcdef'));
const others = pseudonyms(Buffer.from('another key of 32 bytes or more!'));
const whole = citing(document({ floor: detectionFloor() }));

/** Every byte of a pack: names and contents of its files, and what the terminal shows. */
async function packBytes(of: FindingsDocument, name: string): Promise<Buffer> {
  const out = join(folder, name);
  await writeFolder(out, sealedPack({ document: of, facets: Buffer.from(STEM) }), { force: true });
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort();
  const parts = paths.map((path) => {
    const at = join(out, path);
    return statSync(at).isFile() ? readFileSync(at) : Buffer.alloc(0);
  });
  const terminal = terminalRanking(of, { width: 120, chalk: new Chalk({ level: 0 }), open: 'report.md' });
  return Buffer.concat([Buffer.from(paths.join('\n')), ...parts, Buffer.from(terminal)]);
}

/** How a text may stand in bytes without being readable at sight. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((shift) =>
    (['base64', 'base64url'] as const).map((code) => {
      const coded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString(code)
        .replaceAll('=', '');
      return coded.slice(shift + 1, -1); // what does not hang on the bytes around it
    }),
  );
  const hex = bytes.toString('hex');
  const each = (head: string) => [...bytes].map((byte) => head + byte.toString(16).padStart(2, '0')).join('');
  const forms = [
    text,
    hex,
    each('%'),
    each('\\x'),
    each('\\u00'),
    Buffer.from(text, 'utf16le').toString('latin1'),
  ];
  return [...forms.flatMap((form) => [form, form.toUpperCase(), form.toLowerCase()]), ...base64];
}

function leaks(bytes: Buffer, texts: ReadonlyMap<string, string>): string[] {
  const found = formsOf(STEM).filter((form) => bytes.includes(form, 0, 'latin1'));
  const all = bytes.toString('latin1').toLowerCase();
  for (const [place, text] of texts) {
    const hashes = ['sha256', 'sha1', 'md5'].map((code) => createHash(code).update(text).digest('hex'));
    const own = text.startsWith(STEM) ? hashes : [text, ...hashes];
    found.push(...own.filter((form) => all.includes(form)).map((form) => `${place}: ${form}`));
  }
  return found;
}

/** With so few rows that hashes of inputs are kept back too. */
function small(of: FindingsDocument): FindingsDocument {
  return {
    ...of,
    inputs: of.inputs.map((input) => ({ ...input, rows: { ...input.rows, accepted: 63 } })),
    // Two trees, so that records are shown for the log as a whole has more.
    record_trees: (of.record_trees ?? []).flatMap((tree) => [
      { ...tree, records: 63 },
      { ...tree, input: 'another.csv', records: 63 },
    ]),
  };
}

describe('a pack that keeps back', () => {
  const { document: full, texts } = planted(small(whole));

  test.each(['partner', 'ci'] as const)(
    'holds no text of the logs in any form or file: %s',
    async (profile) => {
      const bytes = await packBytes(profiled(full, profile, names), profile);
      expect(leaks(bytes, texts)).toEqual([]);
      const check = checkFindings(JSON.parse(JSON.stringify(profiled(full, profile, names))));
      expect(check).toMatchObject({ valid: true });
    },
  );

  test('of which the internal one holds all', async () => {
    const bytes = await packBytes(profiled(full, 'internal', null), 'internal');
    const all = bytes.toString('latin1');
    expect([...texts].filter(([, text]) => !all.includes(text))).toEqual([]);
    expect(texts.size).toBeGreaterThan(500);
  });

  test('is found out where one text of the log gets through', async () => {
    const partner = profiled(full, 'partner', names);
    const [group, ...rest] = partner.groups;
    const leaking = { ...partner, groups: [{ ...group!, id: full.groups[0]!.id }, ...rest] };
    expect(leaks(await packBytes(leaking, 'leaking'), texts)).not.toEqual([]);
    const coded = Buffer.from(`x${Buffer.from(`ab${STEM}-17`).toString('base64')}`);
    expect(leaks(coded, new Map())).not.toEqual([]);
  });
});

describe('what a partner sees', () => {
  const partner = profiled(whole, 'partner', names);

  test('is the same pseudonym for the same account wherever it stands', () => {
    const [group] = partner.groups as readonly GroupEntry[];
    const member = group!.members[0]!.account_id;
    expect(member).toMatch(/^account-[0-9a-f]{32}$/);
    expect(group!.figures!.infrastructure.members).toContain(member);
    expect(partner.records!.map(({ redacted }) => redacted!.shown.account)).toContain(member);
  });

  test('is the same under the same key and another under another key', () => {
    const again = pseudonyms(Buffer.from('0123456789abcdef0123456789abcdef\n'));
    expect(profiled(whole, 'partner', again)).toEqual(partner);
    const other = profiled(whole, 'partner', others);
    expect(other.disclosure!.key_id).not.toBe(partner.disclosure!.key_id);
    const accounts = (of: FindingsDocument) =>
      of.groups.flatMap(({ members }) => members.map((m) => m.account_id));
    expect(accounts(other).filter((id) => accounts(partner).includes(id))).toEqual([]);
  });

  test('are numbers as they are', () => {
    const numbers = (of: FindingsDocument) =>
      of.groups.map(({ rank, alert, accounts, requests, score, support }) => ({
        ...{ rank, alert, accounts, requests, score, support },
      }));
    expect(numbers(partner)).toEqual(numbers(whole));
    expect(partner.rows).toEqual(whole.rows);
    expect(partner.coverage).toEqual(whole.coverage);
    expect(partner.detection_floor).toEqual(whole.detection_floor);
    expect(partner.error_rates).toEqual(whole.error_rates);
  });

  test.each([
    ['network', '203.0.113.0/24', '203.0.113.0/24'],
    ['network', '2001:db8:1:2::77/64', '2001:db8:1::/48'],
    ['ip', '203.0.113.77', '203.0.113.0/24'],
    ['ip', '198.51.100.***', '198.51.100.0/24'],
    ['ip', '::ffff:203.0.113.77', '203.0.113.0/24'],
    ['asn', 'AS64500', 'AS64500'],
    ['country', 'NL', 'NL'],
    ['stop_reason', 'max_tokens', 'max_tokens'],
    ['max_tokens', '4096', '4096'],
    ['output_length', '2048–2895', '2048–2895'],
  ])('of %s %s is %s', (facet, value, shown) => {
    expect(sharedValue('partner', facet, value)).toBe(shown);
  });

  test.each([
    ['network', '10.0.0.0/8'],
    ['network', 'fe80::1%Example-Corp'],
    ['network', '#12345678'],
    ['asn', 'Example Corp'],
    ['country', 'Exampleland'],
    ['stop_reason', 'asked by jane'],
    ['max_tokens', 'jane'],
    ['model', 'm-large'],
    ['client', 'example/1.0'],
    ['org', 'Example Corp'],
    ['system_prompt', 'You are a helpful assistant'],
    ['a facet made later', '12'],
  ])('of %s %s is a pseudonym', (facet, value) => {
    expect(sharedValue('partner', facet, value)).toMatch(/^[a-z_]+-[0-9a-f]{32}$/);
  });

  test('and a pipeline sees no network, no autonomous system and no country', () => {
    for (const [facet, value] of [
      ['network', '203.0.113.0/24'],
      ['asn', 'AS64500'],
      ['country', 'NL'],
    ]) {
      expect(sharedValue('ci', facet!, value!)).toMatch(/^[a-z_]+-[0-9a-f]{32}$/);
    }
  });

  test('are groups of an earlier run, under the ids that a pack of it has', () => {
    const [first, second, ...rest] = whole.groups;
    const later = { ...whole, groups: [{ ...first!, id: 'G-0a0a0a0a' }, ...rest] };
    const since = withBaseline(later, { document: whole, sha256: '0'.repeat(64) });
    expect(since.baseline!.gone.map(({ id }) => id)).toEqual([second!.id]);
    const shown = profiled(since, 'partner', names);
    expect(shown.baseline!.gone.map(({ id }) => id)).toEqual([partner.groups[1]!.id]);
    expect(shown.groups[0]!.since_baseline!.before).toEqual([partner.groups[0]!.id]);
    expect(shown.groups[0]!.id).toBe(partner.groups[0]!.id);
  });

  test('are notes of stillhunt itself', () => {
    const note = (records_note: string) =>
      profiled({ ...whole, records_note }, 'partner', names).records_note;
    const left =
      'Records are cited for every alert and for 10 groups after them; for 3 further groups without an alert they are not.';
    for (const own of [left, NOT_CITED.stdin]) expect(note(own)).toBe(own);
    for (const other of [`${left} Jane.`, 'No records are cited: jane', '; for 3 further ']) {
      expect(note(other)).toBe('withheld');
    }
  });

  test('are hashes of inputs with 64 rows or more', () => {
    const hash = (rows: number, sha256: string) => {
      const inputs = whole.inputs.map((input) => ({
        ...input,
        sha256,
        rows: { ...input.rows, accepted: rows },
      }));
      return profiled({ ...whole, inputs }, 'partner', names).inputs[0]!.sha256;
    };
    const own = 'ab'.repeat(32);
    expect(hash(64, own)).toBe(own);
    expect(hash(63, own)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(63, own)).not.toBe(own);
  });

  function sharedValue(profile: Profile, facet: string, value: string): string {
    const [group, ...rest] = whole.groups;
    const shared = [{ facet, value, members: 3, accounts: 4 }];
    const shown = profiled({ ...whole, groups: [{ ...group!, shared }, ...rest] }, profile, names);
    return shown.groups[0]!.shared[0]!.value;
  }
});

describe('a profile', () => {
  test('says what it keeps back', () => {
    const { disclosure } = profiled(whole, 'partner', names);
    const shown = new Map(disclosure!.fields.map(({ field, shown: as }) => [field, as]));
    expect(shown.get('groups[].members[].account_id')).toBe('keyed');
    expect(shown.get('groups[].shared[].value')).toBe('code-or-keyed');
    expect(shown.get('inputs[].name')).toBe('numbered');
    expect(shown.get('quarantine.examples[].detail')).toBe('withheld');
    expect(shown.has('groups[].members[].requests')).toBe(false);
    expect(profiled(whole, 'court', null).disclosure).toEqual({
      ...{ profile: 'court', key_id: null, fields: [], linkable: [] },
    });
    expect(profiled(whole, 'internal', null).disclosure).toBeUndefined();
  });

  test('court holds all that internal holds, and goes back to it', () => {
    const { disclosure: _, ...court } = profiled(whole, 'court', null);
    const internal = profiled(whole, 'internal', null);
    expect(court).toEqual(internal);
    expect(profiled(profiled(whole, 'court', null), 'internal', null)).toEqual(internal);
  });

  test.each(['internal', 'court', 'ci'] as const)('%s is not made of what a partner has', (profile) => {
    const partner = profiled(whole, 'partner', names);
    expect(profiled(partner, 'partner', null)).toBe(partner);
    expect(() => profiled(partner, profile, names)).toThrow(/do not hold what the profile/);
  });

  test.each(['partner', 'ci'] as const)('%s needs a key, of 32 bytes or more', (profile) => {
    expect(() => profiled(whole, profile, null)).toThrow(/need a key: --pseudonym-key FILE/);
    expect(() => pseudonyms(Buffer.from('0123456789abcdef0123456789abcde\n'))).toThrow(
      /31 bytes; at least 32/,
    );
  });

  test('has the files that are made for it', () => {
    const paths = (profile: Profile) =>
      packFiles({ document: profiled(whole, profile, names), facets: Buffer.from('ARROW1') }).map(
        ({ path }) => path,
      );
    expect(paths('internal')).toContain('facets.arrow');
    expect(paths('court')).toEqual(paths('internal'));
    expect(paths('partner')).not.toContain('facets.arrow');
    expect(paths('partner')).toContain('report.md');
    expect(
      paths('ci').filter((path) => !path.startsWith('exchange/') && !path.startsWith('schema/')),
    ).toEqual(['README.txt', 'findings.json', 'ranking.csv', 'coverage.json']);
  });
});
