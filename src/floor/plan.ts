import { Random } from '../simulate/random.js';
import { type Cell, type Disguise, GRID, MOST_PLANTED } from './grid.js';
import type { Population } from './population.js';

/** An account to be planted. */
export interface PlannedAccount {
  readonly name: string;
  /** Number of the account of the log whose habits it has. */
  readonly donor: number;
  /** Requests of the operation, and those that are as the donor's: the second is aimed at, not exact. */
  readonly operation: number;
  readonly own: number;
}

export interface PlannedGroup {
  /** From 0 over the whole plan; also in the names of its accounts. */
  readonly number: number;
  readonly cell: Cell;
  /** Account of the log from which a plain group has its lengths and settings. */
  readonly source: number;
  readonly accounts: readonly PlannedAccount[];
}

/** Requests that a donor should have, so that there is a habit to lend. */
const HABIT_REQUESTS = 20;
/** Standard deviation of ln(requests) over the accounts of a group: fed evenly, or as customers differ. */
const UNEVENNESS: Readonly<Record<Disguise, number>> = { plain: 0.1, careful: 0.6 };
/** Donors to choose from, in times of a group's size. */
const CHOICE = 2;
const TRIES = 32;

/** Whether the log is large enough for the group, and has accounts with enough real traffic to be mixed under it. */
export function plantable({ table, donors, days }: Population, cell: Cell): boolean {
  if (cell.size > table.accounts.length * MOST_PLANTED) return false;
  const own = (1 - cell.share) * cell.perDay * days;
  return donors.length - firstWith(donors, table.totals.requests, own) >= CHOICE * cell.size;
}

/**
 * `groups` groups of every kind that can be planted, in as few runs as leave what is planted a tenth of the log's
 * accounts in each. Seeded; the order is of no meaning.
 */
export function plan(log: Population, seed: number, groups: number): PlannedGroup[][] {
  const random = new Random(seed);
  const cells = GRID.filter((cell) => plantable(log, cell));
  const wanted = cells.flatMap((cell) => Array.from({ length: groups }, () => cell));
  const numbered = random.shuffle(wanted.map((cell, number) => ({ cell, number })));
  const marker = ownMarker(log.table.accounts);
  return packed(numbered, log.table.accounts.length * MOST_PLANTED).map((run, r) => {
    const used = new Set<number>();
    return run.map(({ cell, number }) =>
      plannedGroup(log, cell, number, marker, used, random.fork(`${r}/${number}`)),
    );
  });
}

/** First fit, largest first. */
function packed<T extends { cell: Cell }>(groups: readonly T[], room: number): T[][] {
  const runs: { groups: T[]; left: number }[] = [];
  for (const group of [...groups].sort((a, b) => b.cell.size - a.cell.size)) {
    const { size } = group.cell;
    let run = runs.find(({ left }) => left >= size);
    if (run === undefined) {
      run = { groups: [], left: room };
      runs.push(run);
    }
    run.groups.push(group);
    run.left -= size;
  }
  return runs.map((run) => run.groups);
}

function plannedGroup(
  log: Population,
  cell: Cell,
  number: number,
  marker: string,
  used: Set<number>,
  random: Random,
): PlannedGroup {
  const { table } = log;
  const uneven = Array.from({ length: cell.size }, () => random.lognormal(1, UNEVENNESS[cell.disguise]));
  const mean = uneven.reduce((sum, x) => sum + x, 0) / cell.size;
  const mine = new Set<number>();
  const accounts = uneven.map((factor, i): PlannedAccount => {
    const requests = (cell.perDay * log.days * factor) / mean;
    const wanted = (1 - cell.share) * requests;
    const donor = pickDonor(log, Math.max(wanted, HABIT_REQUESTS), cell.size, mine, used, random);
    mine.add(donor);
    used.add(donor);
    return {
      name: `${table.accounts[donor]!}${marker}${number}.${i}`,
      donor,
      operation: Math.max(1, random.round(cell.share * requests)),
      own: Math.min(wanted, table.totals.requests[donor]!),
    };
  });
  const source = pickSource(log, used, random);
  used.add(source);
  return { number, cell, source, accounts };
}

/** An account with at least `requests`, where there are enough; none twice in a group, and seldom twice in a run. */
function pickDonor(
  { table, donors }: Population,
  requests: number,
  size: number,
  mine: ReadonlySet<number>,
  used: ReadonlySet<number>,
  random: Random,
): number {
  const busy = firstWith(donors, table.totals.requests, requests);
  const from = Math.max(0, Math.min(busy, donors.length - CHOICE * size));
  for (const taken of [used, mine]) {
    for (let n = 0; n < TRIES; n++) {
      const donor = donors[random.integer(from, donors.length - 1)]!;
      if (!taken.has(donor)) return donor;
    }
  }
  return donors.find((donor, i) => i >= from && !mine.has(donor))!; // there are twice as many as the group has
}

/** Accounts of which the one with the longest answers becomes a source. */
const SOURCES_DRAWN = 4;

/**
 * An account of some habit whose answers are longer than usual, as those are that are worth collecting. None that a run
 * uses already: two groups of one source would be one group.
 */
function pickSource({ table, donors }: Population, used: ReadonlySet<number>, random: Random): number {
  const { requests, outputTokens } = table.totals;
  const busy = firstWith(donors, requests, HABIT_REQUESTS);
  const free = donors.slice(Math.min(busy, donors.length - 1)).filter((a) => !used.has(a));
  const drawn = random.sample(free.length === 0 ? donors : free, SOURCES_DRAWN);
  return drawn.reduce((best, a) =>
    outputTokens[a]! / requests[a]! > outputTokens[best]! / requests[best]! ? a : best,
  );
}

/** Place of the first donor with at least `least` requests. O(log donors). */
function firstWith(donors: readonly number[], requests: Float64Array, least: number): number {
  let low = 0;
  let high = donors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (requests[donors[middle]!]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What no name of the log holds, so that a name with it is nobody's. */
function ownMarker(accounts: readonly string[]): string {
  let marker = '~';
  while (accounts.some((name) => name.includes(marker))) marker += '~';
  return marker;
}
