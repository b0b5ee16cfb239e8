import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { accountTraits, entropy } from '../../src/assess/account-traits.js';
import { groupId } from '../../src/assess/group-id.js';
import { type GroupTraits, groupTraits } from '../../src/assess/group-traits.js';
import { MatchedRank } from '../../src/assess/matched-rank.js';
import { halfOctave } from '../../src/facet/half-octave.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { forSeeds } from '../record/seeded.js';

const START = 1_780_272_000_000_000; // 2026-06-01 00:00, UTC
const DAY = 86_400_000_000;
const HOUR = 3_600_000_000;

describe('entropy', () => {
  it.each([
    [[], 0],
    [[0, 0, 0], 0],
    [[7], 0],
    [[5, 0, 5], 1],
    [[3, 1], 0.811278124459133],
    [[1, 1, 1, 1, 0, 0], 2],
    [new Array<number>(24).fill(9), Math.log2(24)],
  ])('of %j is %d bits', (counts, bits) => {
    expect(entropy(Float64Array.from(counts))).toBeCloseTo(bits, 12);
  });
});

describe('MatchedRank', () => {
  /** The definition, account by account. */
  function plain(requests: Float64Array, values: Float64Array, members: readonly number[]): number {
    const ranks: number[] = [];
    for (const a of members) {
      const peers = [...values.keys()].filter(
        (b) =>
          !members.includes(b) &&
          halfOctave(requests[b]!) === halfOctave(requests[a]!) &&
          !Number.isNaN(values[b]!),
      );
      if (Number.isNaN(values[a]!) || peers.length < 20) continue;
      const below = peers.filter((b) => values[b]! < values[a]!).length;
      const equal = peers.filter((b) => values[b] === values[a]).length;
      ranks.push((below + equal / 2) / peers.length);
    }
    return ranks.length * 2 < members.length ? Number.NaN : median(ranks);
  }

  it('is the median share of peers of the same volume that are below, ties counting half', () => {
    let ranked = 0;
    let unranked = 0;
    forSeeds(60, (random) => {
      const accounts = random.int(30, 400);
      const requests = Float64Array.from({ length: accounts }, () => 2 ** random.int(0, random.int(1, 7)));
      const values = Float64Array.from({ length: accounts }, () =>
        random.chance(0.2) ? Number.NaN : random.int(0, 30),
      );
      const members = random.shuffled([...values.keys()]).slice(0, random.int(1, 25));
      const rank = new MatchedRank(requests).medianRank(values, members, new Set(members));
      const expected = plain(requests, values, members);
      if (Number.isNaN(expected)) {
        expect(rank).toBeNaN();
        unranked++;
      } else {
        expect(rank).toBeCloseTo(expected, 12);
        ranked++;
      }
    });
    expect(Math.min(ranked, unranked)).toBeGreaterThan(5); // both answers occurred
  });

  it('does not rank a member among the other members', () => {
    const requests = new Float64Array(60).fill(10);
    const values = Float64Array.from({ length: 60 }, (_, a) => (a < 30 ? 100 : 1));
    const members = Array.from({ length: 30 }, (_, a) => a);
    expect(new MatchedRank(requests).medianRank(values, members, new Set(members))).toBe(1);
    expect(new MatchedRank(requests).medianRank(values, [0], new Set([0]))).toBeCloseTo(
      (30 + 29 / 2) / 59,
      12,
    );
  });
});

describe('groupId', () => {
  it('is G- and eight hexadecimal digits that follow from the members alone', () => {
    const id = groupId(['a', 'b', 'c']);
    expect(id).toMatch(/^G-[0-9a-f]{8}$/);
    expect(groupId(['a', 'b', 'c'])).toBe(id);
    const others = [
      ['a', 'b'],
      ['a', 'bc'],
      ['ab', 'c'],
      ['a", "b', 'c'],
      ['a,b', 'c'],
      ['a', 'b', 'c', 'd'],
      [],
    ];
    expect(new Set([id, ...others.map(groupId)]).size).toBe(others.length + 1);
  });
});

/** Traits of the accounts whose names start with "m". */
function traitsOf(rows: readonly Row[]): { table: FacetTable; traits: GroupTraits } {
  const table = tableOf(rows);
  const members = table.accounts.flatMap((name, a) => (name.startsWith('m') ? [a] : []));
  const rank = new MatchedRank(table.totals.requests);
  return { table, traits: groupTraits(table, accountTraits(table), rank, members) };
}

describe('accountTraits', () => {
  it('measures single accounts', () => {
    const rows: Row[] = [
      ...[0, 1, 2, 3].map((i): Row => {
        return {
          time: START + 9 * HOUR + i * 1_000_000, // one tick
          account: 'a',
          prompt: `p${i % 2}`,
          session: 's',
          output_tokens: 10 * i,
          input_tokens: 100,
          cached_tokens: i === 0 ? 0 : 50,
          country: 'DE',
          ip: '10.0.0.1',
        };
      }),
      {
        time: START + 2 * DAY + 15 * HOUR,
        account: 'a',
        country: 'FR',
        ip: '10.0.0.9',
        prompt: 'p0',
        output_tokens: 40,
      },
      { time: START, account: 'b' },
    ];
    const traits = accountTraits(tableOf(rows));
    const of = (a: number) =>
      Object.fromEntries(Object.entries(traits).map(([name, column]) => [name, column[a]]));
    expect(of(0)).toEqual({
      activeDays: 2,
      requestsPerDay: 2.5,
      hourEntropy: 1, // two ticks at two hours of the day
      pace: 2.5,
      meanOutput: 20,
      repetition: 2.5,
      turns: 4,
      uncached: 0.25,
      countries: 2,
      networks: 1, // one network on two days
    });
    expect(of(1)).toMatchObject({ repetition: Number.NaN, turns: Number.NaN, uncached: Number.NaN });
    expect(of(1)).toMatchObject({
      countries: Number.NaN,
      networks: Number.NaN,
      activeDays: 1,
      hourEntropy: 0,
    });
  });
});

describe('groupTraits', () => {
  it('says how members hold identifiers', () => {
    const payments = ['P', 'P', 'P', 'P', 'P', 'Q', 'Q', 'own', undefined, undefined];
    const orgs = ['O', 'O', 'O', 'O', 'other', 'X', 'X', 'Y', 'Z', undefined];
    const rows = payments.map((payment, i): Row => {
      const org = orgs[i];
      return {
        time: START,
        account: `m${i}`,
        ...(payment === undefined ? {} : { payment }),
        ...(org === undefined ? {} : { org }),
        ip: `10.0.${i < 4 ? 1 : i}.5`,
      };
    });
    // The same network on another day is still the same network; what strangers have does not count.
    rows.push(
      { time: START + DAY, account: 'm9', ip: '10.0.9.77' },
      { time: START, account: 'x', payment: 'own', ip: '10.0.9.1' },
    );
    const { traits } = traitsOf(rows);
    expect(traits.size).toBe(10);
    expect(traits.payment).toEqual({ holders: 8, top: 5 / 8, shared: 7 / 8, distinctPerHolder: 3 / 8 });
    expect(traits.org).toEqual({ holders: 9, top: 4 / 9, shared: 6 / 9, distinctPerHolder: 5 / 9 });
    expect(traits.network).toEqual({ holders: 10, top: 4 / 10, shared: 4 / 10, distinctPerHolder: 7 / 10 });
    expect(traits.paymentAcrossOrgs).toBe(5 / 8); // P is used under two organisations, Q under one
  });

  it('takes members who declare no organisation for organisations of their own', () => {
    const rows = [0, 1, 2].map(
      (i): Row => ({ time: START, account: `m${i}`, payment: 'P', ...(i === 2 ? { org: 'O' } : {}) }),
    );
    expect(traitsOf(rows).traits.paymentAcrossOrgs).toBe(1);
  });

  it('tells prompts of the whole group from prompts that few members share', () => {
    const rows: Row[] = [];
    for (let m = 0; m < 10; m++) {
      const ask = (prompt: string) => rows.push({ time: START, account: `m${m}`, prompt });
      ask('sheet');
      ask(`pair ${m >> 1}`);
      ask(`own ${m}`);
      ask(m < 3 ? 'known to three' : `own too ${m}`); // three are the fewest that make a prompt common
    }
    const { traits } = traitsOf(rows);
    expect(traits.listShare).toBe(13 / 40);
    expect(traits.splitShare).toBe(0.25);
    expect(traits.repetition).toBe(1);
  });

  it('compares the least whole day with the mean, a day without requests included', () => {
    const days = (counts: readonly number[]) =>
      counts.flatMap((n, d) =>
        Array.from(
          { length: n },
          (_, i): Row => ({ time: START + d * DAY + i * HOUR, account: `m${i % 3}` }),
        ),
      );
    expect(traitsOf(days([1, 10, 10, 5, 10, 10, 2])).traits.leastDay).toBeCloseTo(5 / 9, 12);
    expect(traitsOf(days([9, 10, 10, 0, 10, 10, 9])).traits.leastDay).toBe(0);
    expect(traitsOf(days([9, 10, 10, 10, 9])).traits.leastDay).toBeNaN(); // three whole days are too few
    expect(traitsOf(days([1, 10, 10, 5, 10, 10, 2])).traits.activeDays).toBe(7);
  });

  it('measures spreads over members as standard deviations of logarithms', () => {
    const volumes = (counts: readonly number[]) =>
      counts.flatMap((n, m) =>
        Array.from({ length: n }, (_, i): Row => {
          return { time: START + i * 60_000_000, account: `m${m}`, output_tokens: 100 * n };
        }),
      );
    const three = traitsOf(volumes([1, 2, 4])).traits;
    expect(three.volumeSpread).toBeCloseTo(Math.LN2 * Math.sqrt(2 / 3), 12);
    expect(three.outputSpread).toBeCloseTo(Math.LN2 * Math.sqrt(2 / 3), 12);
    expect(traitsOf(volumes([5, 5, 5, 5])).traits.volumeSpread).toBe(0);
    expect(traitsOf(volumes([1, 4])).traits.volumeSpread).toBeNaN();
    // Among twelve, one member who is quite different does not hide that the others agree.
    expect(traitsOf(volumes([...new Array<number>(11).fill(6), 300])).traits.volumeSpread).toBe(0);
  });

  it('pools hours, and takes medians over members', () => {
    const rows: Row[] = [];
    for (let m = 0; m < 4; m++) {
      for (let d = 0; d < 2; d++) {
        for (let h = 0; h < 6; h++) {
          rows.push({
            time: START + d * DAY + (6 * m + h) * HOUR,
            account: `m${m}`,
            session: `s ${m} ${d} ${m === 0 ? h : 0}`,
            country: `C${m > 1 ? h : 0}`,
          });
        }
      }
    }
    const { traits } = traitsOf(rows);
    expect(traits.groupHourEntropy).toBeCloseTo(Math.log2(24), 12); // shifts that cover the day
    expect(traits.hoursPerDay).toBe(6);
    expect(traits.turns).toBe(6);
    expect(traits.countries).toBe(3.5);
    expect(traits.requests).toBe(48);
  });

  it('says nothing where the columns are missing', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i): Row => ({ time: START + i * HOUR, account: `m${i % 5}` }),
    );
    const { traits } = traitsOf(rows);
    const { repetition, turns, uncached, countries, outputSpread, listShare, splitShare, paymentAcrossOrgs } =
      traits;
    for (const value of [
      repetition,
      turns,
      uncached,
      countries,
      outputSpread,
      listShare,
      splitShare,
      paymentAcrossOrgs,
    ]) {
      expect(value).toBeNaN();
    }
    expect(traits.payment).toEqual({
      holders: 0,
      top: Number.NaN,
      shared: Number.NaN,
      distinctPerHolder: Number.NaN,
    });
    expect(traits.volumeSpread).toBe(0);
  });
});
