import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/pack/canonical-json.js';
import { type CustodyEntry, contentsHash, lineHash } from '../../src/pack/custody.js';
import { type Manifest, packId, sumsText } from '../../src/pack/manifest.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { filesOf, sshKeygen } from '../pack/sealed-pack.js';
import { run as runCommand } from './run.js';

const base = mkdtempSync(join(tmpdir(), 'stillhunt-verify-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const at = (...path: string[]) => join(base, ...path);

const ROWS = Array.from(
  { length: 20 },
  (_, i) => `2026-05-01T0${i % 5}:00:0${i % 10}Z,acc_${i % 4},m,${10 + i},${20 + i}`,
);
const LOG = `timestamp,account_id,model,input_tokens,output_tokens\n${ROWS.join('\n')}\n`;
const SUM = createHash('sha256').update(LOG).digest('hex');

const run = (...argv: string[]) =>
  runCommand(argv, {}, async ({ accounts }) =>
    assessment({ groups: [group({ members: accounts.map((id) => member(id, 0.9, 5)) })], tested: 1 }),
  );

const investigate = (out: string, ...more: string[]) =>
  run('investigate', at('usage.csv'), '--out', at(out), '--quiet', ...more);

const STATED = ['--case-id', 'IR-7', '--examiner', 'J. Doe', '--organisation', 'Lab', '--tlp', 'green'];

beforeAll(async () => {
  writeFileSync(at('usage.csv'), LOG);
  sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-f', at('key')]);
  sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-f', at('other')]);
  sshKeygen(['-q', '-t', 'ed25519', '-N', 'x', '-f', at('locked')]);
  const acquired = ['--at', '2026-05-02T01:00:00+02:00', '--acquired', `usage.csv=${SUM.toUpperCase()}`];
  const { code } = await investigate('signed', '--sign-key', at('key'), ...STATED, ...acquired);
  expect(code).toBe(0);
  expect((await investigate('plain')).code).toBe(0);
});

/** Seals a pack without a signature anew after a file was changed, as anybody can. */
function sealAnew(folder: string, changed: string): void {
  const read = (file: string) => readFileSync(join(folder, file));
  const sum = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const old = JSON.parse(read('manifest.json').toString()) as Manifest;
  const files = old.files.map((file) =>
    file.path === changed ? { ...file, sha256: sum(read(changed)), bytes: read(changed).length } : file,
  );
  const contents = contentsHash(
    files.filter(({ path }) => path !== 'custody.jsonl').map(({ path, sha256 }) => ({ name: path, sha256 })),
  );
  const lines = read('custody.jsonl').toString().trimEnd().split('\n');
  const last = JSON.parse(lines.pop()!) as CustodyEntry;
  lines.push(canonicalJson({ ...last, items: [{ name: 'contents', sha256: contents }] }));
  const custody = `${lines.join('\n')}\n`;
  const content = {
    ...old,
    custody: { entries: lines.length, last_sha256: lineHash(lines.at(-1)!) },
    files: files.map((file) =>
      file.path === 'custody.jsonl'
        ? { ...file, sha256: sum(custody), bytes: Buffer.byteLength(custody) }
        : file,
    ),
  };
  const manifest = canonicalJson({ ...content, pack_id: packId(content) });
  writeFileSync(join(folder, 'custody.jsonl'), custody);
  writeFileSync(join(folder, 'manifest.json'), manifest);
  writeFileSync(
    join(folder, 'SHA256SUMS'),
    sumsText([...content.files, { path: 'manifest.json', sha256: sum(manifest) }]),
  );
}

describe('verify', () => {
  test('a signed pack passes with the key from outside, and says what holds', async () => {
    const { code, stdout, stderr } = await run('verify', at('signed'), '--key', at('key.pub'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      ...['manifest', 'files', 'sums', 'signature', 'custody', 'findings', 'records', 'views'],
      at('signed'),
      '',
    ]);
  });

  test('without a key, or with another, it fails with 5 and says why', async () => {
    const none = await run('verify', at('signed'));
    expect([none.code, none.stdout.includes('verifies')]).toEqual([5, false]);
    expect(none.stderr).toContain('is not established');
    expect(none.stderr).toContain("Give the signer's public key with --key");
    const other = await run('verify', at('signed'), '--key', at('other.pub'));
    expect([other.code, other.stderr.includes('none of the given')]).toEqual([5, true]);
  });

  test('a pack without a signature passes without a key only', async () => {
    const { code, stdout } = await run('verify', at('plain'));
    expect([code, stdout.includes('who sealed them is not established')]).toEqual([0, true]);
    const keyed = await run('verify', at('plain'), '--key', at('key.pub'));
    expect([keyed.code, keyed.stderr.includes('is not signed')]).toEqual([5, true]);
  });

  test('a changed file is named, with exit code 5', async () => {
    await investigate('changed');
    writeFileSync(at('changed', 'report.md'), 'nothing\n');
    const { code, stdout, stderr } = await run('verify', at('changed'));
    expect([code, stdout.includes('verifies')]).toEqual([5, false]);
    expect(stderr).toMatch(/changed does not verify\. report\.md was changed: SHA-256 [0-9a-f]{64}/);
  });

  test('a file that says otherwise than findings.json is named, though all is sealed anew', async () => {
    await investigate('forged', '--case-id', 'a\u202eb \\u{41}', '--examiner', 'Zoë "\u001b[31m"');
    expect((await run('verify', at('forged'))).code).toBe(0);
    sealAnew(at('forged'), 'records/cited.jsonl');
    expect((await run('verify', at('forged'))).code).toBe(0);
    const whole = readFileSync(at('forged', 'report.md'));
    appendFileSync(at('forged', 'report.md'), 'One more account: acc_9.\n');
    sealAnew(at('forged'), 'report.md');
    const report = await run('verify', at('forged'));
    expect([report.code, report.stdout.includes('verifies')]).toEqual([5, false]);
    expect(report.stderr).toContain('verify. report.md is not what findings.json gives.');
    writeFileSync(at('forged', 'report.md'), whole);
    sealAnew(at('forged'), 'report.md');
    expect((await run('verify', at('forged'))).code).toBe(0);
    appendFileSync(at('forged', 'certificate.txt'), 'Signed by somebody else.\n');
    sealAnew(at('forged'), 'certificate.txt');
    expect((await run('verify', at('forged'))).stderr).toContain('verify. certificate.txt is not what');
  });

  test('a folder that is not part of the pack is named', async () => {
    await investigate('more');
    mkdirSync(at('more', 'groups', 'G-0'));
    const { code, stderr } = await run('verify', at('more'));
    expect([code, stderr.includes('groups/G-0 is not part of the pack')]).toEqual([5, true]);
  });

  test('a key that lies in the pack vouches for nothing', async () => {
    const { code, stderr } = await run('verify', at('signed'), '--key', at('signed', 'signer.pub'));
    expect([code, stderr.includes('lies in the pack')]).toEqual([2, true]);
    copyFileSync(at('signed', 'signer.pub'), at('copied.pub'));
    expect((await run('verify', at('signed'), '--key', at('copied.pub'))).code).toBe(0);
  });

  test('what is no pack, and what is no key, is said', async () => {
    expect((await run('verify', at('nowhere'))).code).toBe(3);
    expect((await run('verify', at('usage.csv'))).code).toBe(3);
    const empty = await run('verify', base);
    expect([empty.code, empty.stderr.includes('manifest.json is missing')]).toEqual([5, true]);
    expect((await run('verify', at('signed'), '--key', at('nowhere'))).code).toBe(3);
    const noKey = await run('verify', at('signed'), '--key', at('usage.csv'));
    expect([noKey.code, noKey.stderr.includes('holds no key that can be used')]).toEqual([3, true]);
  });
});

describe('the options of packs', () => {
  test('what is stated stands in the manifest, and only that', () => {
    const manifest = (pack: string) =>
      JSON.parse(readFileSync(at(pack, 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest('signed').stated).toEqual({
      case_id: 'IR-7',
      examiner: 'J. Doe',
      organisation: 'Lab',
      marking: 'TLP:GREEN',
      at: '2026-05-01T23:00:00.000000Z',
      acquired: [{ input: 'usage.csv', sha256: SUM }],
    });
    expect(new Set(Object.values({ ...manifest('plain').stated, acquired: null }))).toEqual(new Set([null]));
    for (const file of filesOf(at('signed'))) {
      const bytes = readFileSync(at('signed', file), 'latin1');
      for (const own of [base, tmpdir(), at('key'), 'OPENSSH PRIVATE']) expect(bytes).not.toContain(own);
    }
  });

  test('the command in the pack gives the same pack again', async () => {
    const { reproduce } = JSON.parse(readFileSync(at('signed', 'manifest.json'), 'utf8')) as Manifest;
    const places: Record<string, string> = { 'usage.csv': at('usage.csv'), OUT: at('again'), KEY: at('key') };
    const argv = reproduce.slice(1).map((word) => places[word] ?? word);
    expect((await run(...argv, '--quiet')).code).toBe(0);
    expect(filesOf(at('again'))).toEqual(filesOf(at('signed')));
    for (const file of filesOf(at('signed')))
      expect(readFileSync(at('again', file)).equals(readFileSync(at('signed', file))), file).toBe(true);
  });

  test('report seals too, and gives the same pack for the same statement', async () => {
    const { code } = await run('report', at('signed'), '--out', at('reported'), '--sign-key', at('key'));
    expect(code).toBe(0);
    expect((await run('verify', at('reported'), '--key', at('key.pub'))).code).toBe(0);
    expect((await run('report', at('plain'), '--out', at('re-plain'))).code).toBe(0);
    expect(readFileSync(at('re-plain', 'SHA256SUMS'))).toEqual(readFileSync(at('plain', 'SHA256SUMS')));
  });

  test('an input that is not what was acquired ends the run with 5, and nothing is written', async () => {
    const { code, stderr } = await investigate('bad', '--acquired', `usage.csv=${'0'.repeat(64)}`);
    expect([code, stderr.includes('usage.csv is not what was acquired')]).toEqual([5, true]);
    expect((await run('verify', at('bad'))).code).toBe(3);
    const unknown = await investigate('bad', '--acquired', `other.csv=${SUM}`);
    expect([unknown.code, unknown.stderr.includes('none of the inputs')]).toEqual([2, true]);
  });

  test('a partner pack names no input, and still says that hashes agreed', async () => {
    writeFileSync(at('pseudonym.key'), 'k'.repeat(40));
    const profile = ['--pack', 'partner', '--pseudonym-key', at('pseudonym.key')];
    const { code } = await investigate('partner', ...profile, '--acquired', `usage.csv=${SUM}`);
    expect(code).toBe(0);
    const manifest = JSON.parse(readFileSync(at('partner', 'manifest.json'), 'utf8')) as Manifest;
    expect(manifest.stated.acquired).toEqual([
      { input: manifest.inputs[0]!.name, sha256: manifest.inputs[0]!.sha256 },
    ]);
    for (const file of filesOf(at('partner'))) {
      const text = readFileSync(at('partner', file), 'utf8');
      for (const own of ['usage.csv', SUM, 'pseudonym.key']) expect(text).not.toContain(own);
    }
    expect((await run('verify', at('partner'))).code).toBe(0);
  });

  test.each([
    ['--sign-key', 'locked', 3, 'it is encrypted'],
    ['--sign-key', 'key.pub', 3, 'it is a public key'],
    ['--sign-key', 'nowhere', 3, 'ENOENT'],
    ['--at', '2026-05-01 10:00:00', 2, 'with its zone'],
    ['--at', 'yesterday', 2, 'with its zone'],
    ['--tlp', 'white', 2, 'amber+strict'],
    ['--case-id', '', 2, '1 to 200 characters'],
    ['--acquired', 'usage.csv=12', 2, '64 hexadecimal digits'],
  ])('%s %s is refused', async (option, value, exit, said) => {
    const given = option === '--sign-key' ? at(value) : value;
    const { code, stderr } = await investigate('refused', option, given);
    expect([code, stderr]).toEqual([exit, expect.stringContaining(said)]);
  });
});
