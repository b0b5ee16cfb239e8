import { fileURLToPath } from 'node:url';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { MEASURES } from '../../src/assess/measure/catalogue.js';
import { analyze } from '../../src/cli/analysis.js';
import { Accumulator } from '../../src/fingerprint/index.js';
import { readBatches } from '../../src/ingest/index.js';
import { markdownReport } from '../../src/report/markdown.js';
import { lacking, whyQuiet } from '../../src/report/outcome.js';
import {
  glossary,
  isStatistic,
  statisticText,
  statisticWords,
  tellingStatistic,
} from '../../src/report/statistic-words.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { isIndicator, isWeakness } from '../../src/report/wording.js';
import { assessment, document, group, HOSTILE, ingest, source, statistic } from '../evidence/fixture.js';
import { assessed, outcomes, STATISTICS } from './assessed.js';

const view = { width: 80, chalk: new Chalk({ level: 0 }), open: 'out/report.md' };
const report = markdownReport(outcomes());
const section = (heading: string) => report.split(`${heading}\n\n`)[1]!.split(/\n\n###? /)[0]!;

describe('statistics', () => {
  test.each([
    [STATISTICS.members, 'shows in 96 % of the members (strangers: 4 %)'],
    [STATISTICS.volume, 'requests per day vary by a factor of 1.15 between members (random groups: 3.78)'],
    [
      STATISTICS.hours,
      'more even over the day than 97 % of accounts of the same volume (random groups: 50 %)',
    ],
    [
      STATISTICS.pace,
      'fewer requests in an active five minutes than 90 % of accounts of the same volume (random groups: 50 %)',
    ],
    [STATISTICS.rank, 'longer answers than all accounts of the same volume (random groups: 50 %)'],
    [STATISTICS.scheduled, 'hours as if 23.9 of 24 were equally used (random groups: 23.9)'],
    [STATISTICS.same, 'hours of the others predict those of a member by +3.1 nats (random groups: -0.4)'],
    [STATISTICS.countries, 'the median member comes from 1 country (random groups: 1)'],
    [
      STATISTICS.payment,
      'the payment that most members use pays for 15 % of the payers (random groups: 7.6 %; over 40 accounts)',
    ],
    [statistic('two-clocks', 1, 2, 'clocks', 43), 'two clocks 1 (2)'],
    [{ ...statistic('odd', 0, null, 'bits', 7), value: null }, 'odd not measured (n = 7)'],
  ])('%o', (measured, text) => {
    expect(statisticText(measured, 43)).toBe(text);
  });

  test.each([
    [STATISTICS.session, '1 request in a session (log: 3.2)'],
    [STATISTICS.rank, 'longer answers than all accounts of the same volume (log: 50 %)'],
    [
      STATISTICS.daily,
      '608 requests of the whole group on an active day (the busiest hundredth of single accounts: 52 and more)',
    ],
  ])('signs of harvesting are compared with the whole log: %o', (measured, text) => {
    expect(statisticText(measured, 43, 'log')).toBe(text);
  });

  test.each(MEASURES.map((measure) => [measure.name, measure] as const))(
    '%s has words, and is compared with random groups',
    (name, { unit, speaks }) => {
      expect(glossary(new Set([name])), 'words in src/report/statistic-words.ts').toHaveLength(1);
      const [[label, definition]] = glossary(new Set([name])) as [[string, string]];
      expect(definition).toMatch(/speaks?\b/);
      expect(label).not.toBe('');
      for (const value of [-0.25, 0, 0.07, 0.5, 1, 3.2]) {
        const text = statisticText(statistic(name, value, 0.5, unit, 43), 43);
        expect(text).toMatch(/ \(random groups: [^()]+\)$/);
        expect(text).not.toMatch(/NaN|undefined|-0(?![.\d])/);
      }
      // Nothing that lies on the other side is quoted as speaking for one operator.
      const wrong = statistic(name, speaks === 'high' ? -5 : 5, 0.5, unit, 43);
      expect(tellingStatistic([wrong])).toBeUndefined();
    },
  );

  test('no two measures have the same label, and no dead name has words', () => {
    const labels = MEASURES.map(({ name }) => statisticWords(name));
    expect(new Set(labels).size).toBe(labels.length);
    for (const dead of ['same-hours', 'payment-across-organisations']) {
      expect(glossary(new Set([dead]))).toEqual([]);
    }
  });

  test('every name that an assessment gives has words and a line in the glossary', async () => {
    const accumulator = new Accumulator();
    const log = fileURLToPath(new URL('../../fixtures/quickstart/log.csv.gz', import.meta.url));
    for await (const batch of readBatches([log], {})) accumulator.add(batch);
    const { groups } = await analyze(accumulator.finish());
    const measured = groups.flatMap(({ evidence, indicators }) => [...evidence, ...indicators]);
    const names = new Set(measured.flatMap(({ statistics }) => statistics.map(({ name }) => name)));
    expect(names.size).toBeGreaterThan(15);
    expect([...names].filter((name) => glossary(new Set([name])).length === 0)).toEqual([]);
    // What has no words is withheld from packs for others.
    const parts = groups.flatMap(({ alternatives, weaknesses }) => [...alternatives, ...weaknesses]);
    const others = [...measured, ...parts].flatMap(({ statistics }) => statistics.map(({ name }) => name));
    expect(others.filter((name) => !isStatistic(name))).toEqual([]);
    const signs = groups.flatMap(({ indicators }) => indicators.map(({ name }) => name));
    expect(signs.filter((name) => !isIndicator(name))).toEqual([]);
    const codes = groups.flatMap(({ weaknesses }) => weaknesses.map(({ code }) => code));
    expect(codes.filter((code) => !isWeakness(code))).toEqual([]);
    for (const { name } of Object.values(STATISTICS))
      expect(report).toContain(`- **${statisticWords(name)}**: `);
  });

  test('no code, no unit twice, no plural of one', () => {
    expect(report).not.toMatch(
      /\brank \d+(\.\d+)? rank|\b1 (requests|accounts|countries|days)\b|\bn = 43\b| ln\b/,
    );
    expect(report).not.toMatch(/(\b[a-z]+) \d+ \1\b/);
  });
});

describe('a group that alerts', () => {
  test('opens with the strongest facts', () => {
    expect(report).toContain(
      'All 43 members, and nobody else in the log, use system prompt `#3785dc2c7cdc6080`. ' +
        '40 of the 43 members, and 2 other accounts, use network `203.0.113.0/24`; the same holds for `198.51.100.0/24`. ' +
        'Settings (model, limits, client): +8.0 nats, shows in 96 % of the members (strangers: 4 %). ',
    );
    expect(report).not.toMatch(/members, and .* use payment/);
  });

  test('reconciles its evidence in one line', () => {
    expect(report).toContain(
      'In nats: evidence for one source +21.7, which innocent coordination has too. Score +5.7: log-odds of one ' +
        'operator, left over the closest alternative, scheduled jobs (H7); it decides the rank.',
    );
    const explained = report.indexOf('ten times as probable from one source');
    expect(explained).toBeGreaterThan(0);
    expect(explained).toBeLessThan(report.search(/\+21\.7|\+5\.7/));
  });

  test('is weakened by three to six sentences, the closest alternative first', () => {
    const lines = section('### What weakens this').split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(lines[0]).toBe(
      '- The closest alternative, scheduled jobs (H7), sets aside timing and leaves +5.7 nats.',
    );
    expect(lines[1]).toContain('infrastructure (networks, devices) -0.4 nats');
  });
});

describe('a group that does not alert', () => {
  test('is accounted for, too weak or near the threshold', () => {
    expect(section('## Near the threshold')).toContain('| 2 | G-02 | 43 | 2,430 | -0.4 |');
    expect(section('## Near the threshold')).toContain('-0.4 of 0 nats after scheduled jobs (H7)');
    const quiet = section('## Coordinated groups without alert');
    expect(quiet).not.toContain('G-02');
    expect(quiet).toContain(
      'too little is left after H7 scheduled jobs (sets aside timing; -3.2 nats are left)',
    );
    expect(quiet).toContain('too weak before any alternative: -5.1 nats after scheduled jobs (H7)');
  });

  test('says what else it lacks', () => {
    const few = assessed({ alert: false, verdict: 'undecided', indicators: [] });
    const [entry] = document({ assessment: assessment({ groups: [few] }) }).groups;
    expect(whyQuiet(entry!)).toBe('left below the threshold: 0 of 2 signs of harvesting');
    const blind = few.evidence.map((family) =>
      ['content', 'infrastructure', 'payment'].includes(family.family)
        ? { ...family, available: false }
        : family,
    );
    const anonymous = { ...assessed({ alert: false, score: 3.5 }), evidence: blind };
    const [other] = document({ assessment: assessment({ groups: [anonymous] }) }).groups;
    expect(whyQuiet(other!)).toBe('left below the threshold: +3.5 of +4.0 nats after scheduled jobs (H7)');
    expect(lacking(other!)).toEqual(['+3.5 of +4.0 nats after scheduled jobs (H7)']);
  });

  test('says that a ratio is too low, or that the control of false discoveries did not keep it', () => {
    const why = (low: number) => {
      const calibrated = { ratio: 40, low, high: 90, cap: 90, references: 270 };
      const quiet = assessed({ alert: false, verdict: 'undecided', support: { nats: 9, calibrated } });
      return whyQuiet(document({ assessment: assessment({ groups: [quiet] }) }).groups[0]!);
    };
    expect(why(4)).toBe('left below the threshold: a lower bound of the likelihood ratio of 4 of 10');
    expect(why(12)).toBe(
      'left below the threshold: the control of false discoveries (Benjamini–Hochberg) did not keep it',
    );
  });
});

describe('the terminal at 80 columns', () => {
  test('cuts nothing of an alert', () => {
    const line = terminalRanking(outcomes(), view)
      .split('\n')
      .find((each) => each.startsWith('!  1'));
    expect(line).toBe('!  1  G-23dc4ee1     43     2,430  38 d       +5.7  6/7  mod   H7 jobs');
  });

  test('lists columns that were not used only where a facet stands aside', () => {
    const many = Array.from({ length: 30 }, (_, i) => `column_${i}`);
    const ignored = ingest({ sources: [source('a.csv', { ignored: [HOSTILE[5]!, ...many] })] });
    const text = terminalRanking(document({ ingest: ignored }), view);
    expect(text).toMatch(/^! columns not used: .*column_0, .*, \d+ more$/m);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(markdownReport(document({ ingest: ignored }))).toContain(
      'Columns of the input that were not used: ',
    );
    const complete = document({ ingest: ignored, assessment: assessment({ standingAside: [] }) });
    expect(terminalRanking(complete, view) + markdownReport(complete)).not.toMatch(/columns? .*not used/i);
  });
});

test('too few accounts, and inputs that end early, are said first', () => {
  const few = document({ assessment: assessment({ groups: [], accounts: 5, tested: 0 }) });
  const nothing = 'Nothing could be tested: 5 accounts; at least 8 are needed.';
  expect(terminalRanking(few, view)).toContain(nothing);
  expect(markdownReport(few)).toContain(nothing);
  const broken = document({
    assessment: assessment({ groups: [group()] }),
    ingest: ingest({ sources: [source('/srv/a.csv', { status: 'truncated' }), source('/srv/b.csv')] }),
  });
  expect(markdownReport(broken)).toContain(
    '## Bottom line\n\n**INCOMPLETE: 1 input of 2 not read to the end.** `a.csv` is truncated.',
  );
  expect(terminalRanking(broken, view)).toContain('files cut short 1');
});
