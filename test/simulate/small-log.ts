import { withoutColumns } from '../../src/simulate/columns.js';
import { labelsText } from '../../src/simulate/labels.js';
import { makeWorld, type SimulateOptions } from '../../src/simulate/scenario.js';
import { describeWorld, type Scenario } from '../../src/simulate/simulate.js';
import { logText } from '../../src/simulate/write-log.js';

export interface SmallLog {
  readonly text: string;
  readonly labels: string;
  readonly scenario: Scenario;
}

/** A log in memory, as text. */
export function smallLog(options: SimulateOptions): SmallLog {
  const world = makeWorld(options);
  const { drop = [] } = options;
  return {
    text: [...withoutColumns(logText(world), drop)].join(''),
    labels: labelsText(world),
    scenario: describeWorld(world, drop),
  };
}

/** Rows of simulated CSV, which quotes nothing. */
export function cells(text: string): { header: string[]; rows: string[][] } {
  const [header, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { header: header!, rows };
}
