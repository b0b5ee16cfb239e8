/**
 * How an engine is spoken to. Rows come in one format, whatever the engine: the fields of a row one after the other without
 * names, whole numbers little-endian, texts and arrays behind their length in LEB128, nullable ones behind a byte that is 1
 * for null. It is what ClickHouse calls RowBinary; an engine without it has its rows written so by its `Warehouse`.
 */
export interface Dialect {
  /** `clickhouse`; also the format of the source in documents. */
  readonly name: 'clickhouse';
}
