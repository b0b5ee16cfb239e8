import { describe, expect, it } from 'vitest';
import { accountTraits, entropy } from '../../src/assess/account-traits.js';
import { groupId } from '../../src/assess/group-id.js';
import { GroupReader, type GroupTraits } from '../../src/assess/group-traits.js';
import { matchedRanks } from '../../src/assess/matched-ranks.js';
import { countriesPerAccount } from '../../src/assess/measure/countries.js';
import { commonExit, declaredOrganisation, onePayment } from '../../src/assess/measure/holding.js';
import { leastDay, scheduledHours } from '../../src/assess/measure/hours.js';
import { commonList, commonTo, repetition } from '../../src/assess/measure/lists.js';
import { sharedNetworkPool } from '../../src/assess/measure/shared-network-pool.js';
import { outputSpread, volumeSpread } from '../../src/assess/measure/spread.js';
import { halfOctave } from '../../src/facet/half-octave.js';
import type { FacetTable } from '../../src/fingerprint/index.js';
import { linkData } from '../../src/link/index.js';
import { tableOf } from '../link/world.js';
import type { Row } from '../record/rows.js';
import { forSeeds } from '../record/seeded.js';
import { measured } from './measure/log.js';

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

describe('matchedRanks', () => {
  /** The definition, account by account. */
  function plain(requests: Float64Array, values: Float64Array, a: number): number {
    const peers = [...values.keys()].filter(
      (b) => halfOctave(requests[b]!) === halfOctave(requests[a]!) && !Number.isNaN(values[b]!),
    );
    if (Number.isNaN(values[a]!) || peers.length < 20) return Number.NaN;
    const below = peers.filter((b) => values[b]! < values[a]!).length;
    const equal = peers.filter((b) => values[b] === values[a]).length;
    return (below + equal / 2) / peers.length;
  }

  it('are the share of accounts of the same volume that are below, ties counting half', () => {
    let ranked = 0;
    let unranked = 0;
    forSeeds(40, (random) => {
      const accounts = random.int(1, 300);
      const requests = Float64Array.from({ length: accounts }, () => 2 ** random.int(0, random.int(1, 7)));
      const values = Float64Array.from({ length: accounts }, () =>
        random.chance(0.2) ? Number.NaN : random.int(0, 30),
      );
      matchedRanks(values, requests).forEach((rank, a) => {
        const expected = plain(requests, values, a);
        if (Number.isNaN(expected)) {
          expect(rank).toBeNaN();
          unranked++;
        } else {
          expect(rank).toBeCloseTo(expected, 12);
          ranked++;
        }
      });
    });
    expect(Math.min(ranked, unranked)).toBeGreaterThan(100); // both answers occurred
  });

  it('need twenty accounts with a value, the account itself among them', () => {
    const of = (n: number) => matchedRanks(new Float64Array(n).fill(7), new Float64Array(n).fill(3));
    expect([...of(19)].every(Number.isNaN)).toBe(true);
    expect([...of(20)]).toEqual(new Array(20).fill(0.5));
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
  return { table, traits: new GroupReader(table, accountTraits(table), linkData(table)).group(members) };
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
    });
    expect(of(1)).toMatchObject({ repetition: Number.NaN, turns: Number.NaN, uncached: Number.NaN });
    expect(of(1)).toMatchObject({
      countries: Number.NaN,
      activeDays: 1,
      hourEntropy: 0,
    });
  });
});

describe('what members hold', () => {
  it('is counted over those who have any', () => {
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
    expect(traitsOf(rows).traits.size).toBe(10);
    expect(measured(onePayment, rows)).toBe(5 / 8);
    expect(measured(declaredOrganisation, rows)).toBe(4 / 9);
    expect(measured(commonExit, rows)).toBe(4 / 10);
    expect(measured(sharedNetworkPool, rows)).toBe(4 / 10);
  });

  it('says nothing of two', () => {
    const rows = [0, 1].map((i): Row => ({ time: START, account: `m${i}`, payment: 'P', org: 'O' }));
    expect(measured(onePayment, rows)).toBeNaN();
    expect(measured(declaredOrganisation, rows)).toBeNaN();
  });
});

describe('commonTo', () => {
  it.each([
    [4, 3],
    [8, 6],
    [12, 9], // from here on nine, until a fifth is more
    [30, 9],
    [45, 9],
    [100, 20],
  ])('of a group of %d is %d members', (size, members) => {
    expect(commonTo(size)).toBeCloseTo(members, 12);
  });

  it('never falls as groups grow, and never exceeds the group', () => {
    for (let size = 1; size < 400; size++) {
      expect(commonTo(size)).toBeLessThanOrEqual(size);
      expect(commonTo(size + 1)).toBeGreaterThanOrEqual(commonTo(size));
    }
  });
});

describe('groups', () => {
  it('tells prompts of the whole group from prompts that few members share', () => {
    const rows: Row[] = [];
    for (let m = 0; m < 10; m++) {
      const ask = (prompt: string) => rows.push({ time: START, account: `m${m}`, prompt });
      ask('sheet');
      ask(`pair ${m >> 1}`);
      ask(`own ${m}`);
      ask(m < 8 ? 'known to eight' : `own too ${m}`); // of ten, eight are the fewest that make a prompt common
      ask(m < 7 ? 'known to seven' : `own still ${m}`);
    }
    const { traits } = traitsOf(rows);
    expect(traits.listShare).toBe(18 / 50);
    expect(traits.splitShare).toBe(17 / 50);
    expect(traits.repetition).toBe(1);
    expect(measured(commonList, rows)).toBe(18 / 50);
    expect(measured(repetition, rows)).toBe(1);
  });

  it('compares the least whole day with the mean, a day without requests included', () => {
    const days = (counts: readonly number[]) =>
      counts.flatMap((n, d) =>
        Array.from(
          { length: n },
          (_, i): Row => ({ time: START + d * DAY + i * HOUR, account: `m${i % 3}` }),
        ),
      );
    expect(measured(leastDay, days([1, 10, 10, 5, 10, 10, 2]))).toBeCloseTo(5 / 9, 12);
    expect(measured(leastDay, days([9, 10, 10, 0, 10, 10, 9]))).toBe(0);
    expect(measured(leastDay, days([9, 10, 10, 10, 9]))).toBeNaN(); // three whole days are too few
    expect(traitsOf(days([1, 10, 10, 5, 10, 10, 2])).traits.activeDays).toBe(7);
  });

  it('measures spreads over members as standard deviations of logarithms', () => {
    const volumes = (counts: readonly number[]) =>
      counts.flatMap((n, m) =>
        Array.from({ length: n }, (_, i): Row => {
          return { time: START + i * 60_000_000, account: `m${m}`, output_tokens: 100 * n };
        }),
      );
    const three = volumes([1, 2, 4]);
    const spread = Math.LN2 * Math.sqrt(2 / 3);
    expect(measured(volumeSpread, three)).toBeCloseTo(spread, 12);
    expect(measured(outputSpread, three)).toBeCloseTo(spread, 12);
    expect(traitsOf(three).traits.outputSpread).toBeCloseTo(spread, 12);
    expect(measured(volumeSpread, volumes([5, 5, 5, 5]))).toBe(0);
    expect(measured(volumeSpread, volumes([1, 4]))).toBeNaN();
    // Among twelve, one member who is quite different does not hide that the others agree.
    expect(measured(volumeSpread, volumes([...new Array<number>(11).fill(6), 300]))).toBe(0);
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
    expect(measured(scheduledHours, rows)).toBeCloseTo(Math.log2(24), 12);
    expect(traits.turns).toBe(6);
    expect(measured(countriesPerAccount, rows)).toBe(3.5);
    expect(traits.requests).toBe(48);
  });

  it('says nothing where the columns are missing', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i): Row => ({ time: START + i * HOUR, account: `m${i % 5}` }),
    );
    const { traits } = traitsOf(rows);
    const { repetition, turns, uncached, outputSpread, outputRank, listShare, splitShare } = traits;
    for (const value of [repetition, turns, uncached, outputSpread, outputRank, listShare, splitShare]) {
      expect(value).toBeNaN();
    }
    for (const measure of [commonList, onePayment, commonExit, countriesPerAccount, sharedNetworkPool]) {
      expect(measured(measure, rows), measure.name).toBeNaN();
    }
    expect(measured(volumeSpread, rows)).toBe(0);
  });
});
