import { Accumulator, type FacetTable } from '../../src/fingerprint/index.js';
import { batchOf, type Row } from '../record/rows.js';
import type { Seeded } from '../record/seeded.js';

const START = 1_780_272_000_000_000; // 2026-06-01, a Monday
const DAY = 86_400_000_000;
const HOUR = 3_600_000_000;
export const DAYS = 10;

export function tableOf(rows: readonly Row[]): FacetTable {
  const accumulator = new Accumulator();
  accumulator.add(batchOf(rows));
  return accumulator.finish();
}

const tokens = (random: Seeded, mean: number, spread: number) =>
  Math.max(1, Math.round(mean * Math.exp(spread * random.normal())));

/**
 * Accounts with habits, set-up, networks, payments and prompts of their own: nothing in common but the service. Habits
 * are mixtures of many lengths and hours, so that no two are alike by chance.
 */
export function strangers(random: Seeded, count: number): Row[] {
  const rows: Row[] = [];
  for (let s = 0; s < count; s++) {
    const account = `stranger_${s}`;
    const habit = (kinds: number) => random.dirichlet(new Array<number>(kinds).fill(0.3));
    const inputs = habit(14);
    const outputs = habit(11);
    const hours = habit(24);
    const client = `client of ${account}`;
    const model = `model-${random.weighted([5, 3, 2, 1])}`;
    const limit = random.int(1, 8_192);
    const perDay = Math.exp(0.7 + 2 * random.unit());
    for (let d = 0; d < DAYS; d++) {
      if (random.chance(0.25)) continue;
      const n = tokens(random, perDay, 0.5);
      for (let i = 0; i < n; i++) {
        const hour = random.weighted(hours);
        const prompts = 1 + Math.floor(perDay * 3);
        rows.push({
          time: START + d * DAY + hour * HOUR + random.int(0, 3_599) * 1_000_000,
          account,
          org: `org of ${account}`,
          payment: `card of ${account}`,
          ip: `10.${Math.floor(s / 250)}.${s % 250}.${random.int(1, 250)}`,
          country: `C${s % 17}`,
          user_agent: client,
          model,
          max_tokens: limit,
          input_tokens: tokens(random, 8 * 2 ** random.weighted(inputs), 0.3),
          output_tokens: tokens(random, 4 * 2 ** random.weighted(outputs), 0.3),
          session: `${account} ${d} ${random.int(0, Math.ceil(n / 4))}`,
          prompt: `${account} asks ${random.int(0, prompts)}`,
        });
      }
    }
  }
  return rows;
}

/** What one source shows of itself. Token counts are medians. */
export interface Source {
  readonly name: string; // of one word; accounts are called name_0, name_1 …
  readonly accounts: number;
  readonly perDay: number;
  readonly input: number;
  readonly output: number;
  readonly client: string;
  readonly model: string;
  readonly limit: number;
  readonly firstHour: number;
  readonly hours: number; // 24 is round the clock
}

/** Round the clock, long answers. */
export const FED: Source = {
  name: 'fed',
  accounts: 30,
  perDay: 8,
  input: 380,
  output: 2_900,
  client: 'client/5',
  model: 'model-3',
  limit: 8_192,
  firstHour: 0,
  hours: 24,
};

/** Five more, each unlike the others. */
export const OTHERS: readonly Source[] = [
  {
    ...FED,
    name: 'mill',
    accounts: 24,
    input: 9_000,
    output: 120,
    client: 'client/1',
    model: 'model-0',
    limit: 256,
  },
  {
    ...FED,
    name: 'loom',
    accounts: 20,
    input: 70,
    output: 500,
    client: 'client/6',
    model: 'model-1',
    limit: 1_024,
  },
  {
    ...FED,
    name: 'press',
    accounts: 24,
    input: 2_500,
    output: 900,
    client: 'client/7',
    firstHour: 6,
    hours: 5,
  },
  {
    ...FED,
    name: 'kiln',
    accounts: 20,
    input: 1_000,
    output: 40,
    client: 'client/4',
    limit: 512,
    firstHour: 14,
    hours: 4,
  },
  {
    ...FED,
    name: 'forge',
    accounts: 24,
    input: 150,
    output: 60,
    client: 'client/3',
    limit: 128,
    firstHour: 20,
    hours: 6,
  },
];

/**
 * Accounts fed by one queue: equal volumes, prompts that are asked once each or by two accounts, a pool of networks,
 * payments that several accounts use under organisations of their own.
 */
export function sourceRows(random: Seeded, source: Source): Row[] {
  const { name, accounts, perDay } = source;
  const rows: Row[] = [];
  for (let a = 0; a < accounts; a++) {
    const account = `${name}_${a}`;
    for (let d = 0; d < DAYS; d++) {
      const n = perDay + random.int(-1, 1);
      for (let i = 0; i < n; i++) {
        const network = random.int(0, 39);
        const second = source.firstHour * 3_600 + random.int(0, source.hours * 3_600 - 1);
        rows.push({
          time: START + d * DAY + (second % 86_400) * 1_000_000,
          account,
          org: `org of ${account}`,
          payment: `${name} card ${a % 8}`,
          ip: `203.${name.charCodeAt(0)}.${network}.${random.int(1, 250)}`,
          country: `C${network % 6}`,
          user_agent: source.client,
          model: source.model,
          max_tokens: source.limit,
          input_tokens: tokens(random, source.input, 0.2),
          output_tokens: tokens(random, source.output, 0.2),
          session: `${account} ${d} ${i}`,
          prompt: `${name} item ${random.int(0, 2 * accounts * DAYS * perDay)}`,
        });
      }
    }
  }
  return rows;
}
