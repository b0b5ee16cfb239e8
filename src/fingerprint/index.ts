export { Accumulator, mergeTables } from './accumulate.js';
export { type AccountTotals, type FacetEntries, type FacetTable, valueKey } from './facet-table.js';
export { keyedTable, type TableNames } from './keyed-table.js';
export { mergeStoredTables } from './merge-stored.js';
export { decodeFacetTable, encodeFacetTable, FACET_TABLE_FORMAT, facetTableChunks } from './snapshot.js';
export type { StoredTableFile } from './stored-table.js';
