import type { DetectionFloor, Disguise } from '../floor/index.js';
import { fraction, significant } from './rounding.js';

/** Groups of one kind that were planted into copies of the log. */
export interface FloorCellEntry {
  readonly disguise: Disguise;
  readonly accounts: number;
  readonly requests_per_account_day: number;
  /** Share of the requests that is the operation's, in (0, 1], as aimed at. */
  readonly share: number;
  readonly planted: number;
  readonly recovered: number;
  /** 95 % bounds of the recovered share (Wilson). */
  readonly low: number;
  readonly high: number;
  /** As planted, means over the groups: requests of a whole group, and the operation's share of them. */
  readonly requests: number;
  readonly operation_share: number;
  /** Mean over the groups of the best F1 of any group with it, alerting or not. */
  readonly best_f1: number;
}

export interface FloorDisguiseEntry {
  readonly disguise: Disguise;
  readonly planted: number;
  readonly recovered: number;
  /** From where on together at least four fifths were recovered; null where from nowhere. */
  readonly from: {
    readonly accounts: number;
    readonly requests_per_account_day: number;
    readonly share: number;
    /** Requests of the smallest such group. */
    readonly requests: number;
  } | null;
}

/** What would have been missed, measured by planting groups into copies of this log. */
export interface FloorEntry {
  readonly seed: number;
  /** Copies of the log that were analysed. */
  readonly analyses: number;
  /** Days of the log, hours without records left out. */
  readonly days: number;
  readonly disguises: readonly FloorDisguiseEntry[];
  readonly cells: readonly FloorCellEntry[];
  /** Kinds that could not be planted: the log is too small, or has too few busy accounts. */
  readonly cells_left_out: number;
  /** The log's own alerts over all copies: how many there were, were found again, and came up new. */
  readonly own_alerts: { readonly of: number; readonly kept: number; readonly added: number };
}

export const FLOOR_NOT_RUN =
  'The detection floor was not measured in this run: the size, volume and mixing share of what would have been missed ' +
  'are not known. To measure it, run investigate with --floor.';

export const FLOOR_RUN =
  'The detection floor was measured by planting groups into copies of this log: see detection_floor.';

/** The floor as the findings document has it. */
export function floorEntry(floor: DetectionFloor): FloorEntry {
  return {
    seed: floor.seed,
    analyses: floor.runs,
    days: significant(floor.days) ?? 0,
    disguises: floor.disguises.map(({ disguise, planted, recovered, reach }) => ({
      disguise,
      planted,
      recovered,
      from: reach && {
        accounts: reach.size,
        requests_per_account_day: reach.perDay,
        share: fraction(reach.share),
        requests: reach.requests,
      },
    })),
    cells: floor.cells.map((cell) => ({
      disguise: cell.disguise,
      accounts: cell.size,
      requests_per_account_day: cell.perDay,
      share: fraction(cell.share),
      planted: cell.planted,
      recovered: cell.recovered,
      low: fraction(cell.interval.low),
      high: fraction(cell.interval.high),
      requests: significant(cell.requests) ?? 0,
      operation_share: fraction(cell.operationShare),
      best_f1: fraction(cell.bestF1),
    })),
    cells_left_out: floor.cellsLeftOut,
    own_alerts: { of: floor.own.alerts, kept: floor.own.kept, added: floor.own.added },
  };
}
