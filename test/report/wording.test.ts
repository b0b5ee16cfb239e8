import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import schema from '../../src/evidence/findings-1.schema.json' with { type: 'json' };
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { packFiles } from '../../src/pack/layout.js';
import { markdownReport } from '../../src/report/markdown.js';
import { statisticWords } from '../../src/report/statistic-words.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { VERBAL_TERMS, verbalTerm } from '../../src/report/verbal-term.js';
import { viewText } from '../../src/report/view.js';
import { ALTERNATIVE_WORDS, FAMILY_WORDS, indicatorWords, weaknessWords } from '../../src/report/wording.js';
import { assessment, detectionFloor, document, group, uncalibrated } from '../evidence/fixture.js';
import { outcomes } from './assessed.js';

const chalk = new Chalk({ level: 0 });
const documents = [
  document(),
  uncalibrated(),
  document({ assessment: assessment({ groups: [] }) }),
  outcomes(),
  ...floors(),
];

/** Floors of every outcome: reached, partly recovered, nothing recovered, nothing planted. */
function floors(): FindingsDocument[] {
  const [plain, careful] = detectionFloor().disguises;
  return [
    detectionFloor(),
    detectionFloor({ disguises: [{ ...plain!, reach: null }, careful!], cellsLeftOut: 0 }),
    detectionFloor({ own: { alerts: 0, kept: 0, added: 0 } }),
    detectionFloor({
      cells: [],
      cellsLeftOut: 72,
      disguises: [
        { ...plain!, planted: 0, recovered: 0, reach: null },
        { ...careful!, planted: 0 },
      ],
    }),
  ].map((floor) => document({ floor, assessment: assessment({ groups: [], tested: 9 }) }));
}

/** All that is generated, without the values of the logs. */
const texts: string[] = [];
for (const findings of documents) {
  const report = markdownReport(findings);
  const files = packFiles({
    document: findings,
    facets: null,
  });
  const readme = await viewText(files.find(({ path }) => path === 'README.txt')!);
  texts.push(
    report,
    readme,
    terminalRanking(findings, { width: 120, chalk, open: 'out/report.md' }),
    findings.floor.note,
  );
}

const BANNED = [
  /\bproves?\b|\bproven\b|\bproof\b/i,
  /\bconfirm(s|ed)?\b/i,
  /\bguilt(y)?\b/i,
  /\battack(er|ers|s)?\b/i,
  /\bthie(f|ves)\b|\btheft\b|\bstolen\b|\bsteal/i,
  /\bmalicious/i,
  /\bcertainly\b|\bclearly\b/i,
  /\banomal/i,
  /% probability/i,
  /\b(alibaba|anthropic|openai|google|deepseek|china|chinese|russia|russian)\b/i,
];

describe('the language of confidence', () => {
  test.each(BANNED.map((word) => [word]))('%s stands in no generated text', (word) => {
    for (const text of texts) expect(text).not.toMatch(word);
  });

  test('likelihood and confidence never share a sentence', () => {
    const prose = texts.flatMap((text) => text.split('\n').filter((line) => !line.startsWith('|')));
    for (const sentence of prose.flatMap((line) => line.split(/(?<=[.:])\s/))) {
      if (/\bconfidence\b/i.test(sentence))
        expect(sentence).not.toMatch(/probab|likel|times more|support \(/i);
    }
  });

  test('"consistent with" stands only beside what else fits', () => {
    for (const text of texts) expect(text).not.toMatch(/consistent with(?![^.]*also)/);
  });

  test('the term comes from the lower bound', () => {
    expect(verbalTerm({ low: 150, high: 1e7 }).words).toBe('moderately strong support');
    expect(verbalTerm({ low: 99.9, high: 1e7 }).words).toBe('moderate support');
    expect(verbalTerm({ low: 1.9, high: 1e7 }).words).toBe('the findings do not discriminate');
    expect(verbalTerm({ low: 0.01, high: 1e7 }).words).toBe('the findings do not discriminate');
    expect(verbalTerm({ low: 0.01, high: 0.05 }).words).toBe('the findings support the alternative');
    for (const term of VERBAL_TERMS.slice(2)) expect(verbalTerm({ low: term.from, high: 1e9 })).toBe(term);
  });

  test('without calibration there is neither a ratio nor a verbal term', () => {
    const report = markdownReport(uncalibrated());
    const screen = terminalRanking(uncalibrated(), { width: 120, chalk, open: 'x' });
    for (const text of [report, screen]) {
      expect(text).not.toMatch(/(weak|moderate|strong) support|times (more|less) probable|95 % interval \d/);
      expect(text).not.toMatch(/1,300|1,050/);
      expect(text).toContain('not calibrated');
    }
    expect(report).toContain('Rank 1 of 1,212 by deviation.');
  });

  test('an empty result says what it does not mean', () => {
    const report = markdownReport(documents[2]!);
    expect(report).toContain(
      '**No group exceeded the threshold.** 1,212 groups tested. The detection floor was not measured',
    );
  });

  test('without the floor every view says so and how to measure it', () => {
    expect(markdownReport(document())).toMatch(/detection floor was not measured in this run.*--floor/);
    expect(terminalRanking(document(), { width: 80, chalk, open: 'x' })).toMatch(
      /\nwould miss: not known, the detection floor was not measured \(add --floor\)\n/,
    );
    expect(document()).toMatchObject({ floor: { run: false }, detection_floor: null });
  });

  test('with the floor an empty result says what would not have been detected', () => {
    const [reached, partly, , small] = floors();
    const sentence =
      'Groups smaller than 15 accounts, with less than 1,800 requests, or mixing extraction below 50 % would not ' +
      'have been detected reliably (plain planted groups: ';
    expect(markdownReport(reached!)).toContain(
      `**No group exceeded the threshold.** 9 groups tested. ${sentence}`,
    );
    expect(markdownReport(reached!)).toContain(
      'Groups of every planted size, volume and share would have been missed (careful',
    );
    expect(markdownReport(partly!)).toContain('24 of 72 recovered');
    const screen = (findings: FindingsDocument) => terminalRanking(findings, { width: 80, chalk, open: 'x' });
    expect(screen(reached!)).toContain(
      '\nwould miss: groups < 15 accounts, < 1,800 requests, or extraction share < 50 %\n' +
        '   careful: all that was planted (0 of 70 planted groups recovered)\n',
    );
    expect(screen(partly!)).toContain(
      'would miss: groups of every size at times (24 of 72 planted groups recovered)',
    );
    for (const text of [markdownReport(small!), screen(small!)]) {
      expect(text).not.toContain('recovered)');
      expect(text).toMatch(/could not be measured: .* at least 80 accounts|too small to plant/);
    }
    expect(markdownReport(reached!)).toContain('and no others');
    expect(reached).toMatchObject({ floor: { run: true }, groups: [] });
  });

  test('every alert says what weakens it; without a weakness, what was tried', () => {
    const report = markdownReport(document());
    expect(report.match(/### What weakens this/g)).toHaveLength(2);
    expect(report).toContain('None found. What was tried:\n\n- Alternatives H2');
    const bare = group({
      weaknesses: [],
      alternatives: [],
      indicators: [],
      evidence: [],
      strongestAlternative: null,
    });
    expect(markdownReport(document({ assessment: assessment({ groups: [bare] }) }))).toContain('None found.');
  });

  test('a bound cap is printed', () => {
    expect(markdownReport(document())).toContain(
      'limited by reference size: 4,100 reference groups allow at most 1,360',
    );
  });

  test('a ratio says what it compares with, and the report once what that is worth', () => {
    const report = markdownReport(document());
    expect(report).toContain(
      'times more probable if one operator ran these 30 accounts to collect outputs than if they were one of the ' +
        'groups of other kinds that linking finds in simulated worlds (strong support',
    );
    expect(report).not.toContain('unrelated accounts of this log');
    expect(report.match(/### What the ratios rest on/g)).toHaveLength(1);
    const [, rest] = report.split('### What the ratios rest on\n\n');
    expect(rest).toMatch(
      /^The reference is simulated: 4,100 groups of other kinds .* never more than 1,370\./,
    );
    expect(rest).toMatch(
      /^.*another population, such as the customers of this log, is the reader's decision\.\n/,
    );
    expect(markdownReport(uncalibrated())).not.toContain('What the ratios rest on');
  });

  test('a reference log that somebody vouched for is said to be one', () => {
    const reference = {
      inputs: [{ name: 'april|.csv', sha256: '0'.repeat(64) }],
      accounts: 9_100,
      requests: 812_000,
      groups: 4_100,
      used: true,
    };
    const configuration = { ...document().configuration, reference };
    const report = markdownReport(document({ configuration }));
    expect(report).toContain(
      'than if they were one of the groups that linking finds in the reference log (strong',
    );
    expect(report).toMatch(/4,100 groups that linking finds in a log that whoever ran this vouched for/);
    expect(report).toContain('9,100 accounts, 812,000 requests), taken as free of operations');
    expect(report).not.toContain('simulated worlds (');
    const unused = markdownReport(
      document({ configuration: { ...configuration, reference: { ...reference, used: false } } }),
    );
    expect(unused).toContain('The reference is simulated');
  });

  test('the method lists the measures that stood aside, and says when none did', () => {
    expect(markdownReport(document())).toContain(
      'These measures stood aside for lack of data:\n\n- ties by payments: no column for `payment`\n',
    );
    const complete = document({ assessment: assessment({ measuresAside: [] }) });
    expect(markdownReport(complete)).toContain('Every measure had the columns that it needs.');
    expect(complete.measures_standing_aside).toEqual([]);
  });

  test('codes that are new are shown as their own words', () => {
    expect(indicatorWords('a-new_sign')).toBe('A new sign');
    expect(weaknessWords('two-clocks')).toBe('Two clocks');
    expect(statisticWords('shared-networks')).toBe('shared networks');
    expect(statisticWords('<b>|`')).toBe('b');
    expect(statisticWords('--')).toBe('unnamed');
    expect(indicatorWords('constructor')).toBe('Constructor');
  });

  test('every alternative and family has words', () => {
    expect(Object.keys(ALTERNATIVE_WORDS)).toEqual(schema.$defs.alternative_id.enum);
    expect(Object.keys(FAMILY_WORDS)).toEqual(schema.$defs.family.enum);
  });
});
