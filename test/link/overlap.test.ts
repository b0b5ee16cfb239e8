import { describe, expect, it } from 'vitest';
import { AccountReader } from '../../src/link/account-reader.js';
import { candidatePairs } from '../../src/link/candidates.js';
import { type EdgeRows, edgeRows } from '../../src/link/edge-rows.js';
import { FAMILIES } from '../../src/link/evidence-family.js';
import { explainedBy, unexplained } from '../../src/link/explained.js';
import { addRareEvidence, type Identifier, type IdentifierView } from '../../src/link/identifiers.js';
import { link } from '../../src/link/index.js';
import { formGroup } from '../../src/link/membership.js';
import { pairEvidence, pairNats } from '../../src/link/pair-evidence.js';
import { type LastTried, reassign } from '../../src/link/reassign.js';
import { seeds } from '../../src/link/seeds.js';
import { linkData } from '../../src/link/units.js';
import type { Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';
import { FED, OTHERS, sourceRows, strangers, tableOf } from './world.js';

describe('explained', () => {
  const at = (family: (typeof FAMILIES)[number]) => FAMILIES.indexOf(family);
  const evidence = (of: Partial<Record<(typeof FAMILIES)[number], number>>) =>
    Float64Array.from(FAMILIES, (family) => of[family] ?? 0);

  it('counts a family that is accounted for against a further group only', () => {
    const shown = evidence({ payment: 5, infrastructure: 3, timing: -2 });
    expect(unexplained(shown, 0)).toBe(6);
    expect(unexplained(shown, 1 << at('payment'))).toBe(1);
    expect(unexplained(shown, (1 << at('payment')) | (1 << at('timing')))).toBe(1);
    expect(unexplained(shown, (1 << FAMILIES.length) - 1)).toBe(-2);
  });

  it('takes a family for accounted for from one nat on, and keeps what was', () => {
    expect(explainedBy(evidence({ payment: 1, volume: 0.99, timing: -9 }), 0)).toBe(1 << at('payment'));
    const before = 1 << at('content');
    expect(explainedBy(evidence({ lengths: 2 }), before)).toBe(before | (1 << at('lengths')));
  });

  it('never lets the evidence for a group grow by explaining more', () => {
    forSeeds(50, (random) => {
      const shown = Float64Array.from(FAMILIES, () => 4 * random.normal());
      let bits = 0;
      for (let step = 0; step < 6; step++) {
        const more = explainedBy(
          Float64Array.from(FAMILIES, () => 2 * random.normal()),
          bits,
        );
        expect(more & bits).toBe(bits);
        expect(unexplained(shown, more)).toBeLessThanOrEqual(unexplained(shown, bits));
        bits = more;
      }
    });
  });
});

describe('rows and rare identifiers', () => {
  const random = new Seeded(41);
  const rows = [...strangers(random, 80), ...sourceRows(random, { ...FED, accounts: 14 })];
  const data = linkData(tableOf(rows));
  const pairs = pairEvidence(data, candidatePairs(data));

  it('rows hold every pair with positive evidence from both sides, ascending', () => {
    const plain: [number, number][][] = Array.from({ length: data.accounts }, () => []);
    for (let i = 0; i < pairs.size; i++) {
      const nats = pairNats(pairs, i);
      if (nats <= 0) continue;
      plain[pairs.a[i]!]!.push([pairs.b[i]!, nats]);
      plain[pairs.b[i]!]!.push([pairs.a[i]!, nats]);
    }
    const { starts, others, weights }: EdgeRows = edgeRows(pairs, data.accounts);
    expect(starts).toHaveLength(data.accounts + 1);
    expect(others.length).toBeGreaterThan(100);
    expect(others.length).toBeLessThan(2 * pairs.size); // pairs without positive evidence occurred
    plain.forEach((list, a) => {
      const row = Array.from({ length: starts[a + 1]! - starts[a]! }, (_, k) => {
        return [others[starts[a]! + k]!, weights[starts[a]! + k]!];
      });
      expect(row).toEqual(list.sort(([x], [y]) => x - y));
    });
  });

  /** The definition, value by value: at most six shared values, the rarest first, each further one by its rank less. */
  function plainRare(of: Identifier, x: IdentifierView, y: IdentifierView, most: number): number {
    const mine = [...x.ids.subarray(x.from, x.to)];
    const theirs = new Set(y.ids.subarray(y.from, y.to));
    const perDraw = of.values.ofAccount.ids.length / Math.max(x.distinct, y.distinct);
    return mine
      .filter((id) => theirs.has(id))
      .map((id) => of.values.ofValue.starts[id + 1]! - of.values.ofValue.starts[id]!)
      .filter((owners) => owners <= most)
      .map((owners) => Math.log((0.3 * perDraw) / (owners - 1) + 0.7))
      .sort((p, q) => q - p)
      .slice(0, 6)
      .reduce((sum, nats, r) => sum + nats / (r + 1), 0);
  }

  it('addRareEvidence adds what the definition says, whatever was compared before', () => {
    const [left, right] = [new AccountReader(data), new AccountReader(data)];
    let some = 0;
    let none = 0;
    for (let round = 0; round < 3000; round++) {
      const [x, y] = [left.at(random.int(0, data.accounts - 1)), right.at(random.int(0, data.accounts - 1))];
      if (x.members[0] === y.members[0]) continue;
      const most = [2, 4, 8, 20, 1000];
      data.identifiers.forEach((identifier, d) => {
        const nats = new Float64Array(most.length).fill(1);
        addRareEvidence(identifier, x.identifiers[d]!, y.identifiers[d]!, most, nats);
        most.forEach((owners, i) => {
          const expected = 1 + plainRare(identifier, x.identifiers[d]!, y.identifiers[d]!, owners);
          expect(nats[i]).toBeCloseTo(expected, 9);
        });
        if (nats.at(-1)! > 1) some++;
        else none++;
      });
    }
    expect(Math.min(some, none)).toBeGreaterThan(50);
  });
});

describe('groups that overlap', () => {
  const random = new Seeded(43);
  const named = (rows: readonly Row[]) => {
    const table = tableOf(rows);
    return {
      table,
      of: (prefix: string) => table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : [])),
    };
  };
  const share = (members: readonly number[], of: readonly number[]) =>
    of.filter((a) => members.includes(a)).length / of.length;

  it('an account is in two groups by different evidence', () => {
    // Customers of their own habits: eight share cards, eight share a pool of devices, and one does both.
    const rows = strangers(random, 300).map((row): Row => {
      const s = Number(row.account.split('_')[1]);
      const account = s < 8 ? `pays_${s}` : s === 8 ? `both_${s}` : s < 17 ? `device_${s}` : row.account;
      const pool = s >= 8 && s < 17 ? 'of the pool' : `of ${s}`;
      return {
        time: row.time,
        account,
        payment: s < 9 ? `card ${random.int(0, 5)}` : `card ${random.int(0, 5)} of ${s}`,
        device: `device ${random.int(0, 7)} ${pool}`,
      };
    });
    const { table, of } = named(rows);
    const found = link(table).groups.map(({ members }) => members);
    const both = of('both_');
    const byDevice = found.filter((members) => share(members, of('device_')) === 1);
    const byCard = found.filter((members) => members.some((a) => of('pays_').includes(a)));
    expect(byDevice).toHaveLength(1);
    expect(share(byDevice[0]!, both)).toBe(1);
    for (const a of both) {
      const mine = byCard.filter((members) => members.includes(a) && members !== byDevice[0]);
      expect(mine.length, table.accounts[a]).toBeGreaterThan(0);
    }
    for (const members of [...byDevice, ...byCard]) {
      expect(members.some((a) => of('stranger_').includes(a))).toBe(false);
    }
  });

  it('users of a public exit do not swallow an operation that shares it', () => {
    const exit = (row: Row) => ({ ...row, ip: `198.51.100.${random.int(1, 250)}` });
    const rows = [
      ...strangers(random, 240).map((row) => {
        const s = Number(row.account.split('_')[1]);
        return s < 40 ? { ...exit(row), account: `exit_${s}` } : row;
      }),
      ...sourceRows(random, { ...FED, accounts: 16 }).map((row) => (random.chance(0.5) ? exit(row) : row)),
    ];
    const { table, of } = named(rows);
    const { groups } = link(table);
    const fed = of('fed_');
    const best = groups.toSorted((x, y) => share(y.members, fed) - share(x.members, fed))[0]!.members;
    expect(share(best, fed)).toBeGreaterThanOrEqual(15 / 16);
    expect(best.filter((a) => fed.includes(a)).length / best.length).toBeGreaterThan(0.9);
  });

  it('reassigning gives the same with and without memory', () => {
    const sources = [FED, OTHERS[0]!, OTHERS[3]!].map((source) => ({ ...source, accounts: 12 }));
    const { table } = named([
      ...strangers(random, 120),
      ...sources.flatMap((source) => sourceRows(random, source)),
    ]);
    const data = linkData(table);
    const evidence = pairEvidence(data, candidatePairs(data));
    const rows = edgeRows(evidence, data.accounts);
    const memory: (LastTried | undefined)[] = new Array(data.accounts);
    let remembered = seeds(data, evidence);
    // Something to correct: a group that lost half of its members, and strangers in it.
    remembered = remembered.map((group, g) =>
      g === 0
        ? formGroup(data, [
            ...new Set([...group.members.slice(0, Math.ceil(group.members.length / 2)), data.accounts - 1]),
          ])
        : group,
    );
    let forgetful = remembered;
    let changed = 0;
    const lists = (groups: typeof remembered) => groups.map(({ members }) => members);
    for (let round = 0; round < 4; round++) {
      const next = reassign(data, remembered, rows, 2, memory);
      forgetful = reassign(data, forgetful, rows, 2, new Array(data.accounts));
      expect(lists(next)).toEqual(lists(forgetful));
      if (JSON.stringify(lists(next)) !== JSON.stringify(lists(remembered))) changed++;
      remembered = next;
    }
    expect(changed).toBeGreaterThan(0);
    expect(memory.some((last) => last !== undefined && last.joined.length > 0)).toBe(true);
  });
});
