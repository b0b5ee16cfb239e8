import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { tempFolder } from '../ingest/read-all.js';
import { run } from './run.js';

let base: string;
const home = process.cwd();
beforeEach(() => {
  base = tempFolder();
  process.chdir(base);
});
afterEach(() => process.chdir(home));

const configure = (sections: object, name = 'stillhunt.json') =>
  writeFileSync(join(base, name), JSON.stringify({ schema: 'stillhunt/config/1', ...sections }, null, 1));

const LOG = 'when,customer\n2026-05-01 10:00:00,a\n2026-05-01 11:00:00,b\n';
const log = () => writeFileSync(join(base, 'log.csv'), LOG);
const batches = async () => JSON.parse((await run(['case', 'list', 'hunt', '--json'])).stdout);

describe('the configuration file', () => {
  it('gives what the command line does not, and the command line goes before it', async () => {
    log();
    configure({
      every: { timezone: 'Europe/Berlin' },
      ingest: { case: 'hunt', column: { account: 'customer', time: 'when' } },
    });
    expect(await run(['ingest', 'log.csv'])).toMatchObject({ code: 0, stderr: '' });
    const [{ batch }] = await batches();
    expect(batch.readings).toEqual([
      { columns: { account: 'customer', time: 'when' }, constants: {}, timezone: 'Europe/Berlin' },
    ]);
    writeFileSync('other.csv', `${LOG}2026-05-02 11:00:00,c\n`);
    await run(['ingest', 'other.csv', '--timezone', 'UTC']);
    const zones = (await batches()).map((each: typeof batch) => each.batch.readings[0].timezone);
    expect(zones.sort()).toEqual(['Europe/Berlin', 'UTC']);
  });

  it('a section of a command goes before the one for all, and lists of the command line replace those of the file', async () => {
    configure({
      every: { quiet: true, timezone: 'UTC' },
      analyze: { 'fail-on': ['alert', 'watched'], 'max-quarantine': 2 },
      ingest: { timezone: '+02:00' },
    });
    const { stdout } = await run(['config', 'show']);
    expect(stdout).toMatch(/^configuration stillhunt\.json$/m);
    expect(stdout).toMatch(/ {2}timezone +\+02:00 {2}\(stillhunt\.json line \d+, ingest\)/);
    expect(stdout).toMatch(/ {2}timezone +UTC {2}\(stillhunt\.json line \d+, every\)/);
    expect(stdout).toMatch(/ {2}max-quarantine +2 {2}\(stillhunt\.json line \d+, analyze\)/);
    expect(stdout).toMatch(/ {2}wait +60 {2}\(default\)/);
    const one = await run(['config', 'show', 'case', 'drop']);
    expect(one.stdout).toMatch(/^case drop$/m);
    expect(one.stdout).not.toContain('max-quarantine');
    // watched would be refused without a list: the command line has replaced it
    const gated = await run(['analyze', '--case', 'none', '--out', 'x', '--fail-on', 'alert']);
    expect(gated.stderr).toContain('none is no case');
    expect((await run(['analyze', '--case', 'none', '--out', 'x'])).stderr).toContain(
      '--fail-on watched needs',
    );
  });

  it('is named by --config, else the environment, else looked for here; no file is no configuration', async () => {
    log();
    configure({ ingest: { case: 'here' } });
    configure({ ingest: { case: 'named' } }, 'named.json');
    configure({ ingest: { case: 'told' } }, 'told.json');
    const options = ['--column', 'account=customer', '--column', 'time=when', '--timezone', 'UTC'];
    const target = async (argv: string[], env = {}) =>
      /--case (\w+)/.exec((await run(['ingest', 'log.csv', ...options, ...argv], env)).stdout)?.[1];
    expect(await target([])).toBe('here');
    expect(await target([], { STILLHUNT_CONFIG: 'told.json' })).toBe('told');
    expect(await target(['--config', 'named.json'], { STILLHUNT_CONFIG: 'told.json' })).toBe('named');
    expect((await run(['ingest', 'log.csv', '--config=gone.json'])).code).toBe(3);
    mkdirSync('empty');
    process.chdir('empty');
    expect((await run(['config', 'show'])).stdout).toContain('no configuration');
    expect((await run(['ingest', '../log.csv'])).code).toBe(2);
  });
});

describe('a configuration that does not fit', () => {
  test.each([
    ['no JSON', '{"schema": "stillhunt/config/1",\n "ingest": }', 'line 2', ''],
    ['no schema', '{"ingest": {}}', '"schema": "stillhunt/config/1"', ''],
    ['another version', '{"schema": "stillhunt/config/2"}', 'stillhunt/config/2', ''],
    ['no such command', '{"schema": "stillhunt/config/1", "hunt": {}}', 'no command "hunt"', 'case drop'],
    ['no such option', '{"schema": "stillhunt/config/1",\n"ingest": {\n"tz": "UTC"}}', 'line 3', 'timezone'],
    ['another type', '{"schema": "stillhunt/config/1", "ingest": {"quiet": "yes"}}', 'ingest.quiet', ''],
    ['a bad value', '{"schema": "stillhunt/config/1", "analyze": {"max-quarantine": 101}}', '0 to 100', ''],
    ['no choice', '{"schema": "stillhunt/config/1", "analyze": {"pack": "mine"}}', 'internal', ''],
    ['no field', '{"schema": "stillhunt/config/1", "ingest": {"column": {"who": "x"}}}', 'FIELD', ''],
  ])('%s is named with its place', async (_, text, message, next) => {
    writeFileSync(join(base, 'stillhunt.json'), text);
    const { code, stderr } = await run(['config', 'show']);
    expect(code).toBe(3);
    expect(stderr).toContain('stillhunt.json line');
    expect(stderr).toContain(message);
    expect(stderr).toContain(next);
  });
});

describe('the published schema', () => {
  const published = readFileSync(join(home, 'src/cli/config-1.schema.json'), 'utf8');

  it('is what the commands have', async () => {
    expect(JSON.parse((await run(['config', 'schema'])).stdout)).toEqual(JSON.parse(published));
  });

  it('takes what the reader takes and refuses what it refuses', () => {
    const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(published));
    const schema = 'stillhunt/config/1';
    expect(fits({ schema, every: { quiet: true }, ingest: { column: { account: 'x' }, wait: 5 } })).toBe(
      true,
    );
    expect(fits({ schema, analyze: { 'fail-on': ['P1'], citations: false } })).toBe(false);
    expect(fits({ schema, analyze: { 'fail-on': ['P9'] } })).toBe(false);
    expect(fits({ schema, hunt: {} })).toBe(false);
    expect(fits({ ingest: {} })).toBe(false);
  });
});
