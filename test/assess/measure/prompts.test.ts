import { describe, expect, it } from 'vitest';
import { repeatedSampling } from '../../../src/assess/measure/repeated-sampling.js';
import { workSplit } from '../../../src/assess/measure/work-split.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';
import { measured, range, row, steady } from './log.js';

const SIZE = 20;
/** Prompt j of a list goes to the members that `who` names; each member has `own` more of its own. */
function asked(prompts: number, who: (j: number) => readonly number[], own = 5): Row[] {
  const rows = range(prompts).flatMap((j) => who(j).map((k) => row(`m${k}`, { prompt: `item ${j}` })));
  for (const k of range(SIZE)) {
    for (const i of range(own)) rows.push(row(`m${k}`, { prompt: `own ${k} ${i}` }));
    rows.push(row(`x${k}`, { prompt: `of x${k}` }));
  }
  return rows;
}
const round = (k: number) => (j: number) => range(k).map((i) => (j * 7 + i * 3) % SIZE);
const everybody = () => range(SIZE);

describe('work-split', () => {
  it('is the share of all prompts that few members and nobody else have', () => {
    // 60 prompts for two each over 20 members with five of their own: 120 of 220.
    expect(steady(workSplit, asked(60, round(2)))).toBeCloseTo(120 / 220, 12);
  });

  it('is 0 for a sheet that everybody works through, and for public prompts', () => {
    expect(steady(workSplit, asked(50, everybody))).toBe(0);
    const known = range(60).map((j) => row('x0', { prompt: `item ${j}` }));
    expect(steady(workSplit, [...asked(60, round(2)), ...known])).toBe(0);
  });

  it('falls where most of what is shared is a sheet', () => {
    const mixed = asked(60, (j) => (j % 2 === 0 ? everybody() : round(2)(j)));
    expect(steady(workSplit, mixed)).toBeLessThan(0.02);
  });

  it('does not take a sheet of a small group for a split', () => {
    const six = asked(30, () => range(6)).filter(({ account }) => /^(m[0-5]$|x)/.test(account));
    expect(measured(workSplit, six)).toBe(0);
  });

  it('is NaN below five shared prompts', () => {
    expect(measured(workSplit, asked(4, round(2)))).toBeNaN();
    expect(measured(workSplit, asked(5, round(2)))).toBeGreaterThan(0);
    expect(measured(workSplit, [row('m0'), row('m1')])).toBeNaN();
  });
});

describe('repeated-sampling', () => {
  /** Everybody asks each item with the same chance, independently. */
  const independent = (rate: number, prompts: number) => {
    const random = new Seeded(5);
    return asked(prompts, () => range(SIZE).filter(() => random.chance(rate)));
  };

  it('is 1 for a fixed multiplicity, with prompts of their own or without', () => {
    expect(steady(repeatedSampling, asked(50, round(4)))).toBe(1);
    expect(steady(repeatedSampling, asked(50, round(4), 0))).toBe(1);
    expect(steady(repeatedSampling, asked(50, round(2), 0))).toBe(1);
  });

  it('is near 0 for independent askers, rare or frequent, and for a sheet that nearly everybody has', () => {
    expect(Math.abs(steady(repeatedSampling, independent(0.2, 200)))).toBeLessThan(0.25);
    expect(Math.abs(steady(repeatedSampling, independent(0.05, 800)))).toBeLessThan(0.25);
    expect(Math.abs(steady(repeatedSampling, independent(0.9, 60)))).toBeLessThan(0.35);
    expect(steady(repeatedSampling, asked(50, everybody))).toBe(0);
  });

  it('is below 0 where some prompts are everybody’s and others of two', () => {
    expect(
      steady(
        repeatedSampling,
        asked(60, (j) => (j % 2 === 0 ? everybody() : round(2)(j))),
      ),
    ).toBeLessThan(-0.5);
  });

  it('is not misled by the sample that is kept of busy accounts', () => {
    // Everybody has more prompts than are kept, half of them six times as many: those drop what the others keep.
    const busy = range(SIZE / 2).flatMap((k) =>
      range(2_000).map((i) => row(`m${k}`, { prompt: `busy ${k} ${i}` })),
    );
    expect(measured(repeatedSampling, [...asked(2_000, round(4)), ...busy])).toBeGreaterThan(0.8);
  });

  it('is NaN below twenty prompts that only the group shares', () => {
    expect(measured(repeatedSampling, asked(19, round(4)))).toBeNaN();
    expect(measured(repeatedSampling, asked(20, round(4)))).toBe(1);
    const known = range(20).map((j) => row('x0', { prompt: `item ${j}` }));
    expect(measured(repeatedSampling, [...asked(20, round(4)), ...known])).toBeNaN();
  });
});
