import { describe, expect, test } from 'vitest';
import { measureFloor } from '../../src/floor/index.js';
import { assessed, finding, logOf, plantedGroups, requestsOf } from './small-log.js';

const table = logOf(160);
const DAYS = 10;
const nothing = assessed([]);
const options = { seed: 7, groups: 1 };

describe('the detection floor', () => {
  test('of an analysis that finds groups from 15 accounts on is 15 accounts', async () => {
    const floor = await measureFloor(
      table,
      nothing,
      finding((names) => names.length >= 15),
      options,
    );
    for (const { reach, planted, recovered } of floor.disguises) {
      expect(reach).toMatchObject({ size: 15, perDay: 2, share: 0.25 });
      expect(recovered).toBeLessThan(planted);
    }
    for (const cell of floor.cells) expect(cell.recovered).toBe(cell.size >= 15 ? cell.planted : 0);
    expect(floor.disguises[0]!.reach!.requests).toBe(Math.round(15 * 2 * floor.days));
  });

  test('of an analysis that finds busy groups is their volume', async () => {
    const busy = finding((names, all) => requestsOf(all, names) >= names.length * DAYS * 6);
    const floor = await measureFloor(table, nothing, busy, options);
    for (const { reach } of floor.disguises) expect(reach).toMatchObject({ size: 8, perDay: 10 });
  });

  test('is nowhere where nothing is found, and where alerts hold other accounts as well', async () => {
    const never = await measureFloor(
      table,
      nothing,
      finding(() => false),
      options,
    );
    expect(never.disguises.map(({ reach, recovered }) => [reach, recovered])).toEqual([
      [null, 0],
      [null, 0],
    ]);
    expect(never.cells.every(({ bestF1 }) => bestF1 === 1)).toBe(true);
    const sloppy = await measureFloor(
      table,
      nothing,
      async (all) =>
        assessed(
          [...plantedGroups(all).values()].map((names) => ({
            names: [...names, ...table.accounts.slice(0, names.length)],
            alert: true,
          })),
        ),
      options,
    );
    expect(sloppy.disguises.every(({ recovered }) => recovered === 0)).toBe(true);
    expect(sloppy.cells[0]!.bestF1).toBeCloseTo(2 / 3);
  });

  test('plants each kind as often as asked; what the log is too small or too quiet for is left out', async () => {
    const all = finding((names, copy) => {
      const planted = copy.accounts.filter((name) => name.includes('~'));
      expect(names.length).toBeLessThanOrEqual(planted.length);
      expect(planted.length).toBeLessThanOrEqual(table.accounts.length / 10);
      expect(copy.accounts.filter((name) => !name.includes('~'))).toEqual(table.accounts);
      return true;
    });
    const floor = await measureFloor(table, nothing, all, { ...options, groups: 2 });
    expect(floor.cells.every(({ planted }) => planted === 2)).toBe(true);
    expect(floor.cells.some(({ size }) => size > 15)).toBe(false);
    // No stranger makes the 300 requests that a quarter of extraction on 40 a day would be mixed under.
    expect(floor.cells.some(({ perDay, share }) => perDay === 40 && share === 0.25)).toBe(false);
    expect(floor.cells.some(({ perDay, share }) => perDay === 40 && share === 1)).toBe(true);
    expect(floor.cells.length + floor.cellsLeftOut).toBe(72);
    for (const { share, operationShare, size, perDay, requests } of floor.cells) {
      expect(Math.abs(operationShare - share)).toBeLessThan(0.15);
      expect(Math.abs(requests / (size * perDay * floor.days) - 1)).toBeLessThan(0.2);
    }
  });

  test('of a log too small to plant into is not measured', async () => {
    const floor = await measureFloor(
      logOf(79),
      nothing,
      async () => {
        throw new Error('analysed');
      },
      options,
    );
    expect(floor).toMatchObject({ runs: 0, cells: [], cellsLeftOut: 72 });
  });

  test('says what became of the alerts of the log itself, whose accounts lend nothing', async () => {
    const mine = table.accounts.slice(0, 20);
    const own = assessed([{ names: mine, alert: true }]);
    let run = 0;
    const borrowed = new Set<string>();
    const floor = await measureFloor(
      table,
      own,
      async (all) => {
        for (const names of plantedGroups(all).values())
          for (const name of names) borrowed.add(name.split('~')[0]!);
        run++;
        // Lost in the first copy, found in the others; in the second, strangers alert.
        return assessed([
          { names: mine, alert: run > 1 },
          { names: table.accounts.slice(40, 50), alert: run === 2 },
        ]);
      },
      options,
    );
    expect(floor.own).toEqual({ alerts: floor.runs, kept: floor.runs - 1, added: 1 });
    expect(floor.runs).toBe(run);
    expect(mine.filter((name) => borrowed.has(name))).toEqual([]);
    expect(borrowed.size).toBeGreaterThan(100);
  });

  test('is the same again, and tells how far it is', async () => {
    const steps: string[] = [];
    const measured = () =>
      measureFloor(
        table,
        nothing,
        finding((names) => names.length > 8),
        {
          ...options,
          onProgress: (done, total) => steps.push(`${done}/${total}`),
        },
      );
    const first = await measured();
    expect(steps).toEqual(Array.from({ length: first.runs + 1 }, (_, i) => `${i}/${first.runs}`));
    expect(await measured()).toEqual(first);
  });
});
