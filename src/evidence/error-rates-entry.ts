import { wilson } from '../floor/wilson.js';
import { fraction } from './rounding.js';

/**
 * How the method did on labelled simulated logs, as `fixtures/calibration/error-rates.json` has it and
 * `test/bench/detection.js --rates` writes it.
 */
export interface MeasuredErrors {
  /** Version of the program that was measured, and the command that measures again. */
  readonly version: string;
  readonly command: string;
  /** Simulated weeks with operations and look-alikes, with seeds that tuning did not use. */
  readonly weeks: readonly MeasuredWeek[];
  /** Over these weeks together: groups that are no operation, and those of them with a ratio of `ratio` or more. */
  readonly reliability: MeasuredReliability;
  /** Simulated weeks with look-alikes alone. */
  readonly crowds: {
    readonly worlds: number;
    readonly accounts_each: number;
    readonly alerts: number;
    readonly groups: number;
    readonly reliability: MeasuredReliability;
  };
}

export interface MeasuredWeek {
  /** 1: careless or merely proxied. 2: every account has its own habits. 3: habits copied from real clients. */
  readonly evasion: number;
  readonly seed: number;
  readonly accounts: number;
  readonly requests: number;
  /** Of accounts in alerts; null for nothing to nothing. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly operations: { readonly recovered: number; readonly total: number };
  readonly look_alikes: { readonly flagged: number; readonly total: number };
}

interface MeasuredReliability {
  readonly ratio: number;
  readonly others: number;
  readonly given: number;
}

/** Error rates with their sample sizes. */
export interface ErrorRatesEntry {
  readonly version: string;
  readonly command: string;
  readonly rates: readonly ErrorRateEntry[];
  readonly weeks: readonly MeasuredWeek[];
}

export type ErrorRateCode =
  | 'operations-missed'
  | 'look-alikes-flagged'
  | 'others-with-high-ratio'
  | 'crowd-alerts'
  | 'crowd-with-high-ratio';

/** One share of errors, with its 95 % interval (Wilson). */
export interface ErrorRateEntry {
  readonly code: ErrorRateCode;
  /** Evasion level; null where it is taken over all of them, or there are no operations. */
  readonly evasion: number | null;
  /** Likelihood ratio from which on it counts; null where that plays no part. */
  readonly ratio: number | null;
  /** Errors, and cases in which there could have been one. */
  readonly errors: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** What the findings document says of errors. O(weeks). */
export function errorRatesEntry(measured: MeasuredErrors): ErrorRatesEntry {
  const { crowds, reliability, weeks } = measured;
  const levels = [...new Set(weeks.map(({ evasion }) => evasion))].sort((x, y) => x - y);
  const over = (evasion: number, part: (week: MeasuredWeek) => number) =>
    weeks.reduce((sum, week) => sum + (week.evasion === evasion ? part(week) : 0), 0);
  return {
    version: measured.version,
    command: measured.command,
    rates: [
      ...levels.map((evasion) =>
        rate(
          { code: 'operations-missed', evasion, ratio: null },
          over(evasion, ({ operations }) => operations.total - operations.recovered),
          over(evasion, ({ operations }) => operations.total),
        ),
      ),
      ...levels.map((evasion) =>
        rate(
          { code: 'look-alikes-flagged', evasion, ratio: null },
          over(evasion, ({ look_alikes }) => look_alikes.flagged),
          over(evasion, ({ look_alikes }) => look_alikes.total),
        ),
      ),
      rate(
        { code: 'others-with-high-ratio', evasion: null, ratio: reliability.ratio },
        reliability.given,
        reliability.others,
      ),
      rate({ code: 'crowd-alerts', evasion: null, ratio: null }, crowds.alerts, crowds.groups),
      rate(
        { code: 'crowd-with-high-ratio', evasion: null, ratio: crowds.reliability.ratio },
        crowds.reliability.given,
        crowds.reliability.others,
      ),
    ],
    weeks,
  };
}

function rate(
  what: Pick<ErrorRateEntry, 'code' | 'evasion' | 'ratio'>,
  errors: number,
  of: number,
): ErrorRateEntry {
  const { low, high } = wilson(errors, of);
  return {
    ...what,
    errors,
    of,
    share: of === 0 ? 0 : fraction(errors / of),
    low: fraction(low),
    high: fraction(high),
  };
}
