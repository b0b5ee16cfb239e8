import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/ingest/index.js';
import { run as runCommand } from './run.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stillhunt-inspect-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const run = (...argv: string[]) => runCommand(argv);

function file(name: string, content: string): string {
  const path = join(base, name);
  writeFileSync(path, content);
  return path;
}

const SPEND = JSON.stringify({
  request_id: 'r1',
  call_type: 'acompletion',
  spend: 0.1,
  startTime: '2026-03-02T11:04:09.512',
  cache_hit: 'False',
  user: 'u-1',
  model: 'gpt-x',
  prompt_tokens: 210,
  messages: [{ role: 'user', content: 'a secret question' }],
  mystery: 7,
});

describe('inspect', () => {
  it('says what a log is taken for and why, what works, and how its first records are read', async () => {
    const { code, stdout, stderr } = await run('inspect', file('a.log', `${SPEND}\n{"cut`));
    expect([code, stderr]).toEqual([0, '']);
    for (const text of [
      'profile      litellm-spendlogs',
      'because      litellm-spendlogs fits 100 %',
      'UTC where a time carries none',
      'input_tokens   prompt_tokens  210',
      'not read     ',
      'mystery',
      'network_day (no ip)',
      '2 rows, 1 accepted, 1 refused (truncated-last-record 1)',
      'line 2, byte ',
      'time=2026-03-02T11:04:09.512Z  account=u-1',
      'Next: stillhunt investigate',
    ])
      expect(stdout).toContain(text);
    expect(stdout).not.toContain('secret question');
  });

  it('drafts a map that reads the log as it was read', async () => {
    const log = file('a.log', `${SPEND}\n`);
    const map = join(base, 'map.json');
    expect((await run('inspect', log, '--write-map', map)).code).toBe(0);
    const again = await run('inspect', log, '--map', map);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('profile      map');
    expect(again.stdout).toContain('1 accepted, 0 refused');
    const twice = await run('inspect', log, '--write-map', map);
    expect([twice.code, twice.stderr]).toEqual([3, expect.stringContaining('none is replaced')]);
  });

  it('drafts one to fill in where no time or account is found, and then reads by it', async () => {
    const log = file('a.log', '{"moment":"2026-03-02T11:04:09Z","person":{"no":4}}\n');
    const map = join(base, 'map.json');
    const first = await run('inspect', log, '--write-map', map);
    expect(first.code).toBe(3);
    expect(first.stdout).toContain('"moment", "person.no"');
    const draft = readFileSync(map, 'utf8');
    expect(draft).toContain('"person.no"');
    writeFileSync(
      map,
      draft.replace('NAME OF THE TIME', 'moment').replace('NAME OF THE ACCOUNT', 'person.no'),
    );
    const second = await run('inspect', log, '--map', map);
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(second.stdout).toContain('account=4');
  });

  it('looks at a megabyte whatever the size of the log, and further where a record is longer', async () => {
    const row = (i: number, pad: string) =>
      JSON.stringify({ timestamp: 1772449449000 + i, account_id: `a${i % 9}`, pad });
    const many = file(
      'many.jsonl',
      Array.from({ length: 40_000 }, (_, i) => row(i, 'x'.repeat(40))).join('\n'),
    );
    const long = await run('inspect', many);
    expect(long.stdout).toMatch(
      /Of the first 1 MiB: (?:9|10|11),\d{3} rows, (?:9|10|11),\d{3} accepted, 0 refused/,
    );
    const huge = file(
      'huge.jsonl',
      Array.from({ length: 3 }, (_, i) => row(i, 'x'.repeat(1_500_000))).join('\n'),
    );
    expect((await run('inspect', huge)).stdout).toContain('2 rows, 2 accepted');
    const few = await run('inspect', file('few.jsonl', row(1, '')));
    expect(few.stdout).toContain('Of the whole: 1 row, 1 accepted');
  });

  it('repeats the options of reading in what to do next, and keeps the zone in a map', async () => {
    const log = file('a.csv', 'when;account_id\n2026-03-02 11:00:00;a\n');
    const reading = ['--timezone', 'Europe/Berlin', '--column', 'time=when'];
    const map = join(base, 'zone.json');
    const { stdout } = await run('inspect', log, ...reading);
    expect(stdout).toContain(`--out evidence --column 'time=when' --timezone Europe/Berlin`);
    await run('inspect', log, ...reading, '--write-map', map);
    expect((await run('inspect', log, '--map', map)).stdout).toContain('time=2026-03-02T10:00:00.000Z');
  });

  it('shows values of the log inert', async () => {
    const log = file('a.log', '{"timestamp":"2026-03-02T11:04:09Z","account_id":"a\\u001b[31m\\u202eb"}\n');
    const { stdout } = await run('inspect', log);
    for (const hidden of ['\u001b', '\u202e']) expect(stdout).not.toContain(hidden);
    expect(stdout).toContain('a\\u{1b}[31m\\u{202e}b');
  });

  it('refuses more than one log, and --map with --profile', async () => {
    file('a.csv', 'timestamp,account_id\n');
    file('b.csv', 'timestamp,account_id\n');
    expect(await run('inspect', base)).toMatchObject({ code: 2, stderr: expect.stringContaining('2 logs') });
    const both = await run('inspect', join(base, 'a.csv'), '--map', 'm', '--profile', 'generic');
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('exclude each other') });
  });
});

describe('formats', () => {
  it('lists every profile, and tells of one what its rows mean', async () => {
    const { stdout } = await run('formats');
    for (const { id } of PROFILES) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
    const one = await run('formats', 'litellm-spendlogs');
    expect(one.stdout).toContain('user_agent     request_tags  {"prefixed":"User-Agent: "}');
    const json = JSON.parse((await run('formats', '--json')).stdout) as { id: string }[];
    expect(json.map(({ id }) => id)).toEqual(PROFILES.map(({ id }) => id));
    expect(await run('formats', 'nonesuch')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no profile "nonesuch"'),
    });
  });
});

describe('investigate', () => {
  it('reads by a map or a profile, and says so in its findings', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => JSON.stringify({ t: 10 * i, who: `a${i % 3}` })).join(
      '\n',
    );
    const log = file('a.log', rows);
    const map = file(
      'm.json',
      '{"version":1,"fields":{"time":{"from":"t","unit":"relative-s"},"account":"who"}}',
    );
    const out = join(base, 'out');
    const { code, stderr } = await run(
      'investigate',
      log,
      '--out',
      out,
      '--map',
      map,
      '--epoch',
      '2026-03-02T00:00:00Z',
      '--quiet',
    );
    expect([code, stderr]).toEqual([0, '']);
    const findings = JSON.parse(readFileSync(join(out, 'findings.json'), 'utf8'));
    expect(findings.configuration).toMatchObject({
      map: { file: 'm.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      epoch: '2026-03-02T00:00:00.000000Z',
    });
    expect(findings.inputs[0]).toMatchObject({ profile: 'map', format: 'json-lines' });
    expect(findings.period.from).toBe('2026-03-02T00:00:00.000000Z');
    expect(existsSync(join(out, 'report.md'))).toBe(true);
    const wrong = await run('investigate', log, '--out', join(base, 'other'), '--epoch', 'yesterday');
    expect(wrong.code).toBe(2);
  });
});
