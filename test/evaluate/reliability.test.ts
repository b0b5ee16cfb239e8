import { describe, expect, it } from 'vitest';
import type { RatedGroup } from '../../src/evaluate/findings.js';
import { type Labels, parseLabels } from '../../src/evaluate/labels.js';
import { reliability } from '../../src/evaluate/reliability.js';
import { reliabilitySvg } from '../../src/evaluate/reliability-svg.js';
import { reliabilityTable } from '../../src/evaluate/reliability-table.js';
import { Seeded } from '../record/seeded.js';

/** A log of groups of ten accounts, each with a ratio and how many of its accounts belong to operations. */
function logOf(groups: readonly (readonly [ratio: number | null, inOperations: number])[]): {
  groups: RatedGroup[];
  labels: Labels;
} {
  const lines = ['account_id,group,kind'];
  const rated = groups.map(([ratio, inOperations], n): RatedGroup => {
    const members = Array.from({ length: 10 }, (_, m) => ({ account_id: `${n}-${m}` }));
    members.forEach(({ account_id }, m) => {
      lines.push(m < inOperations ? `${account_id},op${n},operation` : `${account_id},,benign`);
    });
    return { id: `G-${n}`, rank: n + 1, alert: false, ratio, members };
  });
  return { groups: rated, labels: parseLabels(lines.join('\n'), 'labels') };
}
const numbers = (text: string, pattern: RegExp) => pattern.exec(text)!.slice(1).map(Number);
const times = <T>(count: number, one: T) => Array.from({ length: count }, () => one);

/** 4 operations and 16 others, odds before 1/4; one group without a ratio. */
const constructed = () =>
  reliability([
    logOf([...times(10, [0.05, 0] as const), [0.1, 0], [1.9, 0], [2, 0], [null, 10]]),
    logOf([
      [10, 0],
      [99.9, 5],
      [100, 10],
      [999, 0],
      [1000, 10],
      [5000, 6],
      [0.5, 10],
    ]),
  ]);

describe('reliability, against values worked out by hand', () => {
  it('counts operations from 60 % of the members on, and mixed groups as none', () => {
    const found = constructed();
    expect(found).toMatchObject({ groups: 20, leftOut: 1, operations: 4, mixed: 1, baseOdds: 1 / 4 });
  });

  it('puts a ratio into the bin that it begins', () => {
    const { bins } = constructed();
    expect(bins.map(({ from, below, groups, operations }) => [from, below, groups, operations])).toEqual([
      [0, 0.1, 10, 0],
      [0.1, 2, 3, 1],
      [2, 10, 1, 0],
      [10, 100, 2, 0],
      [100, 1000, 2, 1],
      [1000, null, 2, 2],
    ]);
  });

  it('predicts the mean of odds / (1 + odds), and its odds', () => {
    const base = 1 / 4;
    const share = (ratio: number) => (ratio * base) / (1 + ratio * base);
    const [first, second] = constructed().bins;
    expect(first!.predictedShare).toBeCloseTo(share(0.05), 12);
    expect(first!.predictedOdds).toBeCloseTo(0.05 * base, 12); // one ratio in the bin: odds before times ratio
    expect(second!.predictedShare).toBeCloseTo((share(0.1) + share(1.9) + share(0.5)) / 3, 12);
  });

  it('gives the share of strong ratios among groups that are no operation, with the Wilson interval', () => {
    const { strong } = constructed();
    expect(strong).toMatchObject({ others: 16, given: 1, share: 1 / 16 });
    // Wilson for 1 of 16 at 95 %, by the formula of Wilson 1927 in another program.
    expect(strong.interval.low).toBeCloseTo(0.01112, 4);
    expect(strong.interval.high).toBeCloseTo(0.28329, 4);
  });

  it('holds for ratios that are true: observed shares lie where they are predicted', () => {
    const random = new Seeded(5);
    // Scores are normal with variance 1 around 0 for others and 3 for operations: the ratio is exp(3 s - 4.5).
    const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
    const groups = Array.from({ length: 6000 }, () => {
      const operation = random.unit() < 0.2;
      return [Math.exp(3 * (normal() + (operation ? 3 : 0)) - 4.5), operation ? 10 : 0] as const;
    });
    const found = reliability([logOf(groups)]);
    for (const { groups: n, share, predictedShare } of found.bins) {
      const error = Math.sqrt((predictedShare! * (1 - predictedShare!)) / n);
      expect(Math.abs(share! - predictedShare!)).toBeLessThan(4 * error);
    }
    expect(found.strong.share!).toBeLessThan(0.01); // a true ratio of 100 is exceeded by less than one in a hundred
  });

  it('predicts nothing where one kind is missing, and says so', () => {
    const found = reliability([
      logOf([
        [200, 0],
        [0.2, 0],
      ]),
    ]);
    expect(found).toMatchObject({ operations: 0, baseOdds: null });
    expect(found.bins.every(({ predictedOdds }) => predictedOdds === null)).toBe(true);
    expect(reliabilityTable(found)).toContain('odds before n/a');
    expect(reliabilityTable(found)).toContain('ratio of 100 or more for 1 of 2 that are no operation: 0.500');
  });

  it('leaves out groups without a labelled member', () => {
    const { groups } = logOf([[5, 0]]);
    expect(reliability([{ groups, labels: new Map() }])).toMatchObject({ groups: 0, leftOut: 1 });
  });
});

describe('the table', () => {
  it('says the bins in words', () => {
    expect(reliabilityTable(constructed())).toBe(
      [
        'reliability  20 groups with a calibrated ratio: 4 operations, 16 others (1 mixed); odds before 0.25',
        '             ratio of 100 or more for 1 of 16 that are no operation: 0.063 (95 % 0.011 to 0.283)',
        '',
        'likelihood ratio  groups  operations  share    low   high  predicted  predicted odds',
        'below 1/10            10           0  0.000  0.000  0.278      0.012           0.013',
        '1/10 to 2              3           1  0.333  0.061  0.792      0.153            0.18',
        '2 to 10                1           0  0.000  0.000  0.793      0.333            0.50',
        '10 to 100              2           0  0.000  0.000  0.658      0.838             5.2',
        '100 to 1,000           2           1  0.500  0.095  0.905      0.979              46',
        '1,000 or more          2           2  1.000  0.342  1.000      0.998             417',
        '',
      ].join('\n'),
    );
  });

  it('says when nothing is calibrated', () => {
    expect(reliabilityTable(reliability([logOf([[null, 10]])]))).toBe(
      'reliability  not measured: no group has a calibrated likelihood ratio\n',
    );
  });
});

describe('the diagram', () => {
  const svg = () => reliabilitySvg(constructed(), 1 / 4);

  it('is one SVG with its numbers as text, and nothing outside of it', () => {
    const text = svg();
    expect(text.startsWith('<svg ') && text.endsWith('</svg>\n')).toBe(true);
    expect(text).toContain('<title>Reliability of the calibrated likelihood ratio</title>');
    expect(text).toContain(
      'Ratio 100 to 1,000: 1 of 2 groups are operations (95 % 0.095 to 0.905), predicted 0.979.',
    );
    expect(text).not.toMatch(/NaN|Infinity|undefined|href|<style|<script/);
    expect(text.match(/<circle/g)).toHaveLength(6);
  });

  it('puts a mark where its ratio and its odds stand between the ticks', () => {
    // A ratio of 9 for thirty groups, ten of them operations: odds of 1/2.
    const found = reliability([
      logOf([...times(10, [9, 10] as const), ...times(10, [1, 0] as const), ...times(20, [9, 0] as const)]),
    ]);
    const picture = reliabilitySvg(found, found.baseOdds!);
    const [x, y] = numbers(picture, /<circle cx="([\d.]+)" cy="([\d.]+)"[^>]*fill="#/); // not hollow
    const [one] = numbers(picture, /<text x="([\d.]+)"[^>]*>1</);
    const [ten] = numbers(picture, /<text x="([\d.]+)"[^>]*>10</);
    const [even] = numbers(picture, /<path d="M84 ([\d.]+)H[^>]*>\n<text[^>]*>1 : 1</);
    const [tenth] = numbers(picture, /<path d="M84 ([\d.]+)H[^>]*>\n<text[^>]*>1 : 10</);
    expect(10 ** ((x! - one!) / (ten! - one!))).toBeCloseTo(9, 1);
    expect(10 ** ((y! - even!) / (even! - tenth!))).toBeCloseTo(0.5, 1);
  });

  it('numbers few ticks, however far the ratios reach', () => {
    const found = reliability([logOf([...times(8, [1e9, 10] as const), ...times(9, [1e-9, 0] as const)])]);
    const picture = reliabilitySvg(found, found.baseOdds!);
    expect(picture.match(/text-anchor="middle">[\d/,]+</g)!.length).toBeLessThanOrEqual(8);
  });

  it('draws odds beyond the plot hollow, at its edge', () => {
    const circles = svg().match(/<circle[^>]*>/g)!;
    expect(circles.map((circle) => circle.includes('fill="none"'))).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
    ]);
  });
});
