import { describe, expect, it } from 'vitest';
import { AccountReader } from '../../src/link/account-reader.js';
import { CAPS } from '../../src/link/evidence.js';
import { PLACE } from '../../src/link/evidence-family.js';
import { GroupLinks } from '../../src/link/group-links.js';
import type { Identifier } from '../../src/link/identifiers.js';
import { sharedEvidence } from '../../src/link/identifiers.js';
import { formGroup } from '../../src/link/membership.js';
import { mergeGroups } from '../../src/link/merge-groups.js';
import { preferences } from '../../src/link/pick-seeds.js';
import { groupUnit } from '../../src/link/pooling.js';
import { linkData } from '../../src/link/units.js';
import type { Row } from '../record/rows.js';
import { Seeded } from '../record/seeded.js';
import { FED, sourceRows, strangers, tableOf } from './world.js';

/** The definition, with sets and whole passes over the log. */
function plainShared({ values }: Identifier, x: number, group: readonly number[], novelty: number): number {
  const { starts, ids } = values.ofAccount;
  const accounts = starts.length - 1;
  const of = (a: number) => [...ids.subarray(starts[a]!, starts[a + 1]!)];
  const all = Array.from({ length: accounts }, (_, a) => of(a));
  const owners = (v: number) => all.filter((list) => list.includes(v)).length;
  const counts = new Map<number, number>();
  for (const v of all.flat()) counts.set(v, (counts.get(v) ?? 0) + 1);
  const shareable = (v: number) => counts.get(v)! > 1;
  const inside = group.filter((a) => a !== x).flatMap(of);
  const outside = all.flatMap((list, a) => (a === x || group.includes(a) ? [] : list));
  const mine = of(x);
  if (mine.length === 0 || inside.length === 0) return 0;
  const c = (outside.filter(shareable).length + 0.5) / (outside.length + 1);
  const s = (inside.filter(shareable).length + c) / (inside.length + 1);
  const lone = mine.filter((v) => !shareable(v));
  const common = mine.filter(shareable);
  const shared = common.filter((v) => inside.includes(v));
  const allCommon = all.flat().filter(shareable).length;
  const insideCommon = inside.filter(shareable).length;
  const worth = shared
    .map((v) => {
      const q = inside.filter((w) => w === v).length / insideCommon;
      const p = (owners(v) - 1) / allCommon;
      return Math.log((((1 - novelty) * s) / c) * (q / p) + novelty);
    })
    .sort((a, b) => b - a)
    .slice(0, 6);
  return (
    worth.reduce((sum, nats, r) => sum + nats / (r + 1), 0) +
    (common.length === 0
      ? 0
      : Math.log(novelty) * (1 - shared.length / common.length) * Math.min(3, common.length)) +
    Math.log((1 - s) / (1 - c)) * (lone.length / mine.length) * Math.min(3, mine.length)
  );
}

const numbered = (row: Row) => Number(row.account.split('_')[1]);

describe('evidence from shared values', () => {
  const random = new Seeded(91);
  const rows = [
    ...strangers(random, 40).map((row) => (random.chance(0.1) ? { ...row, prompt: 'hello' } : row)),
    ...sourceRows(random, { ...FED, accounts: 12 }),
  ];
  const data = linkData(tableOf(rows));
  const read = new AccountReader(data);

  it('is what the definition says, of members and of strangers', () => {
    let shared = 0;
    for (let round = 0; round < 40; round++) {
      const members = random
        .shuffled(Array.from({ length: data.accounts }, (_, a) => a))
        .slice(0, random.int(2, 14))
        .sort((a, b) => a - b);
      const unit = groupUnit(data, members);
      const novelty = 0.05 + 0.9 * random.unit();
      for (const x of [members[0]!, random.int(0, data.accounts - 1)]) {
        data.identifiers.forEach((identifier, i) => {
          const nats = sharedEvidence(
            identifier,
            read.at(x).identifiers[i]!,
            unit.identifiers[i]!,
            novelty,
            members.includes(x),
          );
          expect(nats).toBeCloseTo(plainShared(identifier, x, members, novelty), 9);
          if (nats > 0) shared++;
        });
      }
    }
    expect(shared).toBeGreaterThan(20);
  });

  it('is not diluted by what every account asks once and nobody again', () => {
    const content = (unique: number) => {
      const seeded = new Seeded(92);
      const plain = strangers(seeded, 200).map(({ prompt: _, ...row }) => row);
      const asked: Row[] = [];
      for (let a = 0; a < 200; a++) {
        const at = { ...plain.find((row) => numbered(row) === a)!, account: `stranger_${a}` };
        for (let n = 0; n < unique; n++) asked.push({ ...at, prompt: `only ${a} ${n}` });
        // Pairs of strangers ask the same now and then, as the first twenty do among themselves.
        asked.push({ ...at, prompt: `pair ${a < 20 ? a % 10 : a % 90}` });
      }
      const table = tableOf([...plain, ...asked]);
      const own = linkData(table);
      const members = table.accounts.flatMap((name, a) =>
        numbered({ account: name } as Row) < 20 ? [a] : [],
      );
      const i = own.identifiers.findIndex(({ name }) => name === 'prompt');
      const unit = groupUnit(own, members);
      return sharedEvidence(
        own.identifiers[i]!,
        new AccountReader(own).at(members[0]!).identifiers[i]!,
        unit.identifiers[i]!,
        0.1,
        true,
      );
    };
    expect(content(2)).toBeGreaterThan(1);
    expect(content(40)).toBeGreaterThan(0.8 * content(2));
  });
});

describe('two sources', () => {
  // Forty share prompts and networks, and forty more share prompts of their own. One in four accounts, on every side,
  // sends some requests through a public exit.
  const world = (throughExit: number, networks: number) => {
    const random = new Seeded(93);
    return strangers(random, 400).map((row): Row => {
      const s = numbered(row);
      const exit = s % 4 === 0 && random.chance(throughExit) ? { ip: `198.51.${random.int(0, 24)}.1` } : {};
      const asks =
        s < 80 && random.chance(0.5) ? { prompt: `${s < 40 ? 'chore' : 'task'} ${random.int(0, 40)}` } : {};
      if (s < 40)
        return { ...row, ...asks, ip: `203.0.${(7 * s + 5 * random.int(1, networks)) % 62}.1`, ...exit };
      return { ...row, ...asks, ...exit };
    });
  };
  const rows = world(0.02, 3);
  const table = tableOf(rows);
  const between = (from: number, to: number) =>
    table.accounts.flatMap((name, a) => {
      const s = Number(name.split('_')[1]);
      return s >= from && s < to ? [a] : [];
    });
  const [first, second] = [between(0, 40), between(40, 80)];

  it('are not merged for the few values that any two large groups have in common', () => {
    const crossed = tableOf([
      ...rows,
      ...Array.from({ length: 12 }, (_, n): Row[] =>
        [`stranger_${n}`, `stranger_${40 + n}`].map((account) => ({
          ...rows.find((row) => row.account === account)!,
          prompt: `by chance ${n}`,
        })),
      ).flat(),
    ]);
    const own = linkData(crossed);
    const others = Array.from({ length: 60 }, (_, g) => between(80 + 5 * g, 85 + 5 * g));
    const groups = [first, second, ...others].map((members) => formGroup(own, members));
    const none = {
      starts: new Uint32Array(own.accounts + 1),
      others: new Uint32Array(0),
      weights: new Float64Array(0),
    };
    expect(
      mergeGroups(own, groups, new GroupLinks(none))
        .map(({ members }) => members.length)
        .filter((n) => n > 20),
    ).toEqual([40, 40]);
  });

  it('a family that few members show does not take the strangers who show it for members not found yet', () => {
    // Accounts are in the order of their names in either world.
    const group = formGroup(linkData(tableOf(world(0.1, 60))), second);
    expect(group.kept[PLACE.infrastructure]!).toBeLessThan(0.5);
    expect(group.common[PLACE.infrastructure]!).toBeGreaterThan(0.02);
    expect(group.caps[PLACE.infrastructure]!).toBeLessThan(CAPS[PLACE.infrastructure]!);
  });
});

describe('preferences for seeds', () => {
  const group = (members: readonly number[], nats: number) => ({
    members,
    own: new Float64Array(members.length).fill(nats),
  });
  const [left, right] = [
    [0, 1, 2],
    [3, 4, 5],
  ];

  it('leave two sources glued together nothing, though they explain most in all', () => {
    expect(preferences([group([...left!, ...right!], 5), group(left!, 6), group(right!, 6)], 6)).toEqual([
      0, 1, 1,
    ]);
  });

  it('count those who do better elsewhere only, by their evidence', () => {
    const own = Float64Array.of(2, 2, 4);
    expect(preferences([{ members: left!, own }, group([2], 9)], 6)).toEqual([0.5, 1]);
  });

  it('do not tell groups apart that explain nearly the same', () => {
    expect(preferences([group(left!, 5), group(left!, 5.5)], 6)).toEqual([1, 1]);
    expect(preferences([group(left!, 5), group(left!, 5.51)], 6)).toEqual([0, 1]);
  });
});
