import type { Assessment } from '../assess/finding.js';
import { type FacetTable, mergeTables } from '../fingerprint/index.js';
import type { Analyze } from './analyze.js';
import { type Cell, DISGUISES, type Disguise, GRID } from './grid.js';
import { type PlannedGroup, plan } from './plan.js';
import { plant } from './plant.js';
import { type Population, population } from './population.js';
import { type Reach, reach } from './reach.js';
import { recoveries } from './recovery.js';
import { type Interval, wilson } from './wilson.js';

export interface FloorOptions {
  readonly seed: number;
  /** Groups planted of every kind, at least 1. */
  readonly groups: number;
  /** Told before each analysis how many are done, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Groups of one kind: how many were planted, and how many of them found. */
export interface CellResult extends Cell {
  readonly planted: number;
  readonly recovered: number;
  /** Of the recovered share. */
  readonly interval: Interval;
  /** Means over the groups: requests of a whole group, and the operation's share of them, as planted. */
  readonly requests: number;
  readonly operationShare: number;
  /** Mean of the largest F1 that any group, alerting or not, has with one of these. */
  readonly bestF1: number;
}

/** What was found of groups of one disguise. */
export interface DisguiseResult {
  readonly disguise: Disguise;
  readonly planted: number;
  readonly recovered: number;
  /** From where on groups were recovered; null where from nowhere. `requests`: of the smallest such group. */
  readonly reach: (Reach & { readonly requests: number }) | null;
}

/** What would have been missed in one log, measured by planting groups into copies of it. */
export interface DetectionFloor {
  readonly seed: number;
  /** Analyses of copies. */
  readonly runs: number;
  readonly accounts: number;
  /** Days of the log, hours without records left out. */
  readonly days: number;
  readonly disguises: readonly DisguiseResult[];
  /** Kinds that were planted, in the order of the grid. */
  readonly cells: readonly CellResult[];
  /** Kinds for which the log is too small or has too few busy accounts. */
  readonly cellsLeftOut: number;
  /**
   * What planting did to the log's own alerts, summed over the copies: how many there were to keep, how many were found
   * again, and how many alerts came up that consist of the log's own accounts and did not alert without planting.
   */
  readonly own: { readonly alerts: number; readonly kept: number; readonly added: number };
}

interface Trial {
  readonly cell: Cell;
  readonly recovered: boolean;
  readonly bestF1: number;
  readonly requests: number;
  readonly operation: number;
}

/**
 * Plants groups of graded size, volume and mixing share into copies of a log and analyses each copy. `own`: what the
 * analysis said of the log alone; nothing of the copies enters it. Deterministic. Costs one analysis for each tenth
 * of the log's accounts that are planted in all: together about as much as a single log of fifty thousand accounts,
 * and at least one analysis.
 */
export async function measureFloor(
  table: FacetTable,
  own: Assessment,
  analyze: Analyze,
  { seed, groups, onProgress }: FloorOptions,
): Promise<DetectionFloor> {
  const alerts = own.groups.filter(({ alert }) => alert).map(namesOf);
  const log = population(table, new Set(alerts.flat()));
  const runs = plan(log, seed, groups);
  const trials: Trial[] = [];
  const disturbance = { alerts: 0, kept: 0, added: 0 };
  for (const [done, run] of runs.entries()) {
    onProgress?.(done, runs.length);
    const planted = plant(log, run, seed);
    const found = await analyze(mergeTables([table, planted]));
    trials.push(...trialsOf(run, planted, found));
    const again = disturbed(alerts, new Set(planted.accounts), found);
    disturbance.alerts += alerts.length;
    disturbance.kept += again.kept;
    disturbance.added += again.added;
  }
  onProgress?.(runs.length, runs.length);
  const cells = GRID.flatMap((cell) => cellResult(cell, trials));
  return {
    seed,
    runs: runs.length,
    accounts: table.accounts.length,
    days: log.days,
    disguises: DISGUISES.map((disguise) => disguiseResult(disguise, cells, log)),
    cells,
    cellsLeftOut: GRID.length - cells.length,
    own: disturbance,
  };
}

function namesOf({ members }: Assessment['groups'][number]): string[] {
  return members.map(({ accountId }) => accountId);
}

function trialsOf(run: readonly PlannedGroup[], planted: FacetTable, found: Assessment): Trial[] {
  const requestsOf = new Map(planted.accounts.map((name, a) => [name, planted.totals.requests[a]!]));
  const outcomes = recoveries(
    run.map(({ accounts }) => accounts.map(({ name }) => name)),
    found.groups,
  );
  return run.map(({ cell, accounts }, g) => ({
    cell,
    ...outcomes[g]!,
    requests: accounts.reduce((sum, { name }) => sum + requestsOf.get(name)!, 0),
    operation: accounts.reduce((sum, { operation }) => sum + operation, 0),
  }));
}

/** What became of the log's own alerts in a copy, and which alerts, mostly of its own accounts, are new there. */
function disturbed(alerts: readonly string[][], planted: ReadonlySet<string>, found: Assessment) {
  const kept = recoveries(alerts, found.groups).filter(({ recovered }) => recovered).length;
  const alerted = new Set(alerts.flat());
  const added = found.groups.filter(({ alert, members }) => {
    if (!alert) return false;
    const elsewhere = members.filter(({ accountId }) => !planted.has(accountId) && !alerted.has(accountId));
    return elsewhere.length * 2 > members.length;
  });
  return { kept, added: added.length };
}

function cellResult(cell: Cell, trials: readonly Trial[]): CellResult[] {
  const mine = trials.filter((trial) => trial.cell === cell);
  if (mine.length === 0) return [];
  const mean = (value: (trial: Trial) => number) =>
    mine.reduce((sum, trial) => sum + value(trial), 0) / mine.length;
  const recovered = mine.filter((trial) => trial.recovered).length;
  return [
    {
      ...cell,
      planted: mine.length,
      recovered,
      interval: wilson(recovered, mine.length),
      requests: mean((trial) => trial.requests),
      operationShare: mean((trial) => trial.operation / trial.requests),
      bestF1: mean((trial) => trial.bestF1),
    },
  ];
}

function disguiseResult(
  disguise: Disguise,
  all: readonly CellResult[],
  { days }: Population,
): DisguiseResult {
  const cells = all.filter((cell) => cell.disguise === disguise);
  const from = reach(cells);
  const sum = (value: (cell: CellResult) => number) => cells.reduce((total, cell) => total + value(cell), 0);
  return {
    disguise,
    planted: sum((cell) => cell.planted),
    recovered: sum((cell) => cell.recovered),
    reach: from && { ...from, requests: Math.round(from.size * from.perDay * days) },
  };
}
