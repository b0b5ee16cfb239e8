import { StillhuntError } from '../errors.js';
import { COLUMN_FAMILIES, type ColumnFamily, isColumnFamily } from './columns.js';
import { populate } from './crowd/crowd.js';
import type { Fixed } from './fixed.js';
import { requestsByAccount } from './labels.js';
import { LOOK_ALIKES } from './look-alikes/catalogue.js';
import { OPERATIONS } from './operations/catalogue.js';
import { power, Random } from './random.js';
import { type Evasion, type PlantedGroup, World } from './world.js';

/** What to simulate. The same options give the same bytes. */
export interface SimulateOptions extends Fixed {
  /** Any integer; different seeds are different worlds. */
  readonly seed: number;
  /** How well operations hide: 1 careless or merely proxied, 2 each account its own settings, 3 imitating real clients. */
  readonly evasion: Evasion;
  /** Accounts in the log, at least 100; default 11,000. */
  readonly accounts?: number | undefined;
  /** Whole days from a Monday 00:00 UTC, at least 1; default 7. */
  readonly days?: number | undefined;
  /** Requests aimed at, all in all; default 115 for an account and week. Groups keep their own volumes, the crowd fills up. */
  readonly requests?: number | undefined;
  /** Plant no operations: every alert on such a log is a false one. */
  readonly lookAlikesOnly?: boolean | undefined;
  /** Families of columns that the log lacks; the world behind it is the same. */
  readonly drop?: readonly ColumnFamily[] | undefined;
}

/** Log size that group sizes are stated for. */
const REFERENCE_ACCOUNTS = 11_000;
const SMALLEST_GROUP = 8;
/** Operations of a fixed size get at most this share of the accounts, so that there is a crowd to hide in. */
const OPERATION_SHARE = 0.4;

interface Plan {
  readonly name: string;
  readonly size: readonly [low: number, high: number];
  plant(world: World, group: number, size: number, random: Random): PlantedGroup['parameters'];
}

type Checked = Required<Omit<SimulateOptions, keyof Fixed>> & { readonly fixed: Fixed };

function checked(options: SimulateOptions): { [K in keyof Checked]: NonNullable<Checked[K]> } {
  const {
    seed,
    evasion,
    accounts = REFERENCE_ACCOUNTS,
    days = 7,
    lookAlikesOnly = false,
    drop = [],
  } = options;
  const { operationSize, perAccount, mixing } = options;
  const requests = options.requests ?? Math.round((accounts * 115 * days) / 7);
  const expect = (ok: boolean, name: string, value: number | string, expected: string) => {
    if (!ok) throw new StillhuntError('usage', `simulate: ${name} is ${value}, expected ${expected}.`);
  };
  expect(Number.isSafeInteger(seed), 'seed', seed, 'an integer');
  expect(evasion === 1 || evasion === 2 || evasion === 3, 'evasion', evasion, '1, 2 or 3');
  expect(Number.isInteger(accounts) && accounts >= 100, 'accounts', accounts, 'an integer of at least 100');
  expect(Number.isInteger(days) && days >= 1 && days <= 366, 'days', days, 'an integer from 1 to 366');
  expect(Number.isInteger(requests) && requests >= accounts, 'requests', requests, 'at least one an account');
  const most = Math.floor(accounts * OPERATION_SHARE);
  if (operationSize !== undefined) {
    const fits = Number.isInteger(operationSize) && operationSize >= SMALLEST_GROUP && operationSize <= most;
    expect(fits, 'operationSize', operationSize, `an integer from ${SMALLEST_GROUP} to ${most}`);
  }
  if (perAccount !== undefined)
    expect(perAccount >= 2 && perAccount <= 100, 'perAccount', perAccount, 'from 2 to 100');
  if (mixing !== undefined) expect(mixing >= 0.05 && mixing <= 1, 'mixing', mixing, 'from 0.05 to 1');
  const families = Object.keys(COLUMN_FAMILIES).join(', ');
  expect(drop.every(isColumnFamily), 'drop', drop.join(), `some of ${families}`);
  const fixed = { operationSize, perAccount, mixing };
  return { seed, evasion, accounts, days, requests, lookAlikesOnly, drop, fixed };
}

/** Draws how many groups a log of this size holds, which ones, and how large they are. */
function plan(
  kinds: readonly Plan[],
  count: number,
  scale: number,
  random: Random,
): { kind: Plan; size: number }[] {
  const chosen: Plan[] = [];
  while (chosen.length < count) chosen.push(...random.sample(kinds, count - chosen.length));
  return chosen.map((kind) => {
    const [low, high] = kind.size;
    // Even on a logarithmic scale: small groups are as likely as large ones.
    const size = Math.round(low * power(high / low, random.unit()) * scale);
    return { kind, size: Math.max(SMALLEST_GROUP, size) };
  });
}

/**
 * Makes the world in memory: accounts, labels and requests, nothing written. About 75 bytes a request and some
 * kilobytes an account. Throws a usage error for options out of range.
 */
export function makeWorld(options: SimulateOptions): World {
  const { seed, evasion, accounts, days, requests, lookAlikesOnly, fixed } = checked(options);
  const random = new Random(seed);
  const world = new World(seed, evasion, days, fixed);
  const scale = accounts / REFERENCE_ACCOUNTS;
  const draws = random.fork('plan');
  const room =
    fixed.operationSize === undefined ? accounts / 300 : (accounts * OPERATION_SHARE) / fixed.operationSize;
  const operations = Math.min(draws.integer(7, OPERATIONS.length), Math.max(1, Math.floor(room)));
  const lookAlikes = Math.min(draws.integer(10, 14), Math.max(2, Math.floor(accounts / 200)));
  const groups = [
    ...plan(LOOK_ALIKES, lookAlikes, scale, draws).map((group) => ({
      ...group,
      label: 'benign-group' as const,
    })),
    ...(lookAlikesOnly ? [] : plan(OPERATIONS, operations, scale, draws)).map((group) => ({
      ...group,
      size: fixed.operationSize ?? group.size,
      label: 'operation' as const,
    })),
  ];
  const seen = new Map<string, number>();
  for (const { kind, size, label } of groups) {
    const nth = (seen.get(kind.name) ?? 0) + 1;
    seen.set(kind.name, nth);
    const name = `${kind.name}-${nth}`;
    const parameters: PlantedGroup['parameters'] = {};
    const group = world.plant({ name, kind: label, tradecraft: kind.name, parameters });
    Object.assign(parameters, kind.plant(world, group, size, random.fork(name)));
  }
  const planted = requestsByAccount(world).filter((count) => count > 0).length;
  const crowd = Math.max(Math.ceil(accounts / 4), accounts - planted);
  // However busy the groups are, the crowd keeps a life of its own.
  populate(world, crowd, Math.max(crowd * 6 * (days / 7), requests - world.log.rows), random.fork('crowd'));
  return world;
}
