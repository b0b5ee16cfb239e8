/**
 * METHOD.md: every statistic that the program uses, with formula, unit, source, assumptions, measured error rates and
 * limits, for example
 *
 *     # Method
 *
 *     ## Measures of a group
 *
 *     ### `payment-ties`: ties by payments
 *
 *     - Formula: `(C - h) / (M - h)`: M members with a payment, …
 *     - Unit: share
 *     - Family: payment. Columns: payment. High values speak for one operator. Set aside under H4.
 *     - Weight: 3.2 nats for each unit of distance, distances from 0 to 1
 *
 * Thresholds, weights, columns and versions are read from the code and the document.
 */

import { OUTSIDE, TESTED } from '../../assess/alternatives.js';
import { NEEDS } from '../../assess/index.js';
import { MEASURES } from '../../assess/measure/catalogue.js';
import type { Measure } from '../../assess/measure/measure.js';
import { WEIGHTS } from '../../assess/weights.js';
import { RECOVERED_F1 } from '../../evaluate/score.js';
import type { ErrorRatesEntry } from '../../evidence/error-rates-entry.js';
import type { FindingsDocument } from '../../evidence/findings-document.js';
import { CATALOGUE } from '../../facet/catalogue.js';
import { FEWEST_ACCOUNTS, MOST_PLANTED, PER_DAY, SHARES, SIZES } from '../../floor/grid.js';
import { RELIABLY } from '../../floor/reach.js';
import { ORIGINS, SETTINGS } from '../../link/categories.js';
import { CAPS, PAIR_KEPT } from '../../link/evidence.js';
import { FAMILIES, PLACE } from '../../link/evidence-family.js';
import { IDENTIFIERS } from '../../link/identifiers.js';
import { errorRateWords, errorShare } from '../error-rate-words.js';
import { floorMethod } from '../floor-words.js';
import { markdownTable } from '../markdown-table.js';
import { measuresAside, priorsTable, settings, termsTable } from '../method-words.js';
import { markdownPhrase } from '../phrase.js';
import { facetsAside } from '../quality-words.js';
import { figure, percent, thousands } from '../quantity.js';
import { referenceWords } from '../reference-words.js';
import { statisticDefinition, statisticNames, statisticWords } from '../statistic-words.js';
import { table } from '../table.js';
import { ALTERNATIVE_WORDS, FAMILY_WORDS, facetWords, indicatorWords } from '../wording.js';
import { ALTERNATIVE_ENTRIES } from './alternative-entries.js';
import { code, entryLines } from './entry.js';
import { FACET_ENTRIES } from './facet-entries.js';
import { FAMILY_ENTRIES } from './family-entries.js';
import { FIGURE_ENTRIES } from './figure-entries.js';
import { GLOSSARY } from './glossary.js';
import { LINKING_ENTRIES } from './linking-entries.js';
import { MEASURE_ENTRIES } from './measure-entries.js';
import { CHECK_ENTRIES, CONDITION_ENTRIES, SCORE_ENTRIES } from './score-entries.js';
import { SIGN_ENTRIES } from './sign-entries.js';
import { thresholdRows } from './threshold-entries.js';

/** The document. O(entries). */
export function methodView(document: FindingsDocument): string {
  const sections = [
    ...lead(document),
    ...errorSection(document.error_rates, document.tool.version),
    ...facetSection(document),
    ...familySection(),
    ...linkingSection(),
    ...measureSection(document),
    ...signSection(),
    ...alternativeSection(),
    ...scoreSection(document),
    ...alertSection(),
    ...floorSection(document),
    '## Figures',
    'What charts of a group show, for reading. None of it decides an alert or a rank. Source: this program.',
    list(FIGURE_ENTRIES),
    '## Thresholds',
    'As the code has them. They were set on simulated worlds, and are working models and no laws.',
    markdownTable(
      table(
        ['Threshold', 'Value', 'What it decides'],
        thresholdRows().map(([name, value, meaning]) => [code(name), value, meaning]),
        [1],
      ),
    ),
    '## Glossary',
    GLOSSARY.map(([word, meaning]) => `- **${word}**: ${meaning}.`).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function lead(document: FindingsDocument): string[] {
  return [
    '# Method',
    `stillhunt ${document.tool.version}. This file states each statistic that stillhunt uses: formula, unit, source, assumptions, ` +
      'limits. Names in code marks are those of findings.json. Formulas are plain text; ln is the natural logarithm. ' +
      'Sources name the origin of a method or of its form; "this program" means that the statistic was not published elsewhere.',
    'Three quantities are kept apart. Evidence for one source is a likelihood ratio in nats: one source against unrelated ' +
      'accounts. The score is log-odds of one operator in nats, as fitted in simulated worlds, after the closest alternative. ' +
      'Support is the likelihood ratio of the score, calibrated by a reference. None of them is the probability of an ' +
      'operation: that depends on how rare operations are before one looks.',
    `Settings of this run: ${markdownPhrase(settings(document))}`,
  ];
}

/** Errors are measured for the method as a whole; no figure exists for one measure alone, and that is said. */
function errorSection(rates: ErrorRatesEntry | undefined, version: string): string[] {
  const title = '## Error rates';
  if (rates === undefined) return [title, 'Not known: this run had no file of measured error rates.'];
  const weeks = rates.weeks.map((week) => [
    thousands(week.evasion),
    String(week.seed),
    thousands(week.accounts),
    thousands(week.requests),
    week.precision === null ? '-' : figure(week.precision),
    week.recall === null ? '-' : figure(week.recall),
    `${thousands(week.operations.recovered)} of ${thousands(week.operations.total)}`,
    `${thousands(week.look_alikes.flagged)} of ${thousands(week.look_alikes.total)}`,
  ]);
  const head = ['Evasion', 'Seed', 'Accounts', 'Requests', 'Precision', 'Recall'];
  return [
    title,
    'Measured by `stillhunt evaluate` on simulated logs with known truth, with seeds that tuning did not use. They hold for ' +
      'the method as a whole: no error rate is known for a single measure or step, and none on real operations.',
    markdownTable(
      table(
        ['What is an error', 'How often (95 % interval, Wilson 1927)'],
        rates.rates.map((rate) => [errorRateWords(rate), errorShare(rate)]),
      ),
    ),
    'Week by week. Precision and recall are of accounts in alerts.',
    markdownTable(table([...head, 'Operations recovered', 'Look-alikes flagged'], weeks, [0, 1, 2, 3, 4, 5])),
    `Measured with stillhunt ${rates.version}${rates.version === version ? '' : `, which is not the version of this run (${version})`}. ` +
      `To measure again: ${code(rates.command)}.`,
  ];
}

function facetSection(document: FindingsDocument): string[] {
  const aside = facetsAside(document).map(markdownPhrase);
  const rows = CATALOGUE.map(({ name, needs, keep }) => [
    code(name),
    facetWords(name),
    FACET_ENTRIES[name] ?? '',
    columns(needs),
    keep === null ? 'all' : thousands(keep),
  ]);
  return [
    '## Facets: what is counted',
    'For each account and facet, how many requests had each value. Counts are whole numbers and exact; merging them in any ' +
      'order gives the same. Where an account has more values than are kept, the kept ones are those with the smallest hashes ' +
      '(KMV, Bar-Yossef and others 2002): the same values are kept in every account, and their counts are exact, but the ' +
      'others are not known. Hashes are two 32-bit MurmurHash3 values (Appleby); two texts share both about once in 2^64 pairs. `model_day` has one of them, and networks of IPv6 have 47 bits.',
    markdownTable(table(['Facet', 'In words', 'Value', 'Columns', 'Values kept'], rows, [4])),
    aside.length === 0
      ? 'In this run no facet stood aside.'
      : `In this run these stood aside: ${aside.join('; ')}.`,
  ];
}

function familySection(): string[] {
  const rows = FAMILIES.map((family) => [
    code(family),
    FAMILY_WORDS[family],
    FAMILY_ENTRIES[family],
    NEEDS[family].join(', '),
    `${figure(CAPS[PLACE[family]]!)} (a ratio of ${figure(Math.exp(CAPS[PLACE[family]]!))})`,
    figure(PAIR_KEPT[PLACE[family]]!),
  ]);
  return [
    '## Families of evidence',
    'Facets that depend on one another form a family and count once. Cap: what a family may say at most, in nats. k: how ' +
      'often one source is taken to show through in a pair of accounts; see `family-bound`.',
    markdownTable(table(['Family', 'In words', 'Made of', 'Columns, any of', 'Cap (nats)', 'k'], rows, [5])),
    `Identifiers: ${IDENTIFIERS.map(([name, family]) => `${code(name)} (${family})`).join(', ')}. ` +
      `Settings: ${SETTINGS.map(code).join(', ')}. Origins: ${ORIGINS.map(code).join(', ')}.`,
  ];
}

function linkingSection(): string[] {
  return [
    '## Linking: how accounts come together',
    ...Object.entries(LINKING_ENTRIES).map(([id, entry]) => entryLines(id, entry.title, [], entry)),
  ];
}

function measureSection(document: FindingsDocument): string[] {
  const aside = measuresAside(document).map(markdownPhrase);
  return [
    '## Measures of a group',
    'Each is one number of a group. What it is worth is its distance from the median of random groups (see `baseline`), times ' +
      'its weight. Error rates of single measures are not known.',
    ...MEASURES.map((measure) => {
      const { name, unit } = measure;
      const entry = MEASURE_ENTRIES[name];
      if (entry === undefined) throw new Error(`no method entry for the measure ${name}`);
      return entryLines(name, statisticWords(name), measureFacts(measure), {
        ...entry,
        unit: unitWords(unit),
      });
    }),
    aside.length === 0
      ? 'In this run no measure stood aside.'
      : `In this run these stood aside: ${aside.join('; ')}.`,
    '## Other statistics',
    statisticNames()
      .filter((name) => !MEASURES.some((measure) => measure.name === name))
      .map((name) => `- ${code(name)}: ${statisticDefinition(name)}.`)
      .join('\n'),
  ];
}

function measureFacts({ name, family, needs, speaks, explainedBy }: Measure): string[] {
  const weight = WEIGHTS[name];
  const tested = explainedBy.filter((id) => !OUTSIDE.includes(id));
  const outside = explainedBy.filter((id) => OUTSIDE.includes(id));
  const under =
    (tested.length === 0 ? 'under no alternative' : `under ${tested.join(', ')}`) +
    (outside.length === 0 ? '' : `; ${outside.join(', ')} would explain it too, and cannot be tested`);
  return [
    `Meaning: ${statisticDefinition(name)}.`,
    `Family: ${family}. Columns: ${columns(needs)}. ${speaks === 'high' ? 'High' : 'Low'} values speak for one operator. Set aside ${under}.`,
    weight === undefined
      ? 'Weight: none; it is shown and counts nothing'
      : `Weight: ${figure(weight.perUnit)} nats for each unit of distance, distances held from ${figure(weight.least)} to ${figure(weight.most)}`,
  ];
}

function unitWords(unit: string): string {
  if (unit === 'ln') return 'natural logarithm';
  return unit === 'share' ? 'share in [0, 1] or a difference of shares' : unit;
}

function signSection(): string[] {
  return [
    '## Signs of output harvesting',
    'A sign holds only where the group stands out against the log. Nearly: where it nearly holds. Error rates of single signs ' +
      'are not known.',
    ...Object.entries(SIGN_ENTRIES).map(([name, entry]) => entryLines(name, indicatorWords(name), [], entry)),
  ];
}

function alternativeSection(): string[] {
  const ids = [...TESTED.map(({ id }) => id), ...OUTSIDE].sort(
    (x, y) => Number(x.slice(1)) - Number(y.slice(1)),
  );
  const rows = ids.map((id) => [
    code(id),
    ALTERNATIVE_WORDS[id].full,
    ALTERNATIVE_ENTRIES[id],
    TESTED.find((each) => each.id === id)?.needs?.join(', ') ?? '-',
    MEASURES.filter(({ explainedBy }) => explainedBy.includes(id))
      .map(({ name }) => code(name))
      .join(', ') || '-',
  ]);
  return [
    '## Alternatives',
    'H1 is that one operator runs the accounts to collect outputs at scale. Each alternative sets aside what speaks for one ' +
      'operator among the measures that it explains; what speaks against stays. It accounts for a group where what is left ' +
      'falls below the score that an alert needs. Source: this program; the form is that of the analysis of competing ' +
      'hypotheses (Heuer 1999), with numbers. Unit: nats left over. Assumes that what an alternative explains it explains ' +
      'whole (H7 aside). An alternative that is not named here is not tested.',
    markdownTable(
      table(['Id', 'Alternative', 'What is done', 'Columns, any of', 'Measures that name it'], rows),
    ),
  ];
}

function scoreSection(document: FindingsDocument): string[] {
  const reference = referenceWords(document);
  return [
    '## Score and support',
    ...Object.entries(SCORE_ENTRIES).map(([id, entry]) => entryLines(id, entry.title, [], entry)),
    ...(reference === null
      ? ['In this run no ratio was given.']
      : [`In this run: ${markdownPhrase(reference)}`]),
    markdownTable(termsTable()),
    'What a ratio means depends on how rare such groups are before one looks. No probability of an operation is given by this program: a ' +
      'person sets it, in the terms of ICD 203.',
    markdownTable(priorsTable()),
  ];
}

function alertSection(): string[] {
  return [
    '## Conditions of an alert',
    'All must hold. Source: this program; each stands in findings.json with its outcome for every group.',
    list(CONDITION_ENTRIES),
    '## Checklist of confidence',
    'Confidence is low where fewer families or accounts speak than the first two lines ask for, or the log lacks columns of all ' +
      'three key families; high where every line holds; else moderate. Source: this program, after the checklists of analytic ' +
      'standards (ICD 203, 2015). A person accepts or changes it.',
    list(CHECK_ENTRIES),
  ];
}

function list(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, words]) => `- ${code(name)}: ${words}.`)
    .join('\n');
}

function floorSection(document: FindingsDocument): string[] {
  const entry = {
    formula:
      `groups of ${SIZES.join(', ')} accounts, with ${PER_DAY.join(', ')} requests an account and day, of which ${SHARES.map(percent).join(', ')} ` +
      `are the work of the group, are planted into copies of the log (at most ${percent(MOST_PLANTED)} of its accounts at once) and ` +
      `analysed like it. Recovered: an alert with an F1 of at least ${RECOVERED_F1}. Reliable from where ${percent(RELIABLY)} and more are recovered, ` +
      'there and at each edge',
    unit: 'groups recovered of groups planted, with a 95 % interval',
    source: 'this program; Wilson 1927 (intervals)',
    assumes:
      'operations are made as these are: of the accounts of this log, with networks, payments and prompts of their own',
    limits: `says nothing of operations made in another way; needs ${FEWEST_ACCOUNTS} accounts`,
  };
  return [
    '## Detection floor',
    entryLines('detection_floor', 'what would have been missed', [], entry),
    floorMethod(document),
  ];
}

function columns(needs: readonly (readonly string[])[]): string {
  return needs.map((anyOf) => anyOf.join(' or ')).join('; ');
}
