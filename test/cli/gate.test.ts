import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { gateCode } from '../../src/cli/gate.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { GATES, type Gate, tripping } from '../../src/evidence/gate.js';
import { withLists } from '../../src/evidence/with-lists.js';
import { profiled } from '../../src/pack/profiled.js';
import { pseudonyms } from '../../src/pseudonym/pseudonym.js';
import { SUMMARY_BYTES } from '../../src/report/gate/step-summary.js';
import { assessment, document } from '../evidence/fixture.js';
import { tempFolder } from '../ingest/read-all.js';
import { alertsOf, compared, listed, lists, WHO } from '../report/gate/documents.js';
import { commandsIn } from '../report/gate/runner.js';
import { run } from './run.js';

const KEY = pseudonyms(Buffer.alloc(32, 1));
const ids = (findings: FindingsDocument, gate: Gate) => tripping(findings, gate).map(({ id }) => id);

describe('what trips', () => {
  test.each<[Gate, FindingsDocument, string[]]>([
    ['alert', document(), ['G-7f3a', 'G-19c0']],
    ['new-alert', compared(), ['G-19c0']],
    ['watched', document(), []],
    ['watched', listed(), ['G-b2e8']],
    ['alert', listed(), ['G-19c0']],
    ['P1', document(), ['G-7f3a']],
    ['P1', listed(), []],
    ['P2', document(), ['G-7f3a', 'G-19c0']],
    ['P2', alertsOf(4), ['G-a000', 'G-a002']],
    ['P3', alertsOf(3), ['G-a000', 'G-a001', 'G-a002']],
    ['P4', document(), ['G-7f3a', 'G-19c0']],
  ])('%s', (gate, findings, expected) => {
    expect(ids(findings, gate)).toEqual(expected);
  });

  test('a suppressed group trips nothing, also where its members are watched or it is new', () => {
    const found = compared();
    const [first, second] = found.groups;
    const accounts = second!.members.map(({ account_id }) => account_id);
    const both = withLists(
      found,
      lists(
        [{ groups: [first!.id, second!.id], ...WHO, reason: 'ours' }],
        [{ accounts, ...WHO, reason: 'seen' }],
      ),
      null,
    );
    for (const gate of GATES) expect(ids(both, gate), gate).toEqual([]);
  });

  test('several gates are one, and a tripped one goes before a partial input', () => {
    expect(gateCode(document(), ['watched', 'P1'], false)).toBe(1);
    expect(gateCode(document(), ['alert'], true)).toBe(1);
    expect(gateCode(document(), ['watched'], true)).toBe(4);
    expect(gateCode(document(), ['watched'], false)).toBe(0);
    expect(gateCode(document(), [], true)).toBe(4);
    expect(gateCode(document(), [], false)).toBe(0);
    expect(gateCode({ ...document(), groups: [] }, [...GATES], false)).toBe(0);
  });

  test('is the same in every profile', () => {
    for (const findings of [document(), listed(), compared(), alertsOf(5)])
      for (const gate of GATES)
        for (const profile of ['partner', 'ci'] as const) {
          const shown = profiled(findings, profile, KEY);
          expect(tripping(shown, gate).map(({ rank }) => rank)).toEqual(
            tripping(findings, gate).map(({ rank }) => rank),
          );
        }
  });
});

describe('on the command line', () => {
  let base: string;
  let log: string;
  let key: string;
  const at = (name: string) => join(base, name);
  beforeAll(() => {
    base = tempFolder();
    log = at('log.csv');
    key = at('key');
    const rows = Array.from({ length: 100 }, (_, i) => `2026-05-01T0${i % 9}:00:00Z,acc_${i % 9}`);
    writeFileSync(log, `timestamp,account_id\n${rows.join('\n')}\n`);
    writeFileSync(key, 'k'.repeat(32));
  });

  const found = async () => assessment();
  const nothing = async () => assessment({ groups: [] });
  const investigate = (out: string, more: readonly string[], analyze = found, env = {}) =>
    run(
      ['investigate', log, '--out', at(out), '--force', '--quiet', '--no-citations', ...more],
      env,
      analyze,
    );

  test.each([
    [['alert'], 1],
    [['P1'], 1],
    [['P1', 'alert', 'P4'], 1],
    [[], 0],
  ])('%j ends with %i, for all profiles', async (gates, code) => {
    const failOn = gates.length === 0 ? [] : ['--fail-on', ...gates];
    for (const pack of [[], ['--pack', 'ci', '--pseudonym-key', key], ['--pack', 'court']])
      expect((await investigate('codes', [...failOn, ...pack])).code).toBe(code);
    expect((await investigate('codes', failOn, nothing)).code).toBe(0);
  });

  test('new-alert needs a baseline, watched a list, and a gate its name', async () => {
    expect((await investigate('usage', ['--fail-on', 'new-alert'])).code).toBe(2);
    expect((await investigate('usage', ['--fail-on', 'watched'])).code).toBe(2);
    expect((await investigate('usage', ['--fail-on', 'P5'])).code).toBe(2);
    expect((await investigate('usage', ['--annotations', 'other'])).code).toBe(2);
  });

  test('new-alert trips by what the baseline does not have', async () => {
    await investigate('before', ['--next-baseline', at('state/before.json')], nothing);
    const options = ['--baseline', at('state/before.json'), '--fail-on', 'new-alert'];
    expect((await investigate('now', [...options, '--next-baseline', at('state/now.json')])).code).toBe(1);
    const again = ['--baseline', at('state/now.json'), '--fail-on', 'new-alert'];
    expect((await investigate('again', again)).code).toBe(0);
    expect((await investigate('again', [...again, 'alert'])).code).toBe(1);
  });

  test('watched and suppressed by lists', async () => {
    const file = at('lists.json');
    const entry = { ...WHO, expires: '2027-01-01' };
    const known_good = [{ groups: ['G-7f3a', 'G-19c0'], ...entry, reason: 'ours' }];
    writeFileSync(file, JSON.stringify({ schema: 'stillhunt/lists/1', known_good }));
    const by = (gates: string[]) => investigate('listed', ['--lists', file, '--fail-on', ...gates]);
    expect((await by(['alert', 'P4', 'watched'])).code).toBe(0);
    const watch = [{ accounts: ['acc_5'], ...entry, reason: 'seen' }];
    writeFileSync(file, JSON.stringify({ schema: 'stillhunt/lists/1', known_good, watch }));
    expect((await by(['alert'])).code).toBe(0);
    expect((await by(['alert', 'watched'])).code).toBe(1);
  });

  test('a partial input: the gate wins, the rest says that it is partial', async () => {
    const whole = log;
    log = at('partial.csv');
    writeFileSync(log, `${readFileSync(whole, 'utf8')}${'soon,acc_1\n'.repeat(30)}`);
    try {
      const state = at('state/partial.json');
      const more = ['--annotations', 'github', '--summary', at('partial.md'), '--next-baseline', state];
      const tripped = await investigate('partial', ['--fail-on', 'alert', ...more]);
      expect(tripped.code).toBe(1);
      expect(tripped.stderr).toMatch(/left as it was, because the result rests on part of the input/);
      expect(() => statSync(state)).toThrow();
      expect(commandsIn(tripped.stderr).map(({ name }) => name)).toEqual([
        'error',
        'error',
        'warning',
        'notice',
      ]);
      expect((await investigate('partial', ['--fail-on', 'alert', ...more], nothing)).code).toBe(4);
      expect(readFileSync(at('partial.md'), 'utf8').match(/rests on part of the input/g)).toHaveLength(2);
    } finally {
      log = whole;
    }
  });

  test('annotations are the only commands in the log of a job', async () => {
    const whole = log;
    log = at('x##[error]y.csv');
    writeFileSync(log, `${readFileSync(whole, 'utf8')}soon,acc_1\n`);
    try {
      const more = ['--fail-on', 'alert', '--max-quarantine', '0'];
      const names = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
        [...commandsIn(stdout), ...commandsIn(stderr)].map(({ name }) => name);
      const bare = await investigate('inert', more);
      expect(names(bare)).toContain('error'); // the name of the log is one where nothing guards
      expect(names(await investigate('inert', more, found, { GITHUB_ACTIONS: 'true' }))).toEqual([]);
      const told = await investigate('inert', [...more, '--json', '--annotations', 'github']);
      expect(names(told)).toEqual(['error', 'error', 'warning', 'notice']);
      expect(JSON.parse(told.stdout)).toEqual(JSON.parse(readFileSync(at('inert/findings.json'), 'utf8')));
    } finally {
      log = whole;
    }
  });

  test('the next baseline holds the full findings, for this user alone, beside a pack of any profile', async () => {
    const file = at('state/full.json');
    await investigate('internal', []);
    await investigate('ci', ['--pack', 'ci', '--pseudonym-key', key, '--next-baseline', file]);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(at('internal/findings.json'), 'utf8'));
    expect(readFileSync(at('ci/findings.json'), 'utf8')).not.toContain('acc_1000');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const wrong = await investigate('wrong', ['--baseline', at('ci'), '--fail-on', 'new-alert']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('every group would be new');
  });

  test('a summary is appended, within the limit, and one that cannot be written is told before the work', async () => {
    const file = at('summary.md');
    writeFileSync(file, 'before\n');
    await investigate('summary', ['--fail-on', 'P1', '--summary', file]);
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n## stillhunt\n\n\*\*Gate tripped: 1 group/);
    writeFileSync(file, 'x'.repeat(SUMMARY_BYTES - 10));
    const full = await investigate('summary', ['--summary', file]);
    expect([full.code, statSync(file).size]).toEqual([3, SUMMARY_BYTES - 10]);
    expect((await investigate('summary', ['--summary', file, '--fail-on', 'alert'])).code).toBe(1);
    const none = await investigate('never', ['--summary', at('no/such/folder.md')]);
    expect(none.code).toBe(3);
    expect(() => statSync(at('never'))).toThrow();
  });

  test('a baseline that cannot be written is told, and does not hide the gate', async () => {
    writeFileSync(at('occupied'), '');
    const more = ['--next-baseline', at('occupied/next.json')];
    const quiet = await investigate('unkept', more);
    expect([quiet.code, quiet.stderr]).toEqual([3, expect.stringContaining('cannot be written')]);
    expect((await investigate('unkept', [...more, '--fail-on', 'alert'])).code).toBe(1);
  });
});
