import { describe, expect, it } from 'vitest';
import { concentratedValues, originFacets } from '../../../src/assess/figures/concentrated-values.js';
import type { HandOversFigure } from '../../../src/assess/figures/figures.js';
import { handOvers } from '../../../src/assess/figures/hand-overs.js';
import { lifetimes } from '../../../src/assess/measure/lifetimes.js';
import type { Row } from '../../record/rows.js';
import { forSeeds, Seeded } from '../../record/seeded.js';
import { DAY, HOUR, range, START, type World, worldOf } from './world.js';

const LOG_DAYS = 40;

/** An account that is active every two hours of [from, to), in days. */
function life(account: string, from: number, to: number, more: Partial<Row> = {}): Row[] {
  const n = Math.max(1, Math.floor((to - from) * 12));
  return range(n).map((i) => ({ time: Math.round(START + from * DAY + 2 * i * HOUR), account, ...more }));
}

/** Customers that the log sees from its first day to its last. */
const settled = range(4).flatMap((k) => life(`x${k}`, 0, LOG_DAYS));

function figureOf(
  { log: { table, data } }: World,
  members: readonly number[],
  twins: readonly number[],
): HandOversFigure {
  const facets = originFacets(data);
  const shared = concentratedValues(facets, data.accounts, members);
  return handOvers(table, lifetimes(table), facets, shared, members, twins);
}

/** The most pairs that can be made, by augmenting paths (Berge): nothing that the figure does. */
function mostPairs(ends: readonly number[], starts: readonly number[]): number {
  const of = new Map<number, number>();
  const place = (e: number, tried: Set<number>): boolean =>
    starts.some((start, s) => {
      const gap = start - ends[e]!;
      if (gap <= 0 || gap > 36 * HOUR || tried.has(s)) return false;
      tried.add(s);
      if (of.has(s) && !place(of.get(s)!, tried)) return false;
      of.set(s, e);
      return true;
    });
  return ends.filter((_, e) => place(e, new Set())).length;
}

describe('hand-overs', () => {
  it('are as many as can be made, one start for one end, in time', () => {
    forSeeds(12, (random) => {
      const lives = range(30).map((k) => {
        const from = 2 + 30 * random.unit();
        return life(`m${k}`, from, Math.min(LOG_DAYS - 2, from + 0.3 + 6 * random.unit()));
      });
      const world = worldOf([...settled, ...lives.flat()]);
      const members = random.shuffled(world.called('m'));
      const figure = figureOf(world, members, []);
      const ends = lives.map((rows) => rows.at(-1)!.time);
      const starts = lives.map((rows) => rows[0]!.time);
      expect(figure.pairsInAll).toBe(mostPairs(ends, starts));
      expect(figure.pairs.length).toBe(Math.min(20, figure.pairsInAll));
      for (const { ended, started, gapHours } of figure.pairs) {
        const [before, after] = [ended, started].map(
          (name) => lives.find((rows) => rows[0]!.account === name)!,
        );
        expect(gapHours).toBeCloseTo((after![0]!.time - before!.at(-1)!.time) / HOUR, 9);
        expect(gapHours).toBeGreaterThan(0);
        expect(gapHours).toBeLessThanOrEqual(figure.withinHours);
      }
      const gaps = figure.pairs.map(({ gapHours }) => gapHours);
      expect(gaps).toEqual([...gaps].sort((x, y) => x - y));
      expect(new Set(figure.pairs.map(({ started }) => started)).size).toBe(figure.pairs.length);
      expect(new Set(figure.pairs.map(({ ended }) => ended)).size).toBe(figure.pairs.length);
      expect(figure.twinPairsInAll).toBe(0);
    });
  });

  it('name the rarest values that both have, of those that the group shares', () => {
    const world = worldOf([
      ...settled,
      ...life('m1', 2, 10, { payment: 'card 1', user_agent: 'batch', ip: '10.0.0.1' }),
      ...life('m2', 10.5, 20, { payment: 'card 1', user_agent: 'batch', ip: '10.0.9.1' }),
      ...life('m3', 20.2, 30, { payment: 'card 3', user_agent: 'batch', ip: '10.0.8.1' }),
      ...life('c1', 2, 30, { payment: 'card 3', user_agent: 'batch' }),
    ]);
    const { pairs } = figureOf(world, world.called('m'), []);
    expect(pairs.map(({ ended, started }) => [ended, started])).toEqual([
      ['m2', 'm3'],
      ['m1', 'm2'],
    ]);
    expect(pairs[0]!.shared).toEqual([{ facet: 'client', value: 'batch' }]);
    expect(pairs[1]!.shared).toEqual([
      { facet: 'payment', value: 'card 1' },
      { facet: 'client', value: 'batch' },
    ]);
  });

  it('are none where the replacement comes too late, or the log only begins and ends there', () => {
    const late = worldOf([
      ...settled,
      ...life('m1', 2, 10),
      ...life('m2', 11.6, 20),
      ...life('m3', 21.7, 30),
    ]);
    expect(figureOf(late, late.called('m'), [])).toMatchObject({ pairs: [], pairsInAll: 0 });
    // Ends at the log's border are no ends: who is silent over the last hours may well come back.
    const border = worldOf([
      ...settled,
      ...life('m1', 0, LOG_DAYS - 0.6),
      ...life('m2', LOG_DAYS - 0.4, LOG_DAYS),
    ]);
    expect(figureOf(border, border.called('m'), []).pairsInAll).toBe(0);
  });

  it('are counted among the twins in the same way', () => {
    const random = new Seeded(5);
    const lives = range(10).flatMap((k) => life(`c${k}`, 3 + 3 * k, 3 + 3 * k + 2 + 0.5 * random.unit()));
    const world = worldOf([...settled, ...lives, ...life('m1', 2, 9)]);
    const figure = figureOf(world, world.called('m'), world.called('c'));
    expect(figure.pairsInAll).toBe(0);
    expect(figure.twinPairsInAll).toBe(figureOf(world, world.called('c'), []).pairsInAll);
    expect(figure.twinPairsInAll).toBe(9);
  });
});
