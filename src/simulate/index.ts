/** Labelled logs: a crowd replayed from real clients, look-alikes and operations, the same bytes for the same seed. */
export { COLUMN_FAMILIES, type ColumnFamily, isColumnFamily } from './columns.js';
export type { SimulateOptions } from './scenario.js';
export { type Scenario, type SimulateOutput, simulate } from './simulate.js';
export type { Evasion, PlantedGroup } from './world.js';
