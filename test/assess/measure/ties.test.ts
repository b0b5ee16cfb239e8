import { describe, expect, it } from 'vitest';
import { contentTies } from '../../../src/assess/measure/content-ties.js';
import { crossTies } from '../../../src/assess/measure/cross-ties.js';
import { deviceTies } from '../../../src/assess/measure/device-ties.js';
import { networkTies } from '../../../src/assess/measure/network-ties.js';
import { paymentTies } from '../../../src/assess/measure/payment-ties.js';
import type { Row } from '../../record/rows.js';
import { measured, range, row, steady } from './log.js';

const SIZE = 20;
/** Twenty members under organisations of their own, and as many others; `value(k)` are what member k holds. */
function group(field: 'ip' | 'device' | 'payment' | 'prompt', value: (k: number) => string[], org = true) {
  const rows: Row[] = [];
  for (const k of range(SIZE)) {
    const own = org ? { org: `org ${k}` } : {};
    for (const text of value(k)) rows.push(row(`m${k}`, { ...own, [field]: text }));
    rows.push(row(`x${k}`, { ...own, org: `other ${k}`, [field]: `of x${k}` }));
  }
  return rows;
}
/** Each member holds one value with its left and one with its right neighbour. */
const chain = (k: number) => [`10.0.${k}.1`, `10.0.${(k + 1) % SIZE}.1`];
const alone = (k: number) => [`10.1.${k}.1`];
const withOrg = (rows: readonly Row[], org: string) =>
  rows.map((r) => (r.account.startsWith('m') ? { ...r, org } : r));

describe.each([
  ['network-ties', networkTies, 'ip'],
  ['device-ties', deviceTies, 'device'],
  ['content-ties', contentTies, 'prompt'],
] as const)('%s', (_, measure, field) => {
  it('is 1 for a mesh of many small values across organisations, declared or not', () => {
    expect(steady(measure, group(field, chain))).toBe(1);
    expect(steady(measure, group(field, chain, false))).toBe(1);
  });

  it('is 0 for unrelated accounts, for one hub and for one household', () => {
    expect(steady(measure, group(field, alone))).toBe(0);
    expect(
      steady(
        measure,
        group(field, (k) => ['10.2.0.1', ...alone(k)]),
      ),
    ).toBe(0);
    const household = (k: number) => (k < 3 ? ['10.3.0.1', '10.3.1.1', '10.3.2.1'] : alone(k));
    expect(steady(measure, group(field, household))).toBe(0);
  });

  it('is 0 where the members declare one organisation, or where the rest of the log has the values too', () => {
    expect(steady(measure, withOrg(group(field, chain), 'one'))).toBe(0);
    const outside = range(SIZE).flatMap((k) =>
      range(3).map((i) => row(`x${100 + 3 * k + i}`, { [field]: chain(k)[0]! })),
    );
    expect(steady(measure, [...group(field, chain), ...outside])).toBe(0);
  });

  it('counts the largest mesh only', () => {
    // Two chains of ten; each value ties two: (10 − 2) / (20 − 2).
    const halves = (k: number) => {
      const half = Math.floor(k / 10);
      return [`10.${half}.${k % 10}.1`, `10.${half}.${(k + 1) % 10}.1`];
    };
    expect(steady(measure, group(field, halves))).toBeCloseTo(8 / 18, 12);
  });

  it('passes through an organisation, but counts only those whom a value ties', () => {
    // m0 … m9 are one firm; m0 shares with m10, m1 with m11: four tied, one component, two per value.
    const rows = group(field, (k) => (k % 10 < 2 ? [`10.4.${k % 10}.1`] : alone(k)));
    const firm = rows.map((r) => (/^m\d$/.test(r.account) ? { ...r, org: 'firm' } : r));
    expect(steady(measure, firm)).toBeCloseTo(2 / 18, 12);
  });

  it('is NaN for fewer than four holders, and without the column', () => {
    const few = group(field, (k) => (k < 3 ? chain(k) : []));
    expect(measured(measure, few)).toBeNaN();
    expect(measured(measure, [row('m0'), row('m1')])).toBeNaN();
  });
});

describe('payment-ties', () => {
  it('counts all who share a card with another organisation, not only the largest component', () => {
    // Five cards of four: (20 − 4) / (20 − 4).
    expect(
      steady(
        paymentTies,
        group('payment', (k) => [`card ${k % 5}`]),
      ),
    ).toBe(1);
    // Half of them: cards of three, (9 − 3) / (20 − 3).
    expect(
      steady(
        paymentTies,
        group('payment', (k) => [k < 9 ? `card ${k % 3}` : `own ${k}`]),
      ),
    ).toBeCloseTo(6 / 17, 12);
  });

  it('is 0 for one corporate card, one family, cards of their own, and cards inside one organisation', () => {
    expect(
      steady(
        paymentTies,
        group('payment', () => ['corporate']),
      ),
    ).toBe(0);
    expect(
      steady(
        paymentTies,
        group('payment', (k) => [k < 3 ? 'family' : `own ${k}`]),
      ),
    ).toBe(0);
    expect(
      steady(
        paymentTies,
        group('payment', (k) => [`own ${k}`]),
      ),
    ).toBe(0);
    const cards = group('payment', (k) => [`card ${k % 5}`]);
    expect(steady(paymentTies, withOrg(cards, 'one'))).toBe(0);
  });
});

describe('cross-ties', () => {
  /** Cards of four; networks in a chain; devices of their own unless said otherwise. */
  const rows = (card: (k: number) => string, network: (k: number) => string[]) =>
    range(SIZE).flatMap((k) =>
      network(k).map((ip) => row(`m${k}`, { org: `org ${k}`, payment: card(k), ip, device: `device ${k}` })),
    );

  it('is 1 where cards and networks tie the same members', () => {
    expect(
      steady(
        crossTies,
        rows((k) => `card ${k % 5}`, chain),
      ),
    ).toBe(1);
  });

  it('is 0 where one kind alone ties, and for a household that shares everything', () => {
    expect(
      steady(
        crossTies,
        rows((k) => `own ${k}`, chain),
      ),
    ).toBe(0);
    expect(
      steady(
        crossTies,
        rows((k) => `card ${k % 5}`, alone),
      ),
    ).toBe(0);
    const home = rows(
      (k) => (k < 3 ? 'family' : `own ${k}`),
      (k) => (k < 3 ? ['10.9.0.1'] : alone(k)),
    );
    expect(steady(crossTies, home)).toBe(0);
  });

  it('does not take one chance card for a second kind that ties all', () => {
    const value = steady(
      crossTies,
      rows((k) => (k < 2 ? 'shared' : `own ${k}`), chain),
    );
    expect(value).toBe(0);
    // Ten with cards of two: (10 − 2) / (20 − 2).
    const half = rows((k) => (k < 10 ? `card ${k >> 1}` : `own ${k}`), chain);
    expect(steady(crossTies, half)).toBeCloseTo(8 / 18, 12);
  });

  it('is NaN where members show one kind of value only', () => {
    expect(measured(crossTies, group('ip', chain))).toBeNaN();
  });
});
