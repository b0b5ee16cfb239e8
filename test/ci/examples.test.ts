import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { simulateWeek } from '../cli/simulated-week.js';
import { tempFolder } from '../ingest/read-all.js';
import { commandsIn } from '../report/gate/runner.js';
import {
  exampleText,
  type Machine,
  machine,
  onCron,
  onGithub,
  onGitlab,
  pipeline,
  workflow,
} from './platform.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the examples', () => {
  test('stand in the README as they are', () => {
    const readme = readFileSync(`${ROOT}README.md`, 'utf8');
    for (const [name, language] of [
      ['github-actions.yml', 'yaml'],
      ['gitlab-ci.yml', 'yaml'],
      ['nightly.sh', 'bash'],
    ] as const)
      expect(readme).toContain(
        `<!-- ${name} -->\n\n\`\`\`${language}\n${exampleText(name)}\`\`\`\n\n<!-- /${name} -->`,
      );
  });

  test.each([
    ['github-workflow.json', workflow],
    ['gitlab-ci.json', pipeline],
  ])('fit the schema %s of their platform', (schema, read) => {
    const ajv = new Ajv({ strict: false, allowUnionTypes: true });
    addFormats.default(ajv);
    const valid = ajv.compile(JSON.parse(readFileSync(`${ROOT}fixtures/schemas/ci/${schema}`, 'utf8')));
    expect(valid(read()), JSON.stringify(valid.errors)).toBe(true);
    const broken = JSON.parse(JSON.stringify(read())) as Record<string, Record<string, unknown>>;
    const job = (broken['stillhunt'] ?? broken['jobs']!['night']) as Record<string, unknown>;
    job['steps'] = job['script'] = { run: 'x' };
    expect(valid(broken)).toBe(false);
  });
});

const WHO = { author: 'r.lin', added: '2026-01-01', expires: '2099-01-01' };
const LISTS = {
  schema: 'stillhunt/lists/1',
  watch: [{ accounts: ['acc_that_is_in_no_log'], ...WHO, reason: 'seen elsewhere' }],
};

let base: string;
let nights: readonly string[];
beforeAll(async () => {
  base = tempFolder();
  const files = await simulateWeek(base);
  nights = files.slice(-3).map((file, i) => {
    const dump = join(base, `night-${i}.csv.gz`);
    writeFileSync(dump, gzipSync(readFileSync(file)));
    return dump;
  });
  // The first two days that the simulation has belong to the first night.
  const [head, ...rows] = files.slice(0, -2).flatMap((file, i) =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(i === 0 ? 0 : 1),
  );
  writeFileSync(nights[0]!, gzipSync(`${[head, ...rows].join('\n')}\n`));
}, 120_000);

const findings = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')) as FindingsDocument;

/** The exit code that a gate on new alerts must give. */
function expected(document: FindingsDocument): number {
  return document.groups.some(({ alert, since_baseline: since }) => alert && since?.alert_before !== true)
    ? 1
    : 0;
}

/** A dump of which the end is missing. */
function cutShort(name: string): string {
  const dump = join(base, name);
  const rows = gzipSync(readFileSync(join(base, 'world/log.csv')));
  writeFileSync(dump, rows);
  truncateSync(dump, Math.floor(rows.length / 3));
  return dump;
}

test('a dump that cannot be read ends the job with its code, which is not that of the gate', () => {
  const missing = join(base, 'no-such-dump.csv.gz');
  for (const [name, on] of [
    ['github', onGithub],
    ['gitlab', onGitlab],
    ['cron', onCron],
  ] as const) {
    const night = on(machine(join(base, `missing-${name}`), LISTS), missing);
    expect(night.code, night.log).toBe(3);
    if (name === 'github') expect(night.skipped).toEqual(['Analyse']);
  }
});

describe('three nights', () => {
  test('on GitHub', () => {
    const host: Machine = machine(join(base, 'github'), LISTS);
    const codes = nights.map((dump, i) => {
      const night = onGithub(host, dump);
      const found = findings(join(host.work, 'evidence'));
      expect(night.code, night.log).toBe(expected(found));
      expect(found.baseline === undefined).toBe(i === 0);
      expect(night.skipped).toEqual([]);
      for (const path of night.uploaded) expect(existsSync(path), path).toBe(true);
      expect(night.uploaded).toHaveLength(2);
      const notes = commandsIn(night.log);
      expect(notes.filter(({ name }) => name === 'error').length > 0).toBe(night.code === 1);
      expect(notes.at(-1)).toMatchObject({ name: 'notice', properties: { title: 'stillhunt' } });
      expect(night.summary).toContain(night.code === 1 ? '**Gate tripped' : '**Gate passed');
      // What leaves the machine has pseudonyms, the baseline the accounts.
      const account = findings(join(host.work, 'evidence')).groups[0]!.members[0]!.account_id;
      const kept = readFileSync(join(host.state, 'baseline.json'), 'utf8');
      expect(kept).not.toContain(account);
      return night.code;
    });
    expect(codes[0]).toBe(1);
    expect(codes).toContain(0);
    expect(readFileSync(join(base, 'github/installed'), 'utf8')).toBe(
      'install --global stillhunt@0.1.0\n'.repeat(3),
    );

    const before = readFileSync(join(host.state, 'baseline.json'), 'utf8');
    const partial = onGithub(host, cutShort('cut-github.csv.gz'));
    expect([1, 4]).toContain(partial.code);
    expect(partial.log).toContain('left as it was, because the result rests on part of the input');
    expect(partial.summary).toContain('**The result rests on part of the input.');
    expect(readFileSync(join(host.state, 'baseline.json'), 'utf8')).toBe(before);
  });

  test('on GitLab', () => {
    const host = machine(join(base, 'gitlab'), LISTS);
    const codes = nights.map((dump) => {
      const night = onGitlab(host, dump);
      expect(night.code, night.log).toBe(expected(findings(join(host.work, 'evidence'))));
      for (const path of night.uploaded) expect(existsSync(path), path).toBe(true);
      expect(night.uploaded).toHaveLength(3);
      expect(night.log).toMatch(/\nnotice: stillhunt: Gate (tripped|passed): /);
      expect(night.log.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      return night.code;
    });
    expect(codes[0]).toBe(1);
    expect(codes).toContain(0);
    expect(pipeline().stillhunt.allow_failure.exit_codes).toEqual([4]);
  });

  test('by cron', () => {
    const host = machine(join(base, 'cron'), LISTS);
    const codes = nights.map((dump) => {
      const night = onCron(host, dump);
      expect(night.code, night.log).toBe(expected(findings(join(host.state, 'evidence'))));
      expect(night.summary === '').toBe(night.code === 0);
      expect(existsSync(join(host.state, 'evidence/report.html'))).toBe(true);
      return night.code;
    });
    expect(codes[0]).toBe(1);
    expect(codes).toContain(0);
    for (const name of ['baseline.json', 'summary.md', 'night.log'])
      expect(statSync(join(host.state, name)).mode & 0o077, name).toBe(0);

    const before = readFileSync(join(host.state, 'baseline.json'), 'utf8');
    const partial = onCron(host, cutShort('cut-cron.csv.gz'));
    expect([1, 4]).toContain(partial.code);
    expect(partial.summary).toContain('The result rests on part of the input.');
    expect(readFileSync(join(host.state, 'baseline.json'), 'utf8')).toBe(before);
  });
});
