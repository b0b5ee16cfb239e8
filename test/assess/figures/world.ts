import { accountTraits } from '../../../src/assess/account-traits.js';
import type { LogView } from '../../../src/assess/measure/measure.js';
import { linkData } from '../../../src/link/index.js';
import { tableOf } from '../../link/world.js';
import type { Row } from '../../record/rows.js';
import { Seeded } from '../../record/seeded.js';

export const START = 1_780_272_000_000_000; // 2026-06-01, 0 h UTC, in microseconds
export const HOUR = 3_600_000_000;
export const DAY = 24 * HOUR;
export const DAYS = 20;
/** The day on which a new model is first used, and the day on which the members move to it. */
export const RELEASED = 8;
export const MOVED = 9;

export const range = (n: number) => Array.from({ length: n }, (_, i) => i);

const at = (random: Seeded, day: number) => START + day * DAY + random.int(0, 86_399_999) * 1_000;

/**
 * `m00` … `m23` share cards, networks and a client and move to a new model together; `b0` … `b9` are a group of other
 * people; `c00` … `c79` are customers, some of whom try the new model.
 */
export function worldRows(seed = 1): Row[] {
  const random = new Seeded(seed);
  const rows: Row[] = [];
  const push = (account: string, day: number, more: Partial<Row>) =>
    rows.push({ time: at(random, day), account, ...more });
  for (const k of range(24)) {
    const from = k % 3 === 0 ? 0 : random.int(2, 5);
    for (let day = from; day < DAYS - (k % 4); day++) {
      for (let i = 0; i < random.int(3, 5); i++) {
        push(`m${String(k).padStart(2, '0')}`, day, {
          payment: `shared ${k % 5}`,
          ip: `203.0.${random.int(0, 5)}.${random.int(1, 200)}`,
          asn: 'AS64500',
          user_agent: 'batch/1',
          model: day >= MOVED ? 'm-new' : 'm-old',
          max_tokens: 4_096,
          input_tokens: random.int(200, 700),
          output_tokens: random.int(900, 4_000),
          cached_tokens: 0,
          status: 200,
        });
      }
    }
  }
  for (const k of range(10)) {
    for (const day of range(DAYS)) {
      push(`b${k}`, day, {
        payment: 'school',
        ip: `198.51.100.${k + 1}`,
        user_agent: 'class/3',
        model: 'm-old',
      });
    }
  }
  for (const k of range(80)) {
    const account = `c${String(k).padStart(2, '0')}`;
    const perDay = random.int(1, 6);
    for (const day of range(DAYS)) {
      if (random.chance(0.4)) continue;
      for (let i = 0; i < random.int(1, perDay); i++) {
        const input = random.int(1, 30_000);
        push(account, day, {
          payment: `own ${k}`,
          ip: `10.${k}.0.${random.int(1, 200)}`,
          asn: `AS${k % 7}`,
          user_agent: `agent/${k % 9}`,
          model: k % 8 === 0 && day >= RELEASED + (k % 5) ? 'm-new' : k % 2 === 0 ? 'm-old' : 'm-small',
          max_tokens: random.pick([256, 1_024, 4_096]),
          input_tokens: input,
          output_tokens: random.int(1, 4_000),
          cached_tokens: random.int(0, input),
          ...(random.chance(0.9) ? { status: random.pick([200, 200, 429]) } : {}),
        });
      }
    }
  }
  return rows;
}

export interface World {
  readonly rows: readonly Row[];
  readonly log: LogView;
  /** Numbers of the accounts whose names begin so, ascending. */
  called(prefix: string): number[];
}

export function worldOf(rows: readonly Row[]): World {
  const table = tableOf(rows);
  return {
    rows,
    log: { table, data: linkData(table), traits: accountTraits(table) },
    called: (prefix) => table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : [])),
  };
}

/** Rows of some accounts, by number. */
export function rowsOf({ rows, log }: World, accounts: readonly number[]): Row[] {
  const names = new Set(accounts.map((a) => log.table.accounts[a]!));
  return rows.filter(({ account }) => names.has(account));
}
