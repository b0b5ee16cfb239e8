/** What platforms do with the example files, as far as a machine without them can: steps run in bash, one after the other. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { BUILT } from '../built.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const example = (name: string): string => join(ROOT, 'fixtures/ci', name);
export const exampleText = (name: string): string => readFileSync(example(name), 'utf8');
export const workflow = (): Workflow => parse(exampleText('github-actions.yml')) as Workflow;
export const pipeline = (): Pipeline => parse(exampleText('gitlab-ci.yml')) as Pipeline;

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

interface Workflow {
  readonly jobs: {
    readonly night: { readonly env: Record<string, string>; readonly steps: readonly Step[] };
  };
}

interface Pipeline {
  readonly stillhunt: {
    readonly variables: Record<string, string>;
    readonly before_script: readonly string[];
    readonly script: readonly string[];
    readonly allow_failure: { readonly exit_codes: readonly number[] };
    readonly artifacts: {
      readonly paths: readonly string[];
      readonly reports: Readonly<Record<string, string>>;
    };
  };
}

/** A machine with the built program, and an installer that only notes what it is asked for. */
export interface Machine {
  readonly work: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string>>;
}

export function machine(base: string, lists: object): Machine {
  // The program finds its schemas and fixtures beside itself, as in the package.
  for (const name of ['src', 'fixtures', 'package.json'])
    if (!existsSync(`${ROOT}out/${name}`)) symlinkSync(`${ROOT}${name}`, `${ROOT}out/${name}`);
  const [bin, work, state] = ['bin', 'work', 'state'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [bin, work, state]) mkdirSync(folder, { recursive: true });
  const start = join(base, 'start.mjs');
  writeFileSync(
    start,
    `import { main } from ${JSON.stringify(`${BUILT}/cli/main.js`)};\nprocess.exitCode = await main(process.argv.slice(2));\n`,
  );
  program(join(bin, 'stillhunt'), `exec ${process.execPath} ${start} "$@"`);
  program(join(bin, 'npm'), `echo "$@" >> ${base}/installed`);
  for (const folder of [work, state]) writeFileSync(join(folder, 'lists.json'), JSON.stringify(lists));
  writeFileSync(join(state, 'pseudonym.key'), 'k'.repeat(32));
  return { work, state, env: { PATH: `${bin}:${process.env['PATH']}`, HOME: base, CI: 'true' } };
}

function program(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}

/** What a night came to. */
export interface Night {
  readonly code: number;
  readonly log: string;
  /** Steps that were not run, because an earlier one failed. */
  readonly skipped: readonly string[];
  /** Paths that uploads were given. */
  readonly uploaded: readonly string[];
  readonly summary: string;
}

/** The steps of the job as the runner goes through them: after a failure only those that say so. */
export function onGithub({ work, state, env }: Machine, dump: string): Night {
  const { env: own, steps } = workflow().jobs.night;
  let [code, log, summary] = [0, '', ''];
  const skipped: string[] = [];
  const uploaded: string[] = [];
  for (const [i, step] of steps.entries()) {
    const always = step.if === `\${{ !cancelled() }}`;
    if (step.if !== undefined && !always) throw new Error(`a condition that this does not know: ${step.if}`);
    if (code !== 0 && !always) {
      skipped.push(step.name ?? step.uses ?? step.run!);
      continue;
    }
    const given = step.with?.['sarif_file'] ?? step.with?.['path'];
    if (given !== undefined) uploaded.push(join(work, String(given)));
    if (step.run === undefined) continue;
    const file = join(work, `summary-${i}`);
    writeFileSync(file, '');
    const run = bash(['-e', '-c', step.run], work, {
      ...env,
      ...own,
      ...{ STILLHUNT: 'stillhunt@0.1.0', DUMP: dump, STATE: state },
      ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file },
    });
    log += run.stdout + run.stderr;
    summary += readFileSync(file, 'utf8');
    if (run.status !== 0) code = run.status ?? -1;
  }
  return { code, log, skipped, uploaded, summary };
}

/** The script of the job in one shell, as the runner does it. */
export function onGitlab({ work, state, env }: Machine, dump: string): Night {
  const { variables, before_script, script, artifacts } = pipeline().stillhunt;
  const run = bash(['-eo', 'pipefail', '-c', [...before_script, ...script].join('\n')], work, {
    ...env,
    ...variables,
    ...{ STILLHUNT: 'stillhunt@0.1.0', DUMP: dump, STATE: state, GITLAB_CI: 'true' },
  });
  const uploaded = [...artifacts.paths, ...Object.values(artifacts.reports)].map((path) => join(work, path));
  return { code: run.status ?? -1, log: run.stdout + run.stderr, skipped: [], uploaded, summary: '' };
}

export function onCron({ work, state, env }: Machine, dump: string): Night {
  const script = join(work, 'nightly.sh');
  copyFileSync(example('nightly.sh'), script);
  const run = bash([script], work, { ...env, DUMP: dump, STATE: state });
  return {
    code: run.status ?? -1,
    log: run.stderr,
    skipped: [],
    uploaded: [join(state, 'evidence')],
    summary: run.stdout,
  };
}

function bash(argv: readonly string[], cwd: string, env: Record<string, string>): SpawnSyncReturns<string> {
  return spawnSync('bash', ['--noprofile', '--norc', ...argv], { cwd, env, encoding: 'utf8' });
}
