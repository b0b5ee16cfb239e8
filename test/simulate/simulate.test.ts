import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../src/cli/simulate.js';
import type { ColumnFamily } from '../../src/simulate/columns.js';
import { requestsByAccount } from '../../src/simulate/labels.js';
import { LOOK_ALIKES } from '../../src/simulate/look-alikes/catalogue.js';
import type { LookAlike } from '../../src/simulate/look-alikes/look-alike.js';
import { OPERATIONS } from '../../src/simulate/operations/catalogue.js';
import { centralQueue } from '../../src/simulate/operations/central-queue.js';
import type { Operation } from '../../src/simulate/operations/operation.js';
import { preferenceSampling } from '../../src/simulate/operations/preference-sampling.js';
import { residentialProxies } from '../../src/simulate/operations/residential-proxies.js';
import { Random } from '../../src/simulate/random.js';
import { makeWorld } from '../../src/simulate/scenario.js';
import { describeWorld, simulate } from '../../src/simulate/simulate.js';
import { type Evasion, World } from '../../src/simulate/world.js';
import { cells, type SmallLog, smallLog } from './small-log.js';

const LEVELS: readonly Evasion[] = [1, 2, 3];
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const digest = (log: SmallLog) => sha(log.text + log.labels + JSON.stringify(log.scenario));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stillhunt-simulate-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('one seed, one log', () => {
  it('gives the same bytes again, and others for another seed or evasion', () => {
    const base = { seed: 11, evasion: 2, accounts: 300, days: 2 } as const;
    const first = digest(smallLog(base));
    expect(digest(smallLog(base))).toBe(first);
    expect(digest(smallLog({ ...base, seed: 12 }))).not.toBe(first);
    expect(digest(smallLog({ ...base, evasion: 3 }))).not.toBe(first);
  });

  it('does not depend on what was simulated before in the same process', () => {
    const base = { seed: 5, evasion: 3, accounts: 200, days: 2 } as const;
    const alone = digest(smallLog(base));
    smallLog({ ...base, seed: 6 });
    expect(digest(smallLog(base))).toBe(alone);
  });
});

describe.each(LEVELS)('a log of 1,500 accounts, evasion %i', (evasion) => {
  let log: SmallLog;
  let header: string[];
  let rows: string[][];
  beforeAll(() => {
    log = smallLog({ seed: 31 + evasion, evasion, accounts: 1_500 });
    ({ header, rows } = cells(log.text));
  });

  it('labels exactly the accounts that have rows', () => {
    const labelled = cells(log.labels).rows.map(([account]) => account!);
    const seen = new Set(rows.map((row) => row[2]!));
    expect(new Set(labelled)).toEqual(seen);
    expect(labelled).toHaveLength(seen.size);
    expect(labelled).toEqual([...labelled].sort());
    expect(log.scenario.accounts).toBe(seen.size);
    expect(log.scenario.requests).toBe(rows.length);
  });

  it('reconciles groups, labels and the scenario', () => {
    const requests = new Map<string, number>();
    for (const row of rows) requests.set(row[2]!, (requests.get(row[2]!) ?? 0) + 1);
    const counted = new Map<string, { accounts: number; requests: number; kind: string }>();
    for (const [account, group, kind] of cells(log.labels).rows) {
      expect(kind === 'benign').toBe(group === '');
      const count = counted.get(group!) ?? { accounts: 0, requests: 0, kind: kind! };
      counted.set(group!, {
        ...count,
        accounts: count.accounts + 1,
        requests: count.requests + requests.get(account!)!,
      });
    }
    expect(counted.get('')!.accounts).toBe(log.scenario.benignAccounts);
    for (const { name, accounts, requests: sent, kind } of log.scenario.groups) {
      expect(counted.get(name)).toEqual({ accounts, requests: sent, kind });
    }
    expect(counted.size).toBe(log.scenario.groups.length + 1);
  });

  it('is in time order, inside its days, every row whole', () => {
    const start = log.scenario.start;
    const end = new Date(Date.parse(start) + 7 * 86_400_000).toISOString();
    let before = start;
    for (const row of rows) {
      if (row.length !== header.length) throw new Error(`row of ${row.length} cells: ${row.join()}`);
      const time = row[0]!;
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time) || time < before || time >= end) {
        throw new Error(`time ${time} after ${before}`);
      }
      before = time;
    }
    expect(new Set(rows.map((row) => row[1])).size).toBe(rows.length);
  });

  it('keeps numbers inside what a service could return', () => {
    const column = (name: string) => header.indexOf(name);
    const [input, output, cached, limit] = [
      'input_tokens',
      'output_tokens',
      'cached_tokens',
      'max_tokens',
    ].map(column);
    for (const row of rows) {
      const ok =
        Number(row[input!]) >= 1 &&
        Number(row[cached!]) < Number(row[input!]) &&
        Number(row[output!]) >= 0 &&
        (row[limit!] === '' || Number(row[output!]) <= Number(row[limit!])) &&
        (row[column('status')!] === '200') === Number(row[output!]) > 0 &&
        (row[column('status')!] === '200') === (row[column('stop_reason')!] !== '');
      if (!ok) throw new Error(row.join());
    }
  });

  it('plants operations of different tradecraft at believable volumes', () => {
    const operations = log.scenario.groups.filter(({ kind }) => kind === 'operation');
    expect(operations).toHaveLength(5);
    expect(new Set(operations.map(({ tradecraft }) => tradecraft)).size).toBe(5);
    for (const { name, accounts, requests } of operations) {
      const perDay = requests / accounts / 7;
      // Accounts that were lost or signed up late drag the mean of a group below the 5 of a whole account-day.
      expect(perDay, name).toBeGreaterThan(1);
      expect(perDay, name).toBeLessThan(200);
      expect(accounts, name).toBeGreaterThanOrEqual(8);
    }
  });
});

describe('at full size', () => {
  it('holds at least 10,000 accounts, a million requests, 7 operations and 8 look-alikes', () => {
    const scenario = describeWorld(makeWorld({ seed: 2, evasion: 3 }));
    const sizes = (kind: string) =>
      scenario.groups.filter((group) => group.kind === kind).map(({ accounts }) => accounts);
    expect(scenario.accounts).toBe(11_000);
    expect(scenario.requests).toBeGreaterThan(1_000_000);
    expect(scenario.requests).toBeLessThan(1_500_000);
    expect(sizes('operation').length).toBeGreaterThanOrEqual(7);
    expect(sizes('benign-group').length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...sizes('operation'))).toBeGreaterThanOrEqual(8);
    expect(Math.max(...sizes('operation'))).toBeLessThanOrEqual(1_500);
    expect(scenario.benignAccounts).toBeGreaterThan(5_000);
  });
});

function plantAlone(kind: LookAlike | Operation, evasion: Evasion, size: number) {
  const world = new World(17, evasion, 7);
  const parameters = kind.plant(world, 0, size, new Random(23));
  return { world, parameters, requests: [...requestsByAccount(world)] };
}

describe.each(LEVELS)('each kind of group, planted alone at evasion %i', (evasion) => {
  const plant = (kind: LookAlike | Operation, size: number) => plantAlone(kind, evasion, size);

  it.each(LOOK_ALIKES.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
    const { world, requests } = plant(kind, 20);
    expect(world.accounts).toHaveLength(20);
    expect(Math.min(...requests)).toBeGreaterThan(0);
  });

  it.each(OPERATIONS.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
    const { world, requests, parameters } = plant(kind, 40);
    const used = requests.filter((count) => count > 0).length;
    // Hand-over stops early when too few accounts are lost to need them all.
    expect(world.accounts.length).toBeGreaterThan(kind.name === 'hand-over' ? 15 : 39);
    expect(used).toBeGreaterThan(world.accounts.length * 0.75);
    expect(Math.max(...requests) / 7).toBeLessThan(260); // 200 wanted, retries and chance on top
    expect(new Set(world.accounts.map(({ org }) => org)).size).toBeGreaterThan(world.accounts.length * 0.75);
    expect(Number(parameters.perDay)).toBeGreaterThanOrEqual(10);
  });

  it('answers each prompt of preference sampling a fixed number of times, by different accounts', () => {
    const { world, parameters } = plant(preferenceSampling, 40);
    const askers = new Map<number, Set<number>>();
    const { prompt, account } = world.log.columns;
    for (let i = 0; i < world.log.rows; i++) {
      askers.set(prompt[i]!, (askers.get(prompt[i]!) ?? new Set()).add(account[i]!));
    }
    const sizes = [...askers.values()].map(({ size }) => size);
    expect(Math.max(...sizes)).toBe(parameters.multiplicity);
    const full = sizes.filter((size) => size === parameters.multiplicity).length;
    expect(full / sizes.length).toBeGreaterThan(0.8);
  });
});

// At evasion 3 the hours of real clients jump by themselves, and hide this from so simple a statistic.
describe.each([1, 2] as const)('the total of a central queue at evasion %i', (evasion) => {
  /**
   * How much the hourly total changes, squared, over its mean: 2 for independent Poisson counts. By the median, which
   * is 0.455 of the mean for squared normal steps, so that a wave of new accounts does not count.
   */
  const restlessness = (kind: Operation) => {
    const { world } = plantAlone(kind, evasion, 80);
    const counts = new Array<number>(168).fill(0);
    for (let i = 0; i < world.log.rows; i++) {
      counts[Math.floor((world.log.columns.time[i]! - world.start) / 3_600_000)]! += 1;
    }
    const steps = counts.slice(1).map((count, n) => (count - counts[n]!) ** 2);
    const median = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
    return median / 0.455 / (world.log.rows / counts.length);
  };

  it('is steadier than independent accounts, which are as restless as chance', () => {
    expect(restlessness(centralQueue)).toBeLessThan(0.5);
    expect(restlessness(residentialProxies)).toBeGreaterThan(1.2);
  });
});

describe('options', () => {
  it('plants no operations when told so', () => {
    const { scenario } = smallLog({ seed: 3, evasion: 1, accounts: 400, days: 2, lookAlikesOnly: true });
    expect(scenario.groups.map(({ kind }) => kind)).toEqual(['benign-group', 'benign-group']);
  });

  it.each([
    [{ seed: 1.5 }, 'seed is 1.5'],
    [{ accounts: 20 }, 'accounts is 20'],
    [{ days: 0 }, 'days is 0'],
    [{ requests: 10 }, 'requests is 10'],
    [{ evasion: 4 as Evasion }, 'evasion is 4'],
    [{ operationSize: 7 }, 'operationSize is 7'],
    [{ operationSize: 41, accounts: 100 }, 'operationSize is 41'],
    [{ perAccount: 1.9 }, 'perAccount is 1.9'],
    [{ mixing: 0 }, 'mixing is 0'],
    [{ mixing: 1.1 }, 'mixing is 1.1'],
    [{ drop: ['accounts' as ColumnFamily] }, 'drop is accounts'],
  ])('refuses %j', (wrong, message) => {
    expect(() => makeWorld({ seed: 1, evasion: 1, ...wrong })).toThrow(message);
  });

  it('writes three files, compressed or not, with the same rows', async () => {
    const options = { seed: 9, evasion: 2, accounts: 200, days: 1 } as const;
    const plain = await simulate(options, join(folder, 'plain'));
    const packed = await simulate({ ...options, gzip: true }, join(folder, 'packed'));
    const log = await readFile(plain.files.log, 'utf8');
    expect(gunzipSync(await readFile(packed.files.log)).toString()).toBe(log);
    const { files: _plain, ...scenario } = plain;
    expect(JSON.parse(await readFile(plain.files.scenario, 'utf8'))).toEqual(scenario);
    expect(await readFile(plain.files.labels, 'utf8')).toBe(await readFile(packed.files.labels, 'utf8'));
  });

  it('says where it cannot write', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    await expect(
      simulate({ seed: 9, evasion: 1, accounts: 100, days: 1 }, join(blocked, 'x')),
    ).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(blocked),
    });
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    let out = '';
    const program = new Command('stillhunt').exitOverride().configureOutput({ writeErr: () => {} });
    register(program, {
      stdout: (text) => {
        out += text;
      },
      stderr: () => {},
      stderrIsTerminal: false,
      env: {},
    });
    for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
    await program.parseAsync(['simulate', ...args], { from: 'user' });
    return out;
  };

  it('writes a log and says what is in it', async () => {
    const out = join(folder, 'command');
    const said = await run(
      '--out',
      out,
      '--seed',
      '4',
      '--evasion',
      '2',
      '--accounts',
      '300',
      '--days',
      '1',
      '--no-operations',
    );
    expect(said).toContain('0 operations, 2 look-alike groups');
    expect(
      cells(await readFile(join(out, 'labels.csv'), 'utf8')).rows.some((row) => row[2] === 'operation'),
    ).toBe(false);
  });

  it('takes what a sweep fixes', async () => {
    const out = join(folder, 'fixed');
    const options = '--seed 4 --evasion 2 --accounts 300 --days 1 --operation-size 9 --per-account 2.5';
    await run('--out', out, ...options.split(' '), '--mixing', '0.3', '--drop', 'network,prompts');
    const { fixed, dropped } = JSON.parse(await readFile(join(out, 'scenario.json'), 'utf8'));
    expect(fixed).toEqual({ operationSize: 9, perAccount: 2.5, mixing: 0.3 });
    expect(dropped).toEqual(['network', 'prompts']);
    const { header } = cells(await readFile(join(out, 'log.csv'), 'utf8'));
    expect(header).not.toContain('ip');
    expect(header).toContain('payment_id');
  });

  it.each([
    ['--evasion', '5'],
    ['--evasion', '2', '--accounts', 'many'],
    ['--evasion', '2', '--mixing', 'half'],
    ['--evasion', '2', '--drop', 'network,ip'],
  ])('refuses %s %s', async (...args) => {
    await expect(run('--out', folder, '--seed', '1', ...args)).rejects.toThrow(/argument .* is invalid/);
  });
});
