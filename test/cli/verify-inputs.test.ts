import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assess/finding.js';
import { checkFindings } from '../../src/evidence/findings-check.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { RecordEntry } from '../../src/evidence/records-entry.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { againstInputs } from '../../src/pack/check-inputs.js';
import { writeFolder } from '../../src/pack/folder.js';
import { sealedPack } from '../../src/pack/layout.js';
import type { Manifest } from '../../src/pack/manifest.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { run as runCommand } from './run.js';

let base: string;
let logs: string;
let out: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stillhunt-verify-'));
  logs = join(base, 'logs');
  out = join(base, 'pack');
  mkdirSync(join(logs, 'more'), { recursive: true });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Stands for linking and assessment: one group of all accounts, after whatever else is to happen meanwhile. */
function judged(alert: boolean, meanwhile = () => {}): (table: FacetTable) => Promise<Assessment> {
  return async ({ accounts }) => {
    meanwhile();
    const shared = [{ facet: 'payment', value: 'card_1', members: 2, accounts: 2 }];
    return assessment({
      groups: [group({ alert, shared, members: accounts.map((id) => member(id, 0.9, 2)) })],
      tested: 1,
      accounts: accounts.length,
    });
  };
}

const run = (argv: string[], analyze = judged(true)) => runCommand(argv, {}, analyze);

const HEAD = 'when,account_id,model,payment_id,input_tokens';
const row = (i: number) =>
  `2026-05-01 0${i % 10}:00:${10 + (i % 50)},acc_${i % 4},"m, ""${i}""\nx",card_${i % 3},${10 + i}`;
const csv = (from: number, count: number) =>
  `${[HEAD, ...Array.from({ length: count }, (_, i) => row(from + i))].join('\r\n')}\r\n`;

/** A plain file, a compressed one, lines of JSON and an archive with one log. */
function writeLogs(): void {
  writeFileSync(join(logs, 'a.csv'), csv(0, 40));
  writeFileSync(join(logs, 'b.csv.gz'), gzipSync(csv(100, 30)));
  const line = (i: number) =>
    JSON.stringify({ when: `2026-05-02T00:00:${10 + i}Z`, account_id: `acc_${i % 4}` });
  writeFileSync(
    join(logs, 'more', 'c.jsonl'),
    `${Array.from({ length: 20 }, (_, i) => line(i)).join('\n')}\n`,
  );
  writeFileSync(join(base, 'd.csv'), csv(200, 10));
  execFileSync('tar', ['-C', base, '-czf', join(logs, 'more', 'd.tar.gz'), 'd.csv']);
}

const READING = ['--column', 'time=when', '--timezone', 'Europe/Berlin', '--const', 'org=us'];

async function investigate(analyze = judged(true), ...more: string[]) {
  return run(['investigate', logs, '--out', out, '--quiet', ...READING, ...more], analyze);
}

const document = () => JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8')) as FindingsDocument;

describe('verify --inputs', () => {
  test('reads each cited range again, and gives the same findings again', async () => {
    writeLogs();
    expect((await investigate()).code).toBe(0);
    const found = document();
    expect(checkFindings(found)).toMatchObject({ valid: true, unknown: [] });
    expect(new Set(found.records!.map(({ input }) => input)).size).toBeGreaterThan(1);
    expect(found.record_trees!.map(({ records }) => records)).toEqual([40, 30, 20, 10]);
    const { code, stdout } = await run(['verify', out, '--inputs', logs]);
    expect(stdout).toContain(
      `4 of 4 inputs have the size and hash that findings say; ${found.records!.length} cited`,
    );
    expect(stdout).toContain('give the same findings byte for byte');
    expect(code).toBe(0);
    const quick = await run(['verify', out, '--inputs', logs, '--no-rerun'], judged(false));
    expect(quick.stdout).not.toContain('byte for byte');
    expect(quick.code).toBe(0);
  });

  test('names an input of which one bit is flipped, cited or not, one that is gone, and analyses none of them', async () => {
    writeLogs();
    await investigate();
    for (const [file, named] of [
      ['a.csv', 'a.csv'],
      ['b.csv.gz', 'b.csv.gz'],
      ['more/c.jsonl', 'more/c.jsonl'],
      ['more/d.tar.gz', 'more/d.tar.gz'],
    ] as const) {
      const path = join(logs, file);
      const bytes = readFileSync(path);
      const flipped = Buffer.from(bytes);
      flipped[bytes.length - 5]! ^= 1;
      writeFileSync(path, flipped);
      const changed = await run(['verify', out, '--inputs', logs]);
      expect(changed.code).toBe(5);
      expect(changed.stderr).toContain(named);
      expect(changed.stdout).toContain('not analysed again');
      rmSync(path);
      const gone = await run(['verify', out, '--inputs', logs]);
      expect(gone.code).toBe(5);
      expect(gone.stderr).toContain(`${named} is no file in`);
      writeFileSync(path, bytes);
    }
    expect((await run(['verify', out, '--inputs', logs])).code).toBe(0);
  });

  test('says of a table of a warehouse that it is not read again, and reads the files beside it', async () => {
    writeLogs();
    await investigate();
    const found = document();
    const [first, ...rest] = found.inputs;
    const table = { ...first!, name: 'clickhouse://h:8123/db.usage', format: 'clickhouse' };
    const check = async (inputs: FindingsDocument['inputs']) =>
      againstInputs(logs)({ folder: out, document: { ...found, inputs, records: [] } } as never);
    const unread =
      '1 input is a table of a warehouse, which is not read again: what was counted there cannot be checked here';
    expect(await check([table])).toEqual({ check: 'inputs', holds: unread, problems: [] });
    expect(await check([table, ...rest])).toEqual({
      check: 'inputs',
      holds: `3 of 3 inputs have the size and hash that findings say; ${unread}; no records are cited`,
      problems: [],
    });
    expect((await check([{ ...table, format: 'csv' }])).problems).toHaveLength(1);
  });

  test('names an archive of which a byte outside of its logs is changed', async () => {
    writeLogs();
    writeFileSync(join(base, 'note.txt'), 'approved');
    execFileSync('tar', ['-C', base, '-cf', join(logs, 'e.tar'), 'd.csv', 'note.txt']);
    await investigate();
    expect((await run(['verify', out, '--inputs', logs, '--no-rerun'])).code).toBe(0);
    const tar = readFileSync(join(logs, 'e.tar'));
    tar.write('rejected', tar.lastIndexOf('approved'));
    writeFileSync(join(logs, 'e.tar'), tar);
    const { code, stderr } = await run(['verify', out, '--inputs', logs, '--no-rerun']);
    expect([code, stderr.includes('e.tar is not the file that findings rest on')]).toEqual([5, true]);
  });

  test('says where findings come out different', async () => {
    writeLogs();
    await investigate();
    const { code, stderr } = await run(['verify', out, '--inputs', logs], judged(false));
    expect(code).toBe(5);
    expect(stderr).toContain(
      'comes out different when made again in records, groups, first in that of rank 1',
    );
  });

  test('names fingerprints that are of other logs, though the pack agrees with itself', async () => {
    writeLogs();
    await investigate();
    const found = document();
    const forged = join(base, 'forged');
    const other = await run([
      'investigate',
      join(logs, 'a.csv'),
      '--out',
      join(base, 'other'),
      '--quiet',
      ...READING,
    ]);
    expect(other.code).toBe(0);
    const facets = readFileSync(join(base, 'other', 'facets.arrow'));
    await writeFolder(forged, sealedPack({ document: found, facets }), { force: false });
    const { code, stderr } = await run(['verify', forged, '--inputs', logs]);
    expect(stderr).toContain('facets.arrow comes out different when made again');
    expect(code).toBe(5);
  });

  test('does not claim to have analysed again what rests on more than the inputs', async () => {
    writeLogs();
    await investigate();
    const later = join(base, 'later');
    await run(['investigate', logs, '--out', later, '--quiet', ...READING, '--baseline', out]);
    const { code, stdout } = await run(['verify', later, '--inputs', logs]);
    expect(stdout).toContain(
      'not analysed again: these findings rest on more than inputs and settings (an earlier run)',
    );
    expect(stdout).not.toContain('byte for byte');
    expect(code).toBe(0);
  });

  test('looks at a court pack and at one with a marking as at any other, and not at one that names no inputs', async () => {
    writeLogs();
    await investigate(judged(true), '--pack', 'court', '--tlp', 'amber');
    expect(document()).toMatchObject({ tlp: 'amber', disclosure: { profile: 'court' } });
    expect(await run(['verify', out, '--inputs', logs])).toMatchObject({ code: 0 });
    const key = join(base, 'key');
    writeFileSync(key, 'ab'.repeat(32));
    await investigate(judged(true), '--force', '--pack', 'partner', '--pseudonym-key', key);
    const { code, stderr } = await run(['verify', out, '--inputs', logs]);
    expect(code).toBe(5);
    expect(stderr).toContain('keeps back which inputs it rests on');
  });

  test('finds a range that is elsewhere, on another line or beyond the end, and opens nothing outside of the folder', async () => {
    writeLogs();
    await investigate();
    const found = document();
    const check = (mend: (record: RecordEntry) => Partial<RecordEntry>) => {
      const [first, ...rest] = found.records!;
      const changed = { ...found, records: [{ ...first!, ...mend(first!) }, ...rest] };
      return againstInputs(logs)({ folder: out, manifest: {} as Manifest, document: changed });
    };
    const problem = async (mend: (record: RecordEntry) => Partial<RecordEntry>) =>
      (await check(mend)).problems[0]?.problem;
    expect(await problem(() => ({}))).toBeUndefined();
    expect(await problem(({ line }) => ({ line: line + 1 }))).toContain('are on line');
    expect(await problem(({ byte_offset }) => ({ byte_offset: byte_offset! + 1 }))).toContain('have SHA-256');
    expect(await problem(({ byte_length }) => ({ byte_length: byte_length! - 1 }))).toContain('have SHA-256');
    expect(await problem(() => ({ byte_offset: 1e9 }))).toContain('the input ends before it');
    expect(await problem(() => ({ byte_offset: null }))).toContain('the input ends before it');
    writeFileSync(join(base, 'secret.csv'), csv(0, 1));
    const [input] = found.inputs;
    for (const name of [
      '../secret.csv',
      join(base, 'secret.csv'),
      'more/../../secret.csv',
      '',
      '..',
      'more',
    ]) {
      const { problems } = await againstInputs(logs)({
        folder: out,
        manifest: {} as Manifest,
        document: { ...found, inputs: [{ ...input!, name }], records: [] },
      });
      expect(problems).toEqual([{ file: name, problem: expect.stringContaining('is no file in') }]);
    }
  });
});

describe('citing', () => {
  test('ends the run with exit code 5 where an input changes between the two readings, and writes nothing', async () => {
    const changes = [
      () => appendFileSync(join(logs, 'a.csv'), `${row(7)}\r\n`),
      () =>
        writeFileSync(
          join(logs, 'a.csv'),
          readFileSync(join(logs, 'a.csv'), 'latin1').replace('card_1', 'card_2'),
        ),
      () => writeFileSync(join(logs, 'a.csv'), ''),
      () => rmSync(join(logs, 'a.csv')),
      () => writeFileSync(join(logs, 'z.csv'), csv(0, 3)),
    ];
    for (const change of changes) {
      writeLogs();
      const { code, stderr } = await investigate(judged(true, change));
      expect(code).toBe(5);
      expect(stderr).toMatch(/changed between the two readings/);
      expect(existsSync(out)).toBe(false);
      rmSync(join(logs, 'z.csv'), { force: true });
    }
  });

  test('is left out where it is not wanted, and the pack says so', async () => {
    writeLogs();
    const { code } = await investigate(
      judged(true, () => rmSync(join(logs, 'a.csv'), { force: true })),
      '--no-citations',
    );
    expect(code).toBe(0);
    const found = document();
    expect(found.records).toBeUndefined();
    expect(found.records_note).toContain('did not read the logs a second time');
    expect(found.configuration.citations).toBe(false);
    expect(found.groups[0]!.claims).toBeUndefined();
    expect(checkFindings(found)).toMatchObject({ valid: true, unknown: [] });
    writeFileSync(join(logs, 'a.csv'), csv(0, 40));
    expect(await run(['verify', out, '--inputs', logs])).toMatchObject({ code: 0 });
  });
});
