import { describe, expect, it } from 'vitest';
import { TwinFinder } from '../../../src/assess/figures/twins.js';
import { mix32 } from '../../../src/facet/murmur3.js';
import type { Row } from '../../record/rows.js';
import { forSeeds } from '../../record/seeded.js';
import { DAY, range, START, type World, worldOf, worldRows } from './world.js';

/** The same by looking at every account for every member. */
function plainTwins({ rows, log }: World, members: readonly number[], grouped: readonly number[]): number[] {
  const sizes = log.table.accounts.map((name) => {
    const mine = rows.filter(({ account }) => account === name);
    return { requests: mine.length, days: new Set(mine.map(({ time }) => Math.floor(time / DAY))).size };
  });
  const free = new Set(range(sizes.length).filter((a) => !grouped.includes(a)));
  return members.flatMap((m) => {
    const of = sizes[m]!;
    const far = (a: number) =>
      Math.log(sizes[a]!.requests / of.requests) ** 2 + Math.log(sizes[a]!.days / of.days) ** 2;
    const [nearest] = [...free].sort(
      (x, y) =>
        far(x) - far(y) ||
        sizes[x]!.requests - sizes[y]!.requests ||
        sizes[x]!.days - sizes[y]!.days ||
        mix32(x) - mix32(y),
    );
    if (nearest === undefined) return [];
    free.delete(nearest);
    return [nearest];
  });
}

describe('twins', () => {
  it('are those of the plain search, outside every group, none twice', () => {
    forSeeds(6, (random, seed) => {
      const world = worldOf(worldRows(seed));
      const groups = [world.called('m'), world.called('b')];
      const members = random.shuffled(world.called('m'));
      const twins = new TwinFinder(world.log.table, world.log.traits, groups.flat()).find(members, 400);
      expect(twins).toEqual(plainTwins(world, members, groups.flat()));
      expect(new Set(twins).size).toBe(members.length);
      for (const a of twins) expect(world.log.table.accounts[a]).toMatch(/^c/);
    });
  });

  it('run out where the log has fewer accounts outside groups than members', () => {
    const world = worldOf(worldRows().filter(({ account }) => !/^c[1-7]/.test(account)));
    const groups = [world.called('m'), world.called('b')];
    const twins = new TwinFinder(world.log.table, world.log.traits, groups.flat()).find(
      world.called('m'),
      400,
    );
    expect([...twins].sort((x, y) => x - y)).toEqual(world.called('c'));
    expect(twins.length).toBe(10);
    const all = [...groups, world.called('c')];
    expect(
      new TwinFinder(world.log.table, world.log.traits, all.flat()).find(world.called('m'), 400),
    ).toEqual([]);
  });

  it('do not follow what the group is judged by: the like in volume counts, not the like in habits', () => {
    const rows: Row[] = range(40).flatMap((i) => [
      { time: START + i * 3_600_000_000, account: 'm', user_agent: 'batch/1' },
      { time: START + i * 3_600_000_000, account: 'volume', user_agent: 'other' },
      ...(i < 4 ? [{ time: START + i * 3_600_000_000, account: 'habits', user_agent: 'batch/1' }] : []),
    ]);
    const world = worldOf(rows);
    const finder = new TwinFinder(world.log.table, world.log.traits, []);
    expect(finder.find(world.called('m'), 400)).toEqual(world.called('volume'));
  });
});
