// A table of an engine in, facet table out: the engine counts.
export { type ClickhouseAddress, parseClickhouseAddress } from './clickhouse-address.js';
export { clickhouseDialect } from './clickhouse-dialect.js';
export { type ClickhouseOptions, ClickhouseWarehouse, type ServerProgress } from './clickhouse-warehouse.js';
export type { Dialect } from './dialect.js';
export {
  type DayOutcome,
  type DayStage,
  type Moved,
  type PushedDays,
  type PushedFingerprints,
  type PushedOptions,
  type PushedProgress,
  pushedDays,
  pushedFingerprints,
  pushedStatements,
} from './pushed.js';
export type { Statement, TableName, Warehouse, WarehouseColumn } from './warehouse.js';
