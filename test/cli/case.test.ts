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
