// Logs in, batches of records out.

export type { ArchiveSummary } from './byte-stream.js';
export { readBatches } from './ingest.js';
export type { IngestOptions, IngestProgress, IngestSummary, SourceSummary } from './ingest-summary.js';
// What a source is taken for, the formats that are known, and the user's own maps.
export { type Inspection, inspectSource, type OpenedSource } from './inspection.js';
export { parseUserMap } from './mapping/user-map.js';
export { PROFILES } from './profile/catalogue.js';
export { profileNamed } from './profile/detect.js';
export type { Profile } from './profile/profile.js';
export type { QuarantinedRow, QuarantineReason, QuarantineSummary, ReasonCounts } from './quarantine.js';
// What was refused, and why.
export { QUARANTINE_REASONS } from './quarantine.js';
export { type BatchWithBytes, readBatchesWithBytes } from './record-bytes.js';
export type { LogSource } from './sources.js';
// Parts that other commands use by themselves.
export { expandInputs } from './sources.js';
// The bytes of a log, decompressed, beside its hash.
export { storedSources } from './stored-sources.js';
export { SYNONYMS } from './synonyms.js';
export { TimeColumn } from './timestamp.js';
