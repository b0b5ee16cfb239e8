import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/index.js';
import { formGroup, linkData } from '../../src/link/index.js';
import { FED, sourceRows, strangers, tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { Seeded } from '../record/seeded.js';

const random = new Seeded(77);
const crowd = strangers(random, 240);
const source = sourceRows(random, FED);

/** The source with what a bystander sends in the place of its own: whoever writes requests chooses all of this. */
function wearing(victim: string): Row[] {
  const his = crowd.filter(({ account }) => account === victim);
  return source.map((row, i): Row => {
    const { time: _, account, org, payment, session, prompt, ...copied } = his[i % his.length]!;
    return { ...row, ...copied, ...(i % 12 === 0 && prompt !== undefined ? { prompt } : {}) };
  });
}

/** Members of the group of the source and the bystander, by name. */
function members(rows: readonly Row[], victim: string): ReadonlyMap<string, number> {
  const table = tableOf(rows);
  const data = linkData(table);
  const group = table.accounts.flatMap((name, a) => (name.startsWith('fed_') || name === victim ? [a] : []));
  const { groups } = assess(table, { data, pairs: 0, groups: [formGroup(data, group)] }, null);
  return new Map(groups[0]!.members.map(({ accountId, strength }) => [accountId, strength]));
}

const requestsOf = (account: string) => crowd.filter((row) => row.account === account).length;
const victims = [...new Set(crowd.map(({ account }) => account))]
  .filter((account) => requestsOf(account!) >= 60 && requestsOf(account!) <= 200)
  .slice(0, 3) as string[];

describe('a bystander whom the members imitate', () => {
  it.each(victims)('%s belongs loosely, though all is copied but hours, volume and payment', (victim) => {
    const found = members([...crowd, ...wearing(victim)], victim);
    expect([...found.keys()].at(-1)).toBe(victim); // the last by strength
    expect(found.get(victim)).toBeLessThan(0.5);
    for (const [account, strength] of found) if (account !== victim) expect(strength).toBeGreaterThan(0.9);
  });

  it('nobody belongs for certain', () => {
    const found = members([...crowd, ...source], 'nobody');
    expect(found.size).toBe(FED.accounts);
    expect(Math.max(...found.values())).toBeLessThan(1);
    expect(Math.min(...found.values())).toBeGreaterThan(0.9);
  });
});
