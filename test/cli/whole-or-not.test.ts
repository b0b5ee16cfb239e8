import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPack } from '../../src/pack/verify.js';
import { filesOf, sshKeygen } from '../pack/sealed-pack.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// Signals and zones are those of a process of its own, which runs what the package ships.
const HOME = `${ROOT}out/whole-or-not-test`;
const BUILT = `${HOME}/dist`;
const base = mkdtempSync(join(tmpdir(), 'stillhunt-whole-'));
const at = (...path: string[]) => join(base, ...path);
const RUN = `import { main } from './dist/cli/main.js';\nprocess.exitCode = await main(process.argv.slice(2));\n`;

beforeAll(() => {
  rmSync(HOME, { recursive: true, force: true });
  execFileSync(process.execPath, [
    `${ROOT}node_modules/typescript/bin/tsc`,
    ...['-p', `${ROOT}tsconfig.build.json`, '--outDir', BUILT],
  ]);
  // Beside the build, as in the package: what it reads at run time.
  for (const name of ['src', 'fixtures', 'package.json']) symlinkSync(ROOT + name, `${HOME}/${name}`);
  writeFileSync(`${HOME}/run.mjs`, RUN);
  const rows = Array.from(
    { length: 200 },
    (_, i) => `2026-05-01T0${i % 9}:00:00Z,acc_${i % 9},m,${i},${i % 7}`,
  );
  writeFileSync(
    at('small.csv'),
    `timestamp,account_id,model,input_tokens,output_tokens\n${rows.join('\n')}\n`,
  );
  sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-f', at('key')]);
});

afterAll(() => {
  rmSync(HOME, { recursive: true, force: true });
  rmSync(base, { recursive: true, force: true });
});

function argumentsOf(log: string, out: string, ...more: string[]): string[] {
  return [
    ...[`${HOME}/run.mjs`, 'investigate', log, '--out', at(out), '--quiet', '--sign-key', at('key')],
    ...more,
  ];
}

test('the same bytes on any number of workers, in any zone and language, from any folder', () => {
  const environments = [
    { args: ['--workers', '0'], env: { TZ: 'UTC', LC_ALL: 'C' }, cwd: ROOT },
    {
      args: ['--workers', '3'],
      env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR' },
      cwd: base,
    },
  ];
  const [first, second] = environments.map(({ args, env, cwd }, i) => {
    const out = `same-${i}`;
    execFileSync(process.execPath, argumentsOf(`${ROOT}fixtures/quickstart/log.csv.gz`, out, ...args), {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
    return out;
  });
  const files = filesOf(at(first!));
  expect(filesOf(at(second!))).toEqual(files);
  expect(files).toContain('manifest.json.sig');
  for (const file of files)
    expect(readFileSync(at(second!, file)).equals(readFileSync(at(first!, file))), file).toBe(true);
});

/** Ends the process as soon as the file stands in the unfinished pack. */
async function endedAt(file: string, out: string, signal: NodeJS.Signals): Promise<number | null> {
  const child: ChildProcess = spawn(process.execPath, argumentsOf(at('small.csv'), out), { stdio: 'ignore' });
  const partial = at(`.${out}.partial-${child.pid}`);
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const look = setInterval(() => {
    if (existsSync(join(partial, file))) child.kill(signal);
  }, 1);
  const code = await ended;
  clearInterval(look);
  return code;
}

describe('a run that is ended while it writes', () => {
  test.each(['README.txt', 'certificate.txt'])('by SIGKILL at %s leaves nothing whole', async (file) => {
    const out = `killed-${file}`;
    const code = await endedAt(file, out, 'SIGKILL');
    if (code === 0) return expectWhole(out); // it was done before the signal came
    expect(code).toBe(null); // by the signal, and not of itself
    expect(existsSync(at(out))).toBe(false);
    for (const left of readdirSync(base).filter((name) => name.startsWith(`.${out}.`))) {
      const present = filesOf(at(left));
      const { problems } = await verifyPack(at(left), { trusted: null });
      expect(problems.length).toBeGreaterThan(0);
      if (present.includes('SHA256SUMS')) expect(present).toContain('manifest.json.sig');
    }
  });

  test('by SIGTERM leaves nothing at all', async () => {
    const code = await endedAt('README.txt', 'ended', 'SIGTERM');
    if (code === 0) return expectWhole('ended');
    expect(code).toBe(130);
    expect(readdirSync(base).filter((name) => name.includes('ended'))).toEqual([]);
  });
});

async function expectWhole(out: string): Promise<void> {
  const { problems } = await verifyPack(at(out), { trusted: null });
  expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining('not established')]);
}
