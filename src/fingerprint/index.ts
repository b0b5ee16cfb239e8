export { Accumulator, mergeTables } from './accumulate.js';
export { type AccountTotals, type FacetEntries, type FacetTable, valueKey } from './facet-table.js';
export { decodeFacetTable, encodeFacetTable, FACET_TABLE_FORMAT } from './snapshot.js';
