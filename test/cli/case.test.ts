import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/cli/analysis.js';
import { tempFolder } from '../ingest/read-all.js';
import { run } from './run.js';
import { simulateWeek } from './simulated-week.js';

let base: string;
let nights: readonly string[];
beforeAll(async () => {
  base = tempFolder();
  nights = await simulateWeek(base);
}, 120_000);

const pathOf = (name: string) => join(base, name);
const findingsIn = (pack: string) => readFileSync(join(pathOf(pack), 'findings.json'), 'utf8');

describe('a case on the command line', () => {
  it('fed night by night gives the findings of one run over all logs, to the byte', async () => {
    for (const night of nights) {
      const { code, stdout, stderr } = await run(['ingest', night, '--case', pathOf('case')]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^added batch [0-9a-f]{16}: 1 log, [\d,]+ rows, [\d,]+ accepted, 0 refused, days 20/,
      );
      expect(stdout).toContain('Next: stillhunt analyze --case');
    }
    const whole = await run(
      ['investigate', pathOf('nights'), '--out', pathOf('whole'), '--no-citations'],
      {},
      analyze,
    );
    const parts = await run(['analyze', '--case', pathOf('case'), '--out', pathOf('parts')], {}, analyze);
    expect([whole.code, parts.code]).toEqual([0, 0]);
    expect(findingsIn('parts')).toBe(findingsIn('whole'));
    expect(readFileSync(join(pathOf('parts'), 'SHA256SUMS'), 'utf8')).toBe(
      readFileSync(join(pathOf('whole'), 'SHA256SUMS'), 'utf8'),
    );

    await run(['case', 'compact', pathOf('case')]);
    await run(['analyze', '--case', pathOf('case'), '--out', pathOf('compacted')], {}, analyze);
    expect(findingsIn('compacted')).toBe(findingsIn('whole'));
  }, 120_000);

  it('says what was known already and what a batch holds', async () => {
    cpSync(pathOf('case'), pathOf('again'), { recursive: true });
    const again = await run(['ingest', nights[0]!, '--case', pathOf('again')]);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(
      /passed over .*in the case already, in batch [0-9a-f]{16}\.\nNothing was added/,
    );
    const list = await run(['case', 'list', pathOf('again')]);
    const id = /^[0-9a-f]{16}/m.exec(list.stdout)![0];
    const show = await run(['case', 'show', pathOf('again'), id.slice(0, 6)]);
    expect(show.stdout).toContain(`batch ${id}, written by stillhunt`);
    expect(show.stdout).toContain('.csv');
    const dropped = await run(['case', 'drop', pathOf('again'), '--batch', id]);
    expect(dropped.stdout).toMatch(/^dropped batch .* which can be ingested again/);
    expect((await run(['analyze', '--case', pathOf('again'), '--out', pathOf('none')])).code).toBe(3);
  });

  it('tells what part of it was analysed', async () => {
    const { code } = await run(
      [
        'analyze',
        '--case',
        pathOf('case'),
        '--out',
        pathOf('part'),
        '--since',
        '2026-03-24',
        '--until',
        '2026-03-25',
      ],
      {},
      analyze,
    );
    expect(code).toBe(0);
    const found = JSON.parse(findingsIn('part'));
    expect(found.window).toEqual({ since: '2026-03-24', until: '2026-03-25', dropped_before: null });
    expect(found.period.from >= '2026-03-24' && found.period.to < '2026-03-26').toBe(true);
    expect(readFileSync(join(pathOf('part'), 'report.md'), 'utf8')).toContain(
      '2026-03-24 to 2026-03-25 (UTC)',
    );
  });

  it('does not take an empty log or a mistyped option for anything else', async () => {
    const empty = pathOf('empty.csv');
    writeFileSync(empty, 'timestamp,account_id\nsoon,a\n');
    const nothing = await run(['ingest', empty, '--case', pathOf('fresh')]);
    expect(nothing.code).toBe(3);
    expect(nothing.stderr).toContain('bad-time');
    expect((await run(['case', 'list', pathOf('fresh')])).stdout).toContain('0 batches');
    expect((await run(['case', 'drop', pathOf('case')])).code).toBe(2);
    expect(
      (await run(['analyze', '--case', pathOf('case'), '--out', pathOf('x'), '--since', '2026-6-1'])).code,
    ).toBe(2);
    expect((await run(['case', 'list', base])).code).toBe(3);
  });
});

describe('lists and baselines on the command line', () => {
  const lists = (found: { groups: { id: string; members: { account_id: string }[] }[] }, name: string) => {
    const [first, second] = found.groups;
    const who = { author: 'r.lin', added: '2026-03-01', expires: '2026-12-31' };
    writeFileSync(
      pathOf(name),
      JSON.stringify({
        schema: 'stillhunt/lists/1',
        known_good: [{ groups: [first!.id], reason: 'our own evaluation', ...who }],
        watch: [{ accounts: [second!.members[0]!.account_id], reason: 'seen before', ...who }],
      }),
    );
    return { first: first!, second: second! };
  };

  it('trip the gate for what is new and not known good alone, and work on old findings too', async () => {
    const before = await run(
      ['analyze', '--case', pathOf('case'), '--out', pathOf('before'), '--until', '2026-03-26'],
      {},
      analyze,
    );
    expect(before.code).toBe(0);
    const again = ['analyze', '--case', pathOf('case'), '--baseline', pathOf('before')];
    const alert = await run([...again, '--out', pathOf('now'), '--fail-on', 'alert'], {}, analyze);
    expect(alert.code).toBe(1);
    expect(alert.stdout).toMatch(/since the baseline to 2026-03-26: /);
    const known = JSON.parse(findingsIn('before'));
    const now = JSON.parse(findingsIn('now'));
    const old = new Set(known.groups.map(({ id }: { id: string }) => id));
    expect(now.groups.some(({ id }: { id: string }) => old.has(id))).toBe(true);
    const fresh = now.groups.some(
      (group: { alert: boolean; since_baseline: { alert_before: boolean | null } }) =>
        group.alert && group.since_baseline.alert_before !== true,
    );
    const same = await run([...again, '--out', pathOf('same'), '--fail-on', 'new-alert'], {}, analyze);
    expect(same.code).toBe(fresh ? 1 : 0);

    const { first, second } = lists(now, 'lists.json');
    const listed = await run(
      [...again, '--out', pathOf('listed'), '--lists', pathOf('lists.json'), '--fail-on', 'alert'],
      {},
      analyze,
    );
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain('lists: 1 group suppressed as known good, 1 of them an alert otherwise');
    expect(listed.stdout).toMatch(new RegExp(`^s +\\d+ +${first.id}|more groups without alert`, 'm'));
    expect(listed.stdout).toMatch(new RegExp(`^w +1 +${second.id}`, 'm'));
    const report = readFileSync(join(pathOf('listed'), 'report.md'), 'utf8');
    expect(report).toContain('our own evaluation');

    const later = await run([
      'report',
      pathOf('now'),
      '--out',
      pathOf('reviewed'),
      '--lists',
      pathOf('lists.json'),
    ]);
    expect([later.code, later.stderr]).toEqual([0, '']);
    expect(findingsIn('reviewed')).toBe(findingsIn('listed'));
    const watched = await run(
      [...again, '--out', pathOf('w'), '--lists', pathOf('lists.json'), '--fail-on', 'watched', 'P1'],
      {},
      analyze,
    );
    expect(watched.code).toBe(1);
  }, 240_000);

  it('are asked for where the gate needs them', async () => {
    const out = ['analyze', '--case', pathOf('case'), '--out', pathOf('y')];
    expect((await run([...out, '--fail-on', 'new-alert'])).stderr).toContain('--baseline');
    expect((await run([...out, '--fail-on', 'watched'])).stderr).toContain('--lists');
    expect((await run(['report', pathOf('whole'), '--only', 'terminal', '--as-of', '2026-03-01'])).code).toBe(
      2,
    );
  });
});
