import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assess/finding.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { assessment, group, member } from '../evidence/fixture.js';
import { run as runCommand } from './run.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stillhunt-cli-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Stands for linking and assessment: one group of all accounts. */
function judged(alert: boolean): (table: FacetTable) => Promise<Assessment> {
  return async ({ accounts }) =>
    assessment({
      groups: [
        group({
          alert,
          verdict: alert ? 'operation-hypothesis' : 'undecided',
          members: accounts.map((id) => member(id, 0.9, 2)),
        }),
      ],
      tested: 1,
      accounts: accounts.length,
      requests: accounts.length * 2,
    });
}

const run = (argv: string[], analyze = judged(true), env: Readonly<Record<string, string>> = {}) =>
  runCommand(argv, env, analyze);

const HEAD = 'timestamp,account_id,model,input_tokens,output_tokens';
const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `2026-05-01T0${i % 5}:00:0${i % 10}Z,acc_${i % 4},m,${10 + i},${20 + i}`,
  );

function log(lines: readonly string[], name = 'usage.csv'): string {
  const path = join(base, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const out = () => join(base, 'evidence');
const findings = () => JSON.parse(readFileSync(join(out(), 'findings.json'), 'utf8')) as FindingsDocument;

describe('investigate', () => {
  test('writes the evidence folder and prints the ranking, the file to open last', async () => {
    const { code, stdout, stderr } = await run(['investigate', log([HEAD, ...rows(40)]), '--out', out()]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('! ALERT: 1 group exceeds the threshold');
    expect(stdout).toMatch(/peak \d+ MB/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`open: ${join(out(), 'report.html')}`);
    expect(findings().rows).toEqual({ read: 40, accepted: 40, quarantined: 0, filtered: 0 });
    expect(findings().inputs[0]).toMatchObject({
      name: 'usage.csv',
      columns: { account: 'account_id', time: 'timestamp' },
    });
    execFileSync('sha256sum', ['--strict', '--quiet', '-c', 'SHA256SUMS'], { cwd: out() });
    expect(readFileSync(join(out(), 'facets.arrow')).subarray(0, 6).toString()).toBe('ARROW1');
    const coverage: unknown = JSON.parse(readFileSync(join(out(), 'coverage.json'), 'utf8'));
    expect(coverage).toMatchObject({ gaps: { count: 0 } });
  });

  test('gives the same pack for the same input, wherever it lies', async () => {
    const lines = [HEAD, ...rows(40)];
    await run(['investigate', log(lines), '--out', out()]);
    mkdirSync(join(base, 'elsewhere'));
    await run(['investigate', log(lines, 'elsewhere/usage.csv'), '--out', join(base, 'again')]);
    expect(readFileSync(join(base, 'again', 'SHA256SUMS'))).toEqual(readFileSync(join(out(), 'SHA256SUMS')));
    for (const file of readdirSync(out(), { recursive: true, encoding: 'utf8' })) {
      if (/\.(json|md|csv|txt)$/.test(file))
        expect(readFileSync(join(out(), file), 'utf8')).not.toContain(base);
    }
  });

  test('--json prints the document that it wrote, and nothing else on stdout', async () => {
    const { stdout, stderr } = await run(['investigate', log([HEAD, ...rows(9)]), '--out', out(), '--json']);
    expect(stdout).toBe(readFileSync(join(out(), 'findings.json'), 'utf8'));
    expect(stderr).toMatch(/^peak \d+ MB\n$/);
  });

  test('--fail-on alert gives 1 only for an alert', async () => {
    const input = log([HEAD, ...rows(9)]);
    expect((await run(['investigate', input, '--out', out(), '--fail-on', 'alert'])).code).toBe(1);
    expect((await run(['investigate', input, '--out', out(), '--force'])).code).toBe(0);
    const quiet = await run(
      ['investigate', input, '--out', out(), '--force', '--fail-on', 'alert'],
      judged(false),
    );
    expect(quiet.code).toBe(0);
    expect(quiet.stdout).toContain('No group exceeded the threshold.');
  });

  test('too many refused rows: the pack is written, exit code 4, and the message names file and place', async () => {
    const input = log([HEAD, ...rows(9), 'yesterday,acc_9,m,1,1']);
    const { code, stderr } = await run(['investigate', input, '--out', out()]);
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /10 % of the rows were refused, over the limit of 5 %; the first is .*usage\.csv line 11, byte \d+: bad-time/,
    );
    expect(findings().rows).toMatchObject({ read: 10, quarantined: 1 });
    expect(readFileSync(join(out(), 'quarantine.csv'), 'utf8')).toMatch(/\nusage\.csv,11,\d+,bad-time,/);
    expect(
      (await run(['investigate', input, '--out', out(), '--force', '--max-quarantine', '10'])).code,
    ).toBe(0);
    expect((await run(['investigate', input, '--out', out(), '--force', '--fail-on', 'alert'])).code).toBe(1);
  });

  test('a damaged source: the rest is used, exit code 4, and the message names it', async () => {
    const whole = gzipSync(`${[HEAD, ...rows(20_000)].join('\n')}\n`);
    writeFileSync(join(base, 'broken.csv.gz'), whole.fill(0xff, whole.length >> 1));
    const good = log([HEAD, ...rows(9)]);
    const { code, stdout, stderr } = await run([
      'investigate',
      join(base, 'broken.csv.gz'),
      good,
      '--out',
      out(),
    ]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/stillhunt: The result rests on part of the input\. .*broken\.csv\.gz is damaged/);
    expect(stdout).toContain('! INCOMPLETE: 1 input not read to the end');
    expect(findings().coverage.incomplete_inputs).toBe(1);
  });

  test('no usable row: exit code 3 with the reasons, and no pack', async () => {
    const { code, stderr } = await run(['investigate', log([HEAD, 'never,acc_1,m,1,1']), '--out', out()]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/None of the 1 row could be used \(bad-time 1\); the first is .* line 2/);
    expect(existsSync(out())).toBe(false);
  });

  test('a missing input: exit code 3', async () => {
    const { code, stderr } = await run(['investigate', join(base, 'none.csv'), '--out', out()]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('none.csv')]);
  });

  test('an existing folder: exit code 2 before any work, with what to do', async () => {
    mkdirSync(out());
    writeFileSync(join(out(), 'mine.txt'), '');
    const never = async () => {
      throw new Error('analysed');
    };
    const { code, stderr } = await run(
      ['investigate', log([HEAD, ...rows(9)]), '--out', out(), '--force'],
      never,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('Choose another folder')]);
  });

  test('columns and constants reach the record and the document', async () => {
    const input = log(['ts,who', '2026-05-01 10:00:00,acc_1', '2026-05-01 11:00:00,acc_2']);
    const argv = ['investigate', input, '--out', out(), '--column', 'account=who', '--column', 'time=ts'];
    expect((await run([...argv, '--const', 'model=m-1', '--timezone', 'UTC'])).code).toBe(0);
    expect(findings().configuration).toEqual({
      columns: { account: 'who', time: 'ts' },
      constants: { model: 'm-1' },
      timezone: 'UTC',
      max_quarantine_percent: 5,
    });
  });

  test('--quiet keeps stderr empty', async () => {
    const path = log([HEAD, ...rows(9)]);
    log([HEAD, ...rows(9)], 'copy.csv');
    expect((await run(['investigate', base, '--out', out()])).stderr).toMatch(/^warning: .*counted twice/);
    expect(
      (await run(['investigate', path, join(base, 'copy.csv'), '--out', out(), '--force', '--quiet'])).stderr,
    ).toBe('');
  });

  test('hostile text in a log cannot act in messages', async () => {
    const input = log(['time\u001b[31m,\u202eaccount', '2026-05-01,x']);
    const { code, stderr } = await run(['investigate', input, '--out', out()]);
    expect(code).toBe(3);
    expect(stderr).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  });
});

describe('the command line', () => {
  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([['--help'], ['investigate', '--help'], ['help', 'investigate']])(
    '%s %s has examples',
    async (...argv) => {
      const { code, stdout } = await run(argv.filter((word) => typeof word === 'string'));
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}stillhunt investigate /);
    },
  );

  test.each([
    [[], 'Usage: stillhunt'],
    [['hunt'], "unknown command 'hunt'"],
    [['investigate', '--out', 'x'], 'No log is named.'],
    [['investigate', 'a.csv'], "required option '--out <folder>'"],
    [['investigate', 'a.csv', '--out', 'x', '--fast'], "unknown option '--fast'"],
    [
      ['investigate', 'a.csv', '--out', 'x', '--column', 'colour=c'],
      'Expected FIELD=TEXT with a FIELD of: time, account',
    ],
    [['investigate', 'a.csv', '--out', 'x', '--const', 'time=1'], 'Expected FIELD=TEXT'],
    [['investigate', 'a.csv', '--out', 'x', '--max-quarantine', '500'], 'Expected a number from 0 to 100'],
    [['investigate', 'a.csv', '--out', 'x', '--fail-on', 'rain'], 'Allowed choices are alert'],
    [['investigate', 'a.csv', '--out', 'x', '--\u001b[31m'], 'unknown option'],
  ])('%j is a usage error: exit code 2', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('\u001b');
  });

  test('an unknown fault: exit code 6 with the stack, and no pack', async () => {
    const faulty = async () => {
      throw new TypeError('groups is not iterable');
    };
    const { code, stderr } = await run(['investigate', log([HEAD, ...rows(9)]), '--out', out()], faulty);
    expect(code).toBe(6);
    expect(stderr).toMatch(/TypeError: groups is not iterable\n\s+at .*this is a bug/s);
    expect(existsSync(out())).toBe(false);
  });

  test('listens to no signal afterwards', async () => {
    const before = process.listenerCount('SIGINT');
    await run(['--version']);
    await run(['investigate', log([HEAD, ...rows(9)]), '--out', out()]);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

test('names with line breaks cannot make lines of their own', async () => {
  const name = 'x\nstillhunt: all is well.csv';
  const { code, stderr } = await run(['investigate', log([HEAD, ...rows(9), 'x'], name), '--out', out()]);
  expect(code).toBe(4);
  expect(stderr).toContain('x\\u{a}stillhunt: all is well.csv');
  expect(stderr.split('\n').some((line) => line.startsWith('stillhunt: all'))).toBe(false);
});
