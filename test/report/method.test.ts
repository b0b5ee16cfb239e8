import { describe, expect, test } from 'vitest';
import { alertConditions, falseDiscoveryCondition } from '../../src/assess/alert-conditions.js';
import { OUTSIDE, TESTED } from '../../src/assess/alternatives.js';
import type { GroupTraits } from '../../src/assess/group-traits.js';
import { indicators } from '../../src/assess/indicators.js';
import { MEASURES } from '../../src/assess/measure/catalogue.js';
import * as thresholds from '../../src/assess/thresholds.js';
import { WEIGHTS } from '../../src/assess/weights.js';
import { CONFIDENCE_CHECKS } from '../../src/evidence/confidence-entry.js';
import schema from '../../src/evidence/findings-1.schema.json' with { type: 'json' };
import { CATALOGUE } from '../../src/facet/catalogue.js';
import { FAMILIES } from '../../src/link/evidence-family.js';
import { FACET_ENTRIES } from '../../src/report/method/facet-entries.js';
import { MEASURE_ENTRIES } from '../../src/report/method/measure-entries.js';
import { methodView } from '../../src/report/method/method.js';
import { CONDITION_ENTRIES } from '../../src/report/method/score-entries.js';
import { SIGN_ENTRIES } from '../../src/report/method/sign-entries.js';
import { statisticNames } from '../../src/report/statistic-words.js';
import { document } from '../evidence/fixture.js';
import { DOCUMENTS, hostile } from './documents.js';

const method = methodView(document());

/** The section under a heading, without the ones after it. */
function section(title: string): string {
  const [, rest] = method.split(`\n## ${title}\n`);
  if (rest === undefined) throw new Error(`no section ${title}`);
  return rest.split('\n## ')[0]!;
}

/** Ids in the first column of the section's tables, in its list, or in its headings, in order. */
function ids(title: string): string[] {
  return [...section(title).matchAll(/^(?:\| |- |### )`([^`]+)`/gm)].map(([, id]) => id!);
}

const NOTHING = { size: 10 } as GroupTraits;
const signs = indicators(NOTHING, NOTHING, Number.NaN).map(({ name }) => name);

describe('METHOD.md has exactly one entry for each', () => {
  test.each<[string, string, readonly string[]]>([
    ['facet', 'Facets: what is counted', CATALOGUE.map(({ name }) => name)],
    ['family', 'Families of evidence', FAMILIES],
    ['measure', 'Measures of a group', MEASURES.map(({ name }) => name)],
    ['sign', 'Signs of output harvesting', signs],
    [
      'alternative',
      'Alternatives',
      [...TESTED.map(({ id }) => id), ...OUTSIDE].sort((x, y) => Number(x.slice(1)) - Number(y.slice(1))),
    ],
    ['check of confidence', 'Checklist of confidence', CONFIDENCE_CHECKS],
    ['figure', 'Figures', schema.$defs.figures.required],
    ['condition of an alert', 'Conditions of an alert', conditions()],
  ])('%s that the code has, and no others', (_, title, code) => {
    expect(ids(title)).toEqual(code);
    expect(new Set(code).size).toBe(code.length);
  });

  test('entries that no code has would be seen', () => {
    expect(Object.keys(MEASURE_ENTRIES).sort()).toEqual(MEASURES.map(({ name }) => name).sort());
    expect(Object.keys(FACET_ENTRIES).sort()).toEqual(CATALOGUE.map(({ name }) => name).sort());
    expect(Object.keys(SIGN_ENTRIES).sort()).toEqual([...signs].sort());
    expect(Object.keys(CONDITION_ENTRIES)).toEqual(conditions());
    expect(schema.$defs.alternative_id.enum).toEqual(ids('Alternatives'));
    expect(schema.$defs.family.enum).toEqual(ids('Families of evidence'));
  });

  test('statistic beside the measures', () => {
    const measures = MEASURES.map(({ name }) => name);
    expect(ids('Other statistics')).toEqual(statisticNames().filter((name) => !measures.includes(name)));
    expect(statisticNames()).toEqual(expect.arrayContaining(measures));
  });

  test('threshold, with the value that the code has', () => {
    const rows = new Map(
      [...section('Thresholds').matchAll(/^\| `([^`]+)` \| ([^|]+) \| .+ \|$/gm)].map(([, id, value]) => [
        id,
        value,
      ]),
    );
    const expected = new Map<string, number>();
    for (const [name, value] of Object.entries(thresholds)) {
      if (typeof value === 'number') expected.set(name, value);
      else
        for (const [part, inner] of Object.entries(value)) expected.set(`${name}.${part}`, inner as number);
    }
    expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [name, value] of expected)
      expect(Number(rows.get(name)!.replaceAll(',', '')), name).toBeCloseTo(value, 2);
  });
});

/** Every condition that the code makes, in its order. */
function conditions(): string[] {
  const calibrated = { low: 1 };
  const evidence = FAMILIES.map((family) => ({ family, available: true, nats: 0, statistics: [] }));
  const made = alertConditions({
    ...{ accounts: 9, requests: 9, score: 0, support: { calibrated }, evidence, indicators: [] },
  });
  return [...made, falseDiscoveryCondition(null, 0)].map(({ name }) => name);
}

describe('METHOD.md', () => {
  test('states formula, unit, source, assumptions and limits of every entry with a heading', () => {
    const entries = method.split('\n### ').slice(1);
    expect(entries.length).toBeGreaterThan(70);
    const titles = entries.map((entry) => entry.split('\n')[0]);
    expect(new Set(titles).size).toBe(titles.length);
    for (const entry of entries) {
      for (const part of ['Formula', 'Unit', 'Source', 'Assumes', 'Limits'])
        expect(entry.split(`\n- ${part}: `), `${part} of ${entry.slice(0, 40)}`).toHaveLength(2);
      expect(entry).not.toMatch(/undefined|NaN|\$\{/);
    }
  });

  test('takes weights from the code', () => {
    for (const { name } of MEASURES) {
      const entry = method.split(`\n### \`${name}\``)[1]!.split('\n### ')[0]!;
      const weight = WEIGHTS[name];
      expect(entry).toMatch(
        weight === undefined ? /Weight: none/ : new RegExp(`Weight: ${weight.perUnit} nats for each unit`),
      );
    }
  });

  test('takes error rates and versions from the document, or says that they are not known', () => {
    const { error_rates: rates } = document();
    for (const { errors, of } of rates!.rates)
      expect(section('Error rates')).toContain(
        `| ${errors.toLocaleString('en')} of ${of.toLocaleString('en')} (`,
      );
    expect(section('Error rates').match(/^\| \d \| \d+ \|/gm)).toHaveLength(rates!.weeks.length);
    expect(section('Error rates')).toContain(
      `Measured with stillhunt ${rates!.version}. To measure again: \`node test/bench/`,
    );
    const other = methodView({ ...document(), tool: { name: 'stillhunt', version: '9.9.9' } });
    expect(other).toContain('stillhunt 9.9.9.');
    expect(other).toContain('which is not the version of this run (9.9.9)');
    const { error_rates: _, ...unmeasured } = document();
    expect(methodView(unmeasured)).toContain('Not known: this run had no file of measured error rates.');
  });

  test('says what stood aside in this run', () => {
    expect(method).toContain('In this run these stood aside: ties by payments: no column for `payment`.');
  });

  test.each(DOCUMENTS)('keeps its tables whole for %s', (_, findings) => {
    for (const block of methodView(findings)
      .split('\n\n')
      .filter((each) => each.startsWith('|'))) {
      const cells = block.split('\n').map((line) => line.split('|').length);
      expect(new Set(cells).size, block.slice(0, 100)).toBe(1);
    }
  });

  test('shows hostile values inert', () => {
    const outside = methodView(hostile()).replace(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/evil|script>|onerror|http/);
    expect(outside).not.toContain('](');
    for (const line of methodView(hostile()).split('\n')) expect(line.split('`').length % 2, line).toBe(1);
  });
});
