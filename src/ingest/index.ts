// Logs in, batches of records out.
export { readBatches } from './ingest.js';
export type { IngestOptions, IngestProgress, IngestSummary, SourceSummary } from './ingest-summary.js';
export type { QuarantinedRow, QuarantineReason, QuarantineSummary, ReasonCounts } from './quarantine.js';
// What was refused, and why.
export { QUARANTINE_REASONS } from './quarantine.js';
export type { LogSource } from './sources.js';
// Parts that other commands use by themselves.
export { expandInputs } from './sources.js';
export { SYNONYMS } from './synonyms.js';
