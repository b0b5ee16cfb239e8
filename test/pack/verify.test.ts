import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { RecordEntry } from '../../src/evidence/records-entry.js';
import { canonicalJson } from '../../src/pack/canonical-json.js';
import { Ed25519Key } from '../../src/pack/ed25519-key.js';
import { type Manifest, packId, sumsText } from '../../src/pack/manifest.js';
import { profiled } from '../../src/pack/profiled.js';
import type { SigningKey } from '../../src/pack/signing-key.js';
import { NAMESPACE, sshSignature } from '../../src/pack/ssh-signature.js';
import { type TrustedKeys, trustedKeys } from '../../src/pack/trusted-keys.js';
import { type PackCheck, verifyPack } from '../../src/pack/verify.js';
import { CUSTODY_CHECK, MANIFEST_SUMS, SSH_VERIFY } from '../../src/pack/verify-text.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { document as findingsOf } from '../evidence/fixture.js';
import { Seeded } from '../record/seeded.js';
import { citing } from './cited.js';
import { filesOf, sshKeygen, temporaryFolder, writeSealed } from './sealed-pack.js';

/** Findings without charts, which take most of the time in which a pack is made and are not what is checked here. */
function document(): FindingsDocument {
  const whole = findingsOf();
  return { ...whole, groups: whole.groups.map(({ figures: _, ...group }) => group) };
}

const base = temporaryFolder();
const at = (...path: string[]) => join(base, ...path);

function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: Ed25519Key.of(privateKey) };
}

const key = newKey();
const trust = ({ publicKey }: SigningKey): TrustedKeys => trustedKeys(publicKey.line);
const STATED = {
  caseId: 'IR-2026-014',
  examiner: 'Zoë "Z" {Doe}\u202e',
  organisation: '"path":"x","schema":null,"sha256":"00"',
  marking: 'amber+strict',
  at: '2026-07-01T07:00:00.000000Z',
} as const;

beforeAll(async () => {
  await writeSealed(at('signed'), { key, findings: cited(), statement: STATED });
  await writeSealed(at('plain'), { findings: document() });
});

/** The fixture with three records that are cited, each with its proof. */
function cited(
  change: (record: RecordEntry, at: number) => RecordEntry = (record) => record,
): FindingsDocument {
  const findings = citing(document());
  return profiled({ ...findings, records: findings.records!.map(change) }, 'internal', null);
}

/** A copy of a pack, to be damaged. */
function copy(of: 'signed' | 'plain'): string {
  rmSync(at('copy'), { recursive: true, force: true });
  cpSync(at(of), at('copy'), { recursive: true });
  return at('copy');
}

const trustFor = (of: 'signed' | 'plain') => (of === 'signed' ? trust(key) : null);
const problems = async (folder: string, trusted: TrustedKeys | null) =>
  (await verifyPack(folder, { trusted })).problems;
const filesNamed = async (folder: string, trusted: TrustedKeys | null) => [
  ...new Set((await problems(folder, trusted)).map(({ file }) => file)),
];

/** Changes the manifest and writes sums that agree with it, as someone without the key could. */
function rewrite(folder: string, change: (manifest: Manifest) => Manifest): void {
  const old = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const changed = change(old);
  const text = canonicalJson({ ...changed, pack_id: packId(changed) });
  writeFileSync(join(folder, 'manifest.json'), text);
  const sum = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
  const files = filesOf(folder).filter((file) => file !== 'SHA256SUMS');
  writeFileSync(join(folder, 'SHA256SUMS'), sumsText(files.map((path) => ({ path, sha256: sum(path) }))));
}

describe.each(['signed', 'plain'] as const)('a %s pack', (of) => {
  test('verifies as it was written', async () => {
    const { outcomes, problems: found } = await verifyPack(at(of), { trusted: trustFor(of) });
    expect(found).toEqual([]);
    expect(outcomes.map(({ check }) => check)).toEqual([
      ...['manifest', 'files', 'sums', 'signature', 'custody', 'findings', 'records'],
    ]);
  });

  test('with one bit flipped fails and names the file, whichever it is', async () => {
    const folder = copy(of);
    const random = new Seeded(1);
    for (const file of filesOf(folder)) {
      const bytes = readFileSync(join(folder, file));
      const sealing = /^(manifest\.json|SHA256SUMS|signer\.pub|custody)/.test(file);
      for (let flip = 0; flip < (sealing ? 40 : 2); flip++) {
        const bit = Math.floor(random.unit() * bytes.length * 8);
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(join(folder, file), flipped);
        expect([bit, await filesNamed(folder, trustFor(of))]).toEqual([bit, [file]]);
      }
      writeFileSync(join(folder, file), bytes);
    }
    expect(await problems(folder, trustFor(of))).toEqual([]);
  });

  test('without a file, or with an empty, shortened or longer one, fails and names it', async () => {
    const folder = copy(of);
    for (const file of filesOf(folder)) {
      const bytes = readFileSync(join(folder, file));
      rmSync(join(folder, file));
      expect(await filesNamed(folder, trustFor(of))).toEqual([file]);
      for (const other of [Buffer.of(), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')])]) {
        writeFileSync(join(folder, file), other);
        expect(await filesNamed(folder, trustFor(of))).toEqual([file]);
      }
      writeFileSync(join(folder, file), bytes);
    }
  });

  test('with another file fails and names it', async () => {
    const folder = copy(of);
    mkdirSync(join(folder, 'groups', 'new'));
    writeFileSync(join(folder, 'groups', 'new', 'note.txt'), '');
    expect(await filesNamed(folder, trustFor(of))).toEqual(['groups/new/note.txt']);
  });

  test.each(['manifest.json', 'SHA256SUMS'])(
    '%s of three gigabytes, most of it a hole, is none of a pack',
    async (file) => {
      const folder = copy('plain');
      truncateSync(join(folder, file), 3 * 1024 ** 3);
      await expect(verifyPack(folder, { trusted: null })).rejects.toMatchObject({
        kind: 'integrity',
        message: `${file} of the pack has 3221225472 bytes; no pack has one of more than 536870912.`,
      });
    },
  );

  test('with a link in the place of a file fails', async () => {
    const folder = copy(of);
    rmSync(join(folder, 'report.md'));
    symlinkSync(join(at(of), 'report.md'), join(folder, 'report.md'));
    expect(await filesNamed(folder, trustFor(of))).toEqual(['report.md']);
  });
});

describe('the signature', () => {
  test('without a key from outside establishes no signer', async () => {
    expect(await problems(at('signed'), null)).toEqual([
      { file: 'manifest.json.sig', problem: expect.stringContaining('not established') },
    ]);
  });

  test('of another key does not pass', async () => {
    expect(await problems(at('signed'), trust(newKey()))).toEqual([
      { file: 'manifest.json.sig', problem: expect.stringContaining('none of the given') },
    ]);
  });

  test('cannot be stripped', async () => {
    const folder = copy('signed');
    rmSync(join(folder, 'manifest.json.sig'));
    expect(await filesNamed(folder, trust(key))).toEqual(['manifest.json.sig']);
    expect(await filesNamed(folder, null)).toEqual(['manifest.json.sig']);
    rmSync(join(folder, 'signer.pub'));
    rewrite(folder, (manifest) => ({
      ...manifest,
      signer: null,
      files: manifest.files.filter(({ path }) => path !== 'signer.pub'),
    }));
    const found = await problems(folder, trust(key));
    expect(found).toContainEqual({
      file: 'manifest.json',
      problem: expect.stringContaining('is not signed'),
    });
  });

  test('does not cover a manifest that was made anew, and another key does not help', async () => {
    const folder = copy('signed');
    writeFileSync(join(folder, 'report.md'), 'nothing was found\n');
    const sha256 = createHash('sha256').update('nothing was found\n').digest('hex');
    const other = newKey();
    const forge = (manifest: Manifest): Manifest => ({
      ...manifest,
      files: manifest.files.map((file) =>
        file.path === 'report.md' ? { ...file, sha256, bytes: 18 } : file,
      ),
    });
    rewrite(folder, forge);
    expect(await problems(folder, trust(key))).toContainEqual({
      file: 'manifest.json.sig',
      problem: 'is no signature over this manifest.json',
    });
    writeFileSync(
      join(folder, 'manifest.json.sig'),
      sshSignature(readFileSync(join(folder, 'manifest.json')), other.privateKey),
    );
    expect((await problems(folder, trust(key))).some(({ file }) => file === 'manifest.json.sig')).toBe(true);
  });

  test('is the same when made again', async () => {
    await writeSealed(at('again'), { key, findings: cited(), statement: STATED });
    for (const file of filesOf(at('signed'))) {
      expect(readFileSync(at('again', file)).equals(readFileSync(at('signed', file)))).toBe(true);
    }
    expect(filesOf(at('again'))).toEqual(filesOf(at('signed')));
  });
});

describe('the custody log', () => {
  test.each([
    ['an entry left out', (lines: string[]) => lines.filter((_, i) => i !== 1)],
    ['its last entry left out', (lines: string[]) => lines.slice(0, -1)],
    ['two entries exchanged', (lines: string[]) => [lines[1]!, lines[0]!, ...lines.slice(2)]],
    ['another person', (lines: string[]) => lines.map((line) => line.replace('"by":null', '"by":"x"'))],
  ])('with %s fails, even where the manifest was made anew', async (_, change) => {
    const folder = copy('plain');
    const text = readFileSync(join(folder, 'custody.jsonl'), 'utf8');
    const changed = change(text.trimEnd().split('\n')).join('\n');
    writeFileSync(join(folder, 'custody.jsonl'), `${changed}\n`);
    const sha256 = createHash('sha256').update(`${changed}\n`).digest('hex');
    const bytes = changed.length + 1;
    rewrite(folder, (manifest) => ({
      ...manifest,
      files: manifest.files.map((file) =>
        file.path === 'custody.jsonl' ? { ...file, sha256, bytes } : file,
      ),
    }));
    expect(await filesNamed(folder, null)).toEqual(['custody.jsonl']);
  });

  test('names the files that were written', async () => {
    const folder = copy('plain');
    writeFileSync(join(folder, 'report.md'), '');
    const sha256 = createHash('sha256').update('').digest('hex');
    rewrite(folder, (manifest) => ({
      ...manifest,
      files: manifest.files.map((file) => (file.path === 'report.md' ? { ...file, sha256, bytes: 0 } : file)),
    }));
    expect(await problems(folder, null)).toEqual([
      { file: 'custody.jsonl', problem: expect.stringContaining('other files than the pack holds') },
    ]);
  });
});

describe('cited records', () => {
  test.each([
    [
      'with another hash',
      (record: RecordEntry) => ({ ...record, sha256: 'f'.repeat(64) }),
      "not in its input's tree",
    ],
    [
      'with another id',
      (record: RecordEntry) => ({ ...record, id: 'R0000000000000000' }),
      "not in its input's tree",
    ],
    [
      'at another place',
      (record: RecordEntry) => ({ ...record, proof: { ...record.proof, leaf: 3 } }),
      "not in its input's tree",
    ],
    [
      'of a tree of another size',
      (record: RecordEntry) => ({ ...record, proof: { ...record.proof, size: 101 } }),
      'another size',
    ],
    ['of no input', (record: RecordEntry) => ({ ...record, input: 'x' }), 'without a tree'],
  ])('%s fail', async (name, change, problem) => {
    const folder = at(`record ${name}`);
    await writeSealed(folder, { findings: cited((record, i) => (i === 1 ? change(record) : record)) });
    const found = await problems(folder, null);
    expect(found[0]).toEqual({ file: 'findings.json', problem: expect.stringContaining(problem) });
    expect(found.every(({ file }) => file === 'findings.json')).toBe(true);
  });

  test.each(['partner', 'court', 'ci'] as const)(
    'of a pack for %s agree with their root',
    async (profile) => {
      const names = pseudonyms(Buffer.from('0123456789abcdef0123456789abcdef'));
      const findings = profiled(citing(document()), profile, profile === 'court' ? null : names);
      await writeSealed(at(profile), { key, findings });
      const { outcomes, problems: found } = await verifyPack(at(profile), { trusted: trust(key) });
      expect(found).toEqual([]);
      expect(filesOf(at(profile)).includes('certificate.txt')).toBe(profile === 'court');
      const said = outcomes.find(({ check }) => check === 'records')?.holds;
      expect(said).toContain({ partner: '3 redacted', court: '3 of 3', ci: 'none are cited' }[profile]);
    },
  );

  test('that disclose something else fail', async () => {
    const names = pseudonyms(Buffer.from('0123456789abcdef0123456789abcdef'));
    const findings = profiled(citing(document()), 'partner', names);
    const records = findings.records!.map((record, i) =>
      i === 1 ? { ...record, line: record.line + 1 } : record,
    );
    await writeSealed(at('disclosed'), { findings: { ...findings, records } });
    const found = await problems(at('disclosed'), null);
    expect(found[0]).toEqual({ file: 'findings.json', problem: expect.stringContaining('commitments') });
  });

  test('that are missing fail', async () => {
    const findings = cited();
    const [group, ...rest] = findings.groups;
    const claim = {
      id: 'C1',
      family: 'timing',
      about: { statistic: 'x' },
      contributing: 1,
      records: ['R0123456789abcdef'],
    } as const;
    await writeSealed(at('claims'), {
      findings: { ...findings, groups: [{ ...group!, claims: [claim] }, ...rest] },
    });
    expect(await problems(at('claims'), null)).toEqual([
      { file: 'findings.json', problem: expect.stringContaining('C1 of G-7f3a cite R0123456789abcdef') },
    ]);
  });
});

describe('further checks', () => {
  const further: PackCheck = async ({ document: { inputs }, manifest }) => ({
    check: 'inputs',
    holds: '',
    problems: [{ file: inputs[0]!.name, problem: `is not ${manifest.inputs[0]!.sha256}` }],
  });

  test('run over a whole pack, and count', async () => {
    const { outcomes, problems: found } = await verifyPack(at('plain'), {
      trusted: null,
      further: [further],
    });
    expect(outcomes.at(-1)?.check).toBe('inputs');
    expect(found).toEqual([
      { file: 'april.csv.gz', problem: expect.stringMatching(/^is not [0-9a-f]{64}$/) },
    ]);
  });

  test('do not run over a damaged one', async () => {
    const folder = copy('plain');
    writeFileSync(join(folder, 'report.md'), '');
    const { problems: found } = await verifyPack(folder, { trusted: null, further: [further] });
    expect(found.map(({ file }) => file)).toEqual(['report.md']);
  });
});

describe('hostile manifests', () => {
  test.each(['../outside', '/etc/passwd', 'a/../../b', 'a//b', './a', 'a\\b', 'a\nb', ''])(
    'a path %j is refused',
    async (path) => {
      const folder = copy('plain');
      rewrite(folder, (manifest) => ({
        ...manifest,
        files: [{ ...manifest.files[0]!, path }, ...manifest.files],
      }));
      expect(await filesNamed(folder, null)).toEqual(['manifest.json']);
    },
  );

  test('a second entry for a file is refused', async () => {
    const folder = copy('plain');
    rewrite(folder, (manifest) => ({ ...manifest, files: [...manifest.files, manifest.files[0]!] }));
    expect(await filesNamed(folder, null)).toContain('manifest.json');
  });
});

describe('VERIFY.txt', () => {
  const shell = (command: string, folder = at('signed')) =>
    execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const text = () => readFileSync(at('signed', 'VERIFY.txt'), 'utf8');

  test('has the commands that are tested here', () => {
    const unindented = text().replaceAll(/^ {6}/gm, '');
    for (const command of [MANIFEST_SUMS, CUSTODY_CHECK, SSH_VERIFY]) expect(unindented).toContain(command);
  });

  test('sums, from SHA256SUMS and from the manifest', () => {
    const count = (output: string) =>
      output
        .trim()
        .split('\n')
        .filter((line) => line.endsWith(': OK')).length;
    const files = filesOf(at('signed')).length;
    expect(count(shell('sha256sum --strict -c SHA256SUMS'))).toBe(files - 1);
    expect(count(shell(`${MANIFEST_SUMS} | sha256sum --strict -c`))).toBe(files - 3);
    const folder = copy('signed');
    writeFileSync(join(folder, 'report.md'), '');
    expect(() => shell(`${MANIFEST_SUMS} | sha256sum --strict -c`, folder)).toThrow();
  });

  test('signature', () => {
    writeFileSync(at('allowed_signers'), `examiner namespaces="${NAMESPACE}" ${key.publicKey.line}\n`);
    expect(shell(SSH_VERIFY)).toContain(`Good "${NAMESPACE}" signature for examiner`);
    expect(sshKeygen(['-l', '-f', at('signed', 'signer.pub')])).toContain(key.publicKey.fingerprint);
    const folder = copy('signed');
    writeFileSync(join(folder, 'manifest.json'), `${readFileSync(join(folder, 'manifest.json'), 'utf8')}\n`);
    expect(() => shell(SSH_VERIFY, folder)).toThrow();
  });

  test('custody', () => {
    const manifest = JSON.parse(readFileSync(at('signed', 'manifest.json'), 'utf8')) as Manifest;
    expect(shell(CUSTODY_CHECK)).toBe(`last "${manifest.custody.last_sha256}"\n`);
    const folder = copy('signed');
    const lines = readFileSync(join(folder, 'custody.jsonl'), 'utf8');
    writeFileSync(join(folder, 'custody.jsonl'), lines.replace('inputs-read', 'inputs-made'));
    expect(shell(CUSTODY_CHECK, folder)).toContain('broken at: ');
  });
});

test('what is stated stands in the pack, inert', () => {
  const files = ['manifest.json', 'custody.jsonl', 'certificate.txt', 'VERIFY.txt'];
  for (const file of files) {
    const text = readFileSync(at('signed', file), 'utf8');
    expect(text).not.toMatch(/\u202e/);
    expect(text).toContain('\\u{202e}'.replace('\\', file.includes('json') ? '\\\\' : '\\'));
  }
  expect(readFileSync(at('signed', 'README.txt'), 'utf8').split('\n')[0]).toBe('TLP:AMBER+STRICT');
  expect(readFileSync(at('plain', 'README.txt'), 'utf8').split('\n')[0]).toBe('STILLHUNT EVIDENCE FOLDER');
});
