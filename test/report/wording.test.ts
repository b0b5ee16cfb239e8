import { generateKeyPairSync } from 'node:crypto';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import schema from '../../src/evidence/findings-1.schema.json' with { type: 'json' };
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { certificateText } from '../../src/pack/certificate.js';
import { Ed25519Key } from '../../src/pack/ed25519-key.js';
import { packFiles } from '../../src/pack/layout.js';
import { NOTHING_STATED } from '../../src/pack/statement.js';
import { verifyText } from '../../src/pack/verify-text.js';
import { ANNOTATED, annotationLines } from '../../src/report/gate/annotations.js';
import { stepSummary } from '../../src/report/gate/step-summary.js';
import { markdownReport } from '../../src/report/markdown.js';
import { statisticWords } from '../../src/report/statistic-words.js';
import { terminalRanking } from '../../src/report/terminal.js';
import { VERBAL_TERMS, verbalTerm } from '../../src/report/verbal-term.js';
import { viewText } from '../../src/report/view.js';
import { views } from '../../src/report/views.js';
import { ALTERNATIVE_WORDS, FAMILY_WORDS, indicatorWords, weaknessWords } from '../../src/report/wording.js';
import { run } from '../cli/run.js';
import { assessment, document, group, uncalibrated } from '../evidence/fixture.js';
import { explained } from '../explain/pages.js';
import { capped, DOCUMENTS, floors } from './documents.js';
import { compared, damaged, listed } from './gate/documents.js';
import { markdownProse, plainProse, proseOf, sentences } from './prose.js';

const chalk = new Chalk({ level: 0 });

/** Every text that a document is put into: all files of its pack, whatever views there are, and the ranking. */
interface Told {
  readonly name: string;
  readonly path: string;
  readonly document: FindingsDocument;
  readonly prose: readonly string[];
}

/** What the seal of a pack says, with as much stated as can be. */
function sealTexts(findings: FindingsDocument): [path: string, text: string][] {
  const { publicKey: signer } = generateKeyPairSync('ed25519');
  const statement = { ...NOTHING_STATED, marking: 'amber', examiner: 'J. Doe' } as const;
  const [findingsSha256, settingsSha256] = ['0'.repeat(64), '1'.repeat(64)];
  return [null, Ed25519Key.of(signer)].flatMap((key): [string, string][] => [
    ['VERIFY.txt', verifyText(findings, statement, key)],
    [
      'certificate.txt',
      certificateText({ document: findings, statement, signer: key, findingsSha256, settingsSha256 }),
    ],
  ]);
}

const told: Told[] = [];
const HISTORY: typeof DOCUMENTS = [
  ['lists', listed()],
  ['a baseline', compared()],
  ['a damaged input', damaged()],
];
for (const [name, findings] of [...DOCUMENTS, ...HISTORY]) {
  const add = (path: string, prose: readonly string[]) =>
    told.push({ name, path, document: findings, prose });
  for (const file of packFiles({ document: findings, facets: null }))
    add(file.path, proseOf(file.path, await viewText(file)));
  for (const [path, text] of sealTexts(findings)) add(path, plainProse(text));
  for (const width of [80, 120])
    add(`terminal ${width}`, terminalRanking(findings, { width, chalk, open: 'x' }).split(/\n| {2,}/));
  for (const [command, text] of explained(findings)) add(command, plainProse(text));
  for (const gates of [[], ['alert'], ['new-alert', 'watched', 'P1']] as const) {
    const run = {
      document: findings,
      gates,
      partial: gates.length === 1,
      folder: 'x',
      open: 'x/report.html',
    };
    add(`summary ${gates.join(' ')}.md`, markdownProse(stepSummary(run)!));
    for (const platform of ANNOTATED)
      add(`annotations ${platform}`, annotationLines(run, platform).split('\n').flatMap(sentences));
  }
}

/** What commands say of themselves, and of formats, which bear the names of those who make them. */
async function said(argv: readonly string[]): Promise<string> {
  return (await run(argv)).stdout;
}

const help = await said(['help']);
const names = [
  ...help
    .split('\nCommands:\n')[1]!
    .split('\n\n')[0]!
    .matchAll(/^ {2}(\w+) /gm),
].map(([, name]) => name!);
const commands: Told[] = [];
for (const argv of [
  ['help'],
  ['formats'],
  ['inspect', 'fixtures/quickstart/log.csv.gz'],
  ...names.map((name) => ['help', name]),
])
  commands.push({
    ...{ name: 'command', path: argv.join(' '), document: document() },
    prose: plainProse(await said(argv)),
  });

const BANNED = [
  /\bproves?\b|\bproven\b|\bproof (that|of)\b/i,
  /\bconfirm(s|ed)?\b/i,
  /\bguilt(y)?\b/i,
  /\battack(er|ers|s)?\b(?!-)/i,
  /\bthie(f|ves)\b|\btheft\b|\bstolen\b|\bsteal/i,
  /\bmalicious/i,
  /\bcertainly\b|\bclearly\b/i,
  /\bsuspicious person|\bsuspects?\b|\bculprit|\bcriminal/i,
  /\banomal/i,
  /% probability/i,
];

/** No company and no country as the one behind accounts. */
const PARTIES =
  /\b(alibaba|anthropic|openai|google|microsoft|amazon|deepseek|baidu|tencent|bytedance|china|chinese|russian?|iran(ian)?|north korean?)\b/i;

const LIKELIHOOD = /probab|likel|times (more|less)|support \(|\bratio\b/i;
const GIVES_RATIO = /likelihood ratio \d|times (more|less) probable|support \(LR/i;

/** Everything that matches, with the file that says it. */
function saying(all: readonly Told[], words: RegExp): string[] {
  return all.flatMap(({ name, path, prose }) =>
    prose.filter((sentence) => words.test(sentence)).map((sentence) => `${name}: ${path}: ${sentence}`),
  );
}

describe('the language of confidence', () => {
  test('is looked for in every kind of file', () => {
    const paths = new Set(told.map(({ path }) => path));
    for (const path of [
      'README.txt',
      'executive.txt',
      'report.md',
      'findings.json',
      'terminal 80',
      'compare runs',
      'summary alert.md',
      'annotations github',
    ])
      expect(paths).toContain(path);
    const alerts = views(document()).map(({ path }) => path);
    for (const path of alerts) expect(paths).toContain(path);
    for (const { path, prose } of told)
      if (/\.(md|txt|html)$/.test(path)) expect(prose.length, path).toBeGreaterThan(5);
    for (const name of ['investigate', 'explain', 'report']) expect(names).toContain(name);
    for (const { path, prose } of commands)
      if (path !== 'help help') expect(prose.length, path).toBeGreaterThan(5);
  });

  test.each(BANNED.map((word) => [word]))('%s stands in no generated text', (word) => {
    expect(saying([...told, ...commands], word)).toEqual([]);
  });

  test('neither a company nor a country stands behind accounts', () => {
    expect(saying(told, PARTIES)).toEqual([]);
  });

  test('likelihood and confidence never share a sentence', () => {
    const both = saying([...told, ...commands], /\bconfidence\b/i).filter((text) => LIKELIHOOD.test(text));
    expect(both).toEqual([]);
  });

  test('"consistent with" stands only beside what else fits', () => {
    expect(saying(told, /consistent with(?!.*(also|and with))/)).toEqual([]);
  });

  test('where a ratio is given the same file says that it is no probability, and why', () => {
    const giving = told.filter(({ prose }) => prose.some((sentence) => GIVES_RATIO.test(sentence)));
    expect(new Set(giving.map(({ path }) => path)).size).toBeGreaterThan(3);
    for (const { name, path, prose } of giving) {
      if (/\.(md|txt|html)$|^terminal|^(explain|compare)/.test(path))
        expect(prose.join(' '), `${name}: ${path}`).toMatch(/how rare (such groups|operations) are/);
    }
  });

  test('a probability is left to a person', () => {
    const given = saying(told, /\bprobability\b/i).filter((text) =>
      /probability[^.]*\d+(\.\d+)? %/.test(text),
    );
    expect(given).toEqual([]);
  });

  test('an empty result says what it does not mean', () => {
    const empty = told.filter(({ document: { groups } }) => !groups.some(({ alert }) => alert));
    const named = empty.filter(({ prose }) =>
      prose.some((text) => /No group exceeded the threshold/.test(text)),
    );
    for (const path of ['executive.txt', 'report.md', 'terminal 80'])
      expect(named.filter((each) => each.path === path).length, path).toBe(
        empty.filter((each) => each.path === path).length,
      );
    for (const { name, path, prose } of named)
      expect(prose.join(' '), `${name}: ${path}`).toMatch(/does not mean that nothing happened|would miss: /);
  });

  test('the tests above see what they look for', () => {
    const bad = (text: string): Told[] => [
      { name: 'bad', path: 'bad.md', document: document(), prose: markdownProse(text) },
    ];
    for (const word of ['It proves that', 'The attacker', 'stolen keys', 'clearly', 'anomalous'])
      expect(
        BANNED.some((banned) => saying(bad(word), banned).length === 1),
        word,
      ).toBe(true);
    expect(saying(bad('Alibaba runs these'), PARTIES)).toHaveLength(1);
    const sentence = 'Confidence is high and one operator ten times more likely';
    expect(saying(bad(sentence), /confidence/i).filter((text) => LIKELIHOOD.test(text))).toHaveLength(1);
    expect(proseOf('a.html', '<p>It <b>proves</b> that</p>')).toContain('It proves that');
    expect(proseOf('a.json', '{"a":["It clearly is one"],"type":"attack-pattern"}')).toEqual([
      'It clearly is one',
    ]);
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

  test('an empty result names what was tested', () => {
    const report = markdownReport(document({ assessment: assessment({ groups: [] }) }));
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

  test('bounds that are one number are said once', () => {
    const report = markdownReport(capped());
    expect(report).toContain('| moderately strong support: 321 (at the cap) |');
    expect(report).toContain('(moderately strong support; both bounds of the 95 % interval 321; limited by');
    expect(terminalRanking(capped(), { width: 120, chalk, open: 'x' })).toContain('strong 321 (at the cap)');
    const shown = told.filter(({ path }) => !/\.(jsonl?|csv)$/.test(path));
    expect(saying(shown, /(?<![\d.,-])([\d,.]*\d)[–-]\1(?![\d.,-])/)).toEqual([]);
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
