import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { Accumulator, encodeFacetTable } from '../../src/fingerprint/index.js';
import { readBatches } from '../../src/ingest/index.js';
import { document } from '../evidence/fixture.js';
import { cited } from '../explain/fixture.js';
import { run as runCommand } from './run.js';

/** Groups that share accounts and values. */
const findings = { ...document(), groups: cited().groups.map(({ claims: _, ...group }) => group) };

const base = mkdtempSync(join(tmpdir(), 'stillhunt-explain-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const pack = join(base, 'case');
const bare = join(base, 'april.json');

beforeAll(async () => {
  mkdirSync(pack);
  writeFileSync(join(pack, 'findings.json'), JSON.stringify(findings));
  writeFileSync(bare, JSON.stringify(document()));
  const log = join(base, 'log.csv');
  writeFileSync(
    log,
    'timestamp,account_id\n2026-04-22T07:00:00Z,acc_alone\n2026-04-22T08:00:00Z,acc_alone\n',
  );
  const accumulator = new Accumulator();
  for await (const batch of readBatches([log], {})) accumulator.add(batch);
  writeFileSync(join(pack, 'facets.arrow'), encodeFacetTable(accumulator.finish()));
});

const run = (...argv: string[]) => runCommand(argv);

async function runWith(changes: { env?: NodeJS.ProcessEnv; stdoutIsTerminal?: boolean }, ...argv: string[]) {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    stderrIsTerminal: false,
    env: {},
    ...changes,
  };
  return { code: await main(argv, io), stdout, stderr };
}

describe('explain', () => {
  test('a group and an account, from a folder and from a file', async () => {
    const group = await run('explain', pack, 'G-7f3a');
    expect([group.code, group.stderr]).toEqual([0, '']);
    expect(group.stdout).toMatch(/^Group G-7f3a: ALERT, rank 1 of 5/);
    const account = await run('explain', bare, 'acc_1000');
    expect([account.code, account.stderr]).toEqual([0, '']);
    expect(account.stdout).toMatch(/^Account "acc_1000": in 1 group/);
  });

  test('an account in no group is known where the folder has all accounts', async () => {
    const known = await run('explain', pack, 'acc_alone');
    expect(known.code).toBe(0);
    expect(known.stdout).toContain('Account "acc_alone": in no group\n  - 2 requests, 2026-04-22 07:00 to');
    expect(known.stdout).toContain('What that does not mean');
    const unknown = await run('explain', bare, 'acc_alone');
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('it may be one of them, or not in the log at all');
  });

  test('an id that is not there is a mistake of usage, its text inert', async () => {
    const { code, stdout, stderr } = await run('explain', pack, 'G-7f3b\u001b[31m');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^stillhunt: No group or account has the id "G-7f3b\\u001b\[31m"\. Searched: 5 groups/,
    );
    expect(stderr).not.toContain('\u001b');
    expect((await run('explain', join(base, 'nowhere'), 'G-1')).code).toBe(3);
    expect((await run('explain', pack)).code).toBe(2);
    expect((await run('explain', pack, '--as', 'person', 'x')).code).toBe(2);
  });

  test('as JSON', async () => {
    const group = JSON.parse((await run('explain', pack, 'G-7f3a', '--json')).stdout) as Record<
      string,
      unknown
    >;
    expect(group).toMatchObject({
      schema: 'stillhunt/explanation/1',
      subject: { kind: 'group', id: 'G-7f3a' },
      group: JSON.parse(JSON.stringify(findings.groups[0])) as object,
    });
    const account = JSON.parse((await run('explain', pack, 'acc_1000', '--json')).stdout) as object;
    expect(account).toMatchObject({ subject: { kind: 'account', id: 'acc_1000' }, memberships: [{}, {}] });
  });

  test('colours only a terminal, and not against NO_COLOR', async () => {
    const colour = await runWith({ stdoutIsTerminal: true }, 'explain', pack, 'G-7f3a');
    expect(colour.stdout).toContain('\u001b[');
    const plain = await runWith(
      { stdoutIsTerminal: true, env: { NO_COLOR: '1' } },
      'explain',
      pack,
      'G-7f3a',
    );
    expect(plain.stdout).not.toContain('\u001b');
  });
});

describe('compare', () => {
  test('two runs, two groups, two accounts', async () => {
    const runs = await run('compare', bare, pack);
    expect([runs.code, runs.stderr]).toEqual([0, '']);
    expect(runs.stdout).toMatch(/^What weakens this comparison\n/);
    expect((await run('compare', pack, 'G-7f3a', 'G-0002')).stdout).toMatch(/^Groups G-7f3a and G-0002\n/);
    const accounts = await run('compare', pack, 'acc_1000', 'acc_alone');
    expect(accounts.stdout).toMatch(/^Accounts "acc_1000" \(A\) and "acc_alone" \(B\)\n/);
  });

  test('as JSON', async () => {
    const runs = JSON.parse((await run('compare', bare, pack, '--json')).stdout) as object;
    expect(runs).toMatchObject({
      schema: 'stillhunt/run-difference/1',
      caveats: [],
      counts: { new: 1, same: 4 },
    });
    const pair = JSON.parse((await run('compare', pack, 'G-7f3a', 'G-0002', '--json')).stdout) as object;
    expect(pair).toMatchObject({ schema: 'stillhunt/comparison/1', common_members: ['acc_1000'] });
  });

  test('runs that name accounts under different keys are not compared', async () => {
    const disclosure = { profile: 'partner', key_id: '5dd875fc6a7ad017', fields: [], linkable: [] };
    const partner = join(base, 'partner.json');
    writeFileSync(partner, JSON.stringify({ ...document(), disclosure }));
    const { code, stdout, stderr } = await run('compare', bare, partner);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('name accounts under different keys');
    expect((await run('compare', partner, partner)).code).toBe(0);
    const unknown = await run('explain', partner, 'acc_9');
    expect(unknown.stderr).toContain('Accounts and groups stand there under pseudonyms.');
  });

  test('mistakes are of usage or input', async () => {
    expect((await run('compare', pack, 'G-7f3a', 'acc_1000')).code).toBe(2);
    expect((await run('compare', pack, 'G-7f3a', 'G-nope')).code).toBe(2);
    expect((await run('compare', pack, join(base, 'nowhere'))).code).toBe(3);
    expect((await run('compare', pack)).code).toBe(2);
  });
});

test('both are in the help', async () => {
  const { stdout } = await run('--help');
  expect(stdout).toMatch(/\n {2}explain /);
  expect(stdout).toMatch(/\n {2}compare /);
  const source = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  expect(source).toContain('stillhunt explain');
});
