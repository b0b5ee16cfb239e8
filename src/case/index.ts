// Batches of logs that grow into a case, and the facet table of the whole.
export { type AddedBatch, addBatch, type KnownLog } from './add-batch.js';
export { type AddedTable, addTable } from './add-table.js';
export type { CaseBatch, LogFile, NamedBatch, Reading, Segment } from './case-batch.js';
export {
  CASE_SCHEMA,
  type CaseState,
  checkKey,
  createCase,
  isCase,
  openCase,
  removeBatch,
  sweep,
} from './case-folder.js';
export { type CaseKeys, caseKeys } from './case-keys.js';
export { locked } from './case-lock.js';
export { type CaseLogs, readCase, type Window } from './case-window.js';
export { compactCase, dropDays } from './rewrite-batches.js';
