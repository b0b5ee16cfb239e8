import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { abortingOnInterrupt } from '../../src/cli/interruption.js';
import { tempFolder } from '../ingest/read-all.js';
import { Cluster } from '../warehouse/cluster.js';
import { run } from './run.js';

let cluster: Cluster;
let base: string;

beforeAll(async () => {
  cluster = await Cluster.shared();
  base = tempFolder();
});

const table = (user = 'reader') => `clickhouse://${user}@127.0.0.1:${cluster.http[0]}/default.none`;

describe('--from', () => {
  test.each([
    [['investigate', '--out', 'x'], 'No log is named.'],
    [['ingest', '--case', 'x'], 'No log is named.'],
    [['explain-sql'], 'No table is named.'],
    [
      ['investigate', 'a.csv', '--out', 'x', '--from', 'clickhouse://h/a.b'],
      'Logs and --from exclude each other.',
    ],
    [['ingest', 'a.csv', '--case', 'x', '--slices', '2'], '--slices plays a part with --from alone.'],
    [
      ['investigate', 'a.csv', '--out', 'x', '--since', '2026-05-01'],
      '--since plays a part with --from alone.',
    ],
    [
      [
        'investigate',
        '--out',
        'x',
        '--from',
        'clickhouse://h/a.b',
        '--since',
        '2026-05-02',
        '--until',
        '2026-05-01',
      ],
      '--since 2026-05-02 is after --until 2026-05-01.',
    ],
    [['investigate', '--out', 'x', '--from', 'mysql://h/a.b'], '--from cannot be read'],
    [['investigate', '--out', 'x', '--from', 'clickhouse://h/a.b', '--slices', '0'], 'Expected 1 to'],
  ])('%j is a mistake of use', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(existsSync('x')).toBe(false);
  });

  test('a password in the address is refused, and shown nowhere', async () => {
    const { code, stderr } = await run(['explain-sql', '--from', 'clickhouse://u:hunter2@h/a.b']);
    expect(code).toBe(2);
    expect(stderr).toContain('STILLHUNT_CLICKHOUSE_PASSWORD');
    expect(stderr).not.toContain('hunter2');
  });

  test('the password comes from the environment or a file, without the line end', async () => {
    const file = join(base, 'password');
    writeFileSync(file, 'reader\r\n');
    const asked = (more: string[], env = {}) => run(['explain-sql', '--from', table(), ...more], env);
    expect((await asked([])).stderr).toContain('error 194');
    const wrong = await asked([], { STILLHUNT_CLICKHOUSE_PASSWORD: 'hunter2' });
    expect([wrong.code, wrong.stderr.includes('error 193'), wrong.stderr.includes('hunter2')]).toEqual([
      3,
      true,
      false,
    ]);
    for (const { stderr } of [
      await asked(['--password-file', file], { STILLHUNT_CLICKHOUSE_PASSWORD: 'wrong' }),
      await asked([], { STILLHUNT_CLICKHOUSE_PASSWORD: 'reader' }),
    ])
      expect(stderr).not.toMatch(/error 19\d/);
    const missing = await asked(['--password-file', join(base, 'none')]);
    expect([missing.code, missing.stderr.includes('ENOENT')]).toEqual([3, true]);
  });

  test('a server that cannot be reached is told, and nothing is written', async () => {
    const out = join(base, 'out');
    const { code, stderr } = await run([
      'investigate',
      '--from',
      'clickhouse://127.0.0.1:1/a.b',
      '--out',
      out,
    ]);
    expect(code).toBe(3);
    expect(stderr).toContain('cannot be reached: nothing listens there.');
    expect(existsSync(out)).toBe(false);
  });
});

test('Ctrl-C while a server is silent ends with 130', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  const built = (file: string) => JSON.stringify(new URL(`../../out/built/${file}`, import.meta.url).href);
  const script = `import { withTable } from ${built('cli/warehouse-options.js')};
    import { EXIT } from ${built('errors.js')};
    const quiet = { io: { env: {} }, progress: { quiet: true } };
    await withTable('clickhouse://127.0.0.1:${port}/a.b', {}, quiet, () => {}).catch(({ kind, message }) => {
      console.error(message);
      process.exitCode = EXIT[kind];
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  try {
    await once(silent, 'connection', { signal: AbortSignal.timeout(20_000) });
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect([code, stderr]).toEqual([130, expect.stringContaining('Interrupted')]);
  } finally {
    child.kill('SIGKILL');
    silent.close();
  }
});

test('a first signal aborts the work, a second is answered as ever, and afterwards all is as before', async () => {
  let others = 0;
  const other = () => {
    others++;
  };
  process.on('SIGHUP', other);
  try {
    await abortingOnInterrupt(async (signal) => {
      process.emit('SIGHUP');
      expect([signal.aborted, others]).toEqual([true, 0]);
      process.emit('SIGHUP');
      expect(others).toBe(1);
    });
    process.emit('SIGHUP');
    expect(others).toBe(2);
    await expect(abortingOnInterrupt(() => Promise.reject(new Error('as it came')))).rejects.toThrow(
      'as it came',
    );
    process.emit('SIGHUP');
    expect(others).toBe(3);
  } finally {
    process.off('SIGHUP', other);
  }
});
