import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csvText } from '../../src/evidence/csv-cell.js';
import { type PackFile, writeFolder } from '../../src/pack/folder.js';
import { sealedPack } from '../../src/pack/layout.js';
import { assessment, document, group, HOSTILE, member } from '../evidence/fixture.js';
import { filesOf } from './sealed-pack.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stillhunt-folder-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function pack(findings = document()): PackFile[] {
  return sealedPack({ document: findings, facets: Uint8Array.from([65, 82, 82, 79, 87, 49]) });
}

const out = (name = 'out') => join(base, name);
const write = (files: Iterable<PackFile> = pack(), force = false, to = out()) =>
  writeFolder(to, files, { force });

/** A pack that breaks off after some of its files, as with a full disk. */
function* breaking(code: string): Generator<PackFile> {
  yield* pack().slice(0, 3);
  yield {
    path: 'ranking.csv',
    *content() {
      yield 'rank\n';
      throw Object.assign(new Error('no space left on device'), { code });
    },
  };
}

describe('the evidence folder', () => {
  test('holds what it promises, and stock sha256sum agrees', async () => {
    await write();
    const files = filesOf(out());
    expect(files).toEqual(
      pack()
        .map(({ path }) => path)
        .sort(),
    );
    for (const file of [
      'findings.json',
      'report.html',
      'report.md',
      'groups/G-7f3a/members.csv',
      'facets.arrow',
    ])
      expect(files).toContain(file);
    const report = execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], {
      cwd: out(),
      encoding: 'utf8',
    });
    expect(
      report
        .trim()
        .split('\n')
        .every((line) => line.endsWith(': OK')),
    ).toBe(true);
    const listed = readFileSync(join(out(), 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(66));
    expect(listed).toEqual([...listed].sort());
    expect(listed).toEqual(files.filter((file) => file !== 'SHA256SUMS'));
    expect(readdirSync(base)).toEqual(['out']);
  });

  test('is the same to the byte when written again', async () => {
    await write();
    await write(pack(), false, out('again'));
    expect(readFileSync(join(out(), 'SHA256SUMS'))).toEqual(readFileSync(join(out('again'), 'SHA256SUMS')));
  });

  test('sha256sum notices a changed byte', async () => {
    await write();
    writeFileSync(join(out(), 'ranking.csv'), 'rank\n');
    expect(() => execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: out(), stdio: 'pipe' })).toThrow();
  });

  test('README.txt is plain ASCII', async () => {
    await write();
    expect(readFileSync(join(out(), 'README.txt'), 'utf8')).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test.each(['ENOSPC', 'EACCES', 'EDEADLK'])(
    'leaves nothing that looks whole when writing fails with %s',
    async (code) => {
      await expect(write(breaking(code))).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringContaining('out'),
      });
      expect(readdirSync(base)).toEqual([]);
    },
  );

  test('keeps the earlier pack when replacing it fails', async () => {
    await write();
    const before = readFileSync(join(out(), 'SHA256SUMS'), 'utf8');
    await expect(write(breaking('ENOSPC'), true)).rejects.toMatchObject({ kind: 'input' });
    expect(readFileSync(join(out(), 'SHA256SUMS'), 'utf8')).toBe(before);
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], { cwd: out() });
    expect(readdirSync(base)).toEqual(['out']);
  });

  test('a fault of the program passes through as it is, and still leaves nothing', async () => {
    const broken: PackFile = {
      path: 'x',
      content: () => {
        throw new TypeError('a bug');
      },
    };
    await expect(write([broken])).rejects.toThrow(TypeError);
    expect(readdirSync(base)).toEqual([]);
  });

  test('replaces an earlier pack only with force', async () => {
    await write();
    await expect(write()).rejects.toMatchObject({ kind: 'usage', next: expect.stringContaining('--force') });
    await write(pack(document({ version: '9.9.9' })), true);
    expect(readFileSync(join(out(), 'findings.json'), 'utf8')).toContain('9.9.9');
    expect(readdirSync(base)).toEqual(['out']);
  });

  test('never replaces what it did not write', async () => {
    mkdirSync(out());
    writeFileSync(join(out(), 'thesis.txt'), 'years of work');
    await expect(write(pack(), true)).rejects.toMatchObject({ kind: 'usage' });
    expect(readdirSync(out())).toEqual(['thesis.txt']);
  });

  test('never deletes notes laid beside the evidence', async () => {
    await write();
    writeFileSync(join(out(), 'notes.txt'), 'call the customer');
    await expect(write(pack(), true)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('notes.txt'),
    });
    expect(existsSync(join(out(), 'notes.txt'))).toBe(true);
  });

  test('a folder that cannot be looked into is refused, not a fault', async () => {
    mkdirSync(out());
    writeFileSync(join(out(), 'findings.json'), '');
    symlinkSync('nowhere', join(out(), 'SHA256SUMS'));
    await expect(write(pack(), true)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('cannot be looked into: ENOENT'),
    });
  });

  test('never deletes notes written into the evidence', async () => {
    await write();
    writeFileSync(join(out(), 'report.md'), 'my own reading of it');
    await expect(write(pack(), true)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('report.md'),
    });
    expect(readFileSync(join(out(), 'report.md'), 'utf8')).toBe('my own reading of it');
  });

  test('takes an empty folder, follows a link, makes the folders above', async () => {
    mkdirSync(out());
    await write();
    symlinkSync(out(), join(base, 'link'));
    await write(pack(), true, join(base, 'link'));
    expect(existsSync(join(out(), 'SHA256SUMS'))).toBe(true);
    await write(pack(), false, join(base, 'a', 'b'));
    expect(existsSync(join(base, 'a', 'b', 'report.md'))).toBe(true);
  });

  test('refuses a file and the current folder', async () => {
    writeFileSync(out(), '');
    await expect(write()).rejects.toMatchObject({ kind: 'usage' });
    await expect(write(pack(), true, '.')).rejects.toMatchObject({ kind: 'usage' });
    await expect(write(pack(), true, '..')).rejects.toMatchObject({ kind: 'usage' });
  });

  test('says so where part of the path is a file', async () => {
    writeFileSync(join(base, 'file'), '');
    await expect(write(pack(), false, join(base, 'file', 'out'))).rejects.toMatchObject({ kind: 'input' });
    expect(readdirSync(base)).toEqual(['file']);
  });

  test('CSV cells are inert', async () => {
    const members = HOSTILE.map((id) => member(id, 0.5, 1));
    await write(pack(document({ assessment: assessment({ groups: [group({ members })] }) })));
    const rows = readFileSync(join(out(), 'groups/G-7f3a/members.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(rows).toHaveLength(HOSTILE.length);
    for (const row of rows) {
      expect(row).not.toMatch(/^"?[=+\-@]/);
      expect(row).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    expect(rows[0]).toMatch(/^"'=HYPERLINK\(""http:/);
    expect(rows[0]).toContain(',-0.75,'); // evidence against is a number and stays one
    const quarantine = readFileSync(join(out(), 'quarantine.csv'), 'utf8').split('\n');
    expect(quarantine[1]).toBe("april.csv.gz,17,3210,bad-time,'=1+1");
  });

  test.each([
    ['=1', "'=1"],
    ["'=1", "''=1"],
    ['x;=1+1', `"x;'=1+1"`],
    ['x; "@SUM(A1)', `"x;' ""@SUM(A1)"`],
    ['a;b', '"a;b"'],
    ['\u200b=1', '\\u{200b}=1'],
  ])('CSV cell of %j', (text, cell) => {
    expect(csvText(text)).toBe(cell);
  });

  test('a group id that is no name stops the pack', async () => {
    expect(() =>
      pack(document({ assessment: assessment({ groups: [group({ id: '../../G-1' })] }) })),
    ).toThrow('not a group id');
  });
});

test('coverage.json reconciles', async () => {
  await write();
  const coverage: unknown = JSON.parse(readFileSync(join(out(), 'coverage.json'), 'utf8'));
  expect(coverage).toMatchObject({
    rows: { read: 41_208_117, accepted: 41_199_875, quarantined: 8_242, filtered: 0 },
    quarantine: { rows: 8_242, reasons: { 'bad-time': 8_000, 'missing-account': 242 } },
    gaps: {
      listed: [
        { from: '2026-04-28T02:00:00.000000Z', to: '2026-04-28T05:00:00.000000Z', hours: 3 },
        { from: '2026-04-28T07:00:00.000000Z', to: '2026-04-28T08:00:00.000000Z', hours: 1 },
      ],
    },
    facets_standing_aside: [{ facet: 'payment' }, { facet: 'session' }],
  });
});
