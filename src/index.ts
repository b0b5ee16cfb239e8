// The record, and what becomes of rows.

// Groups of accounts that behave as one source, and what assessment says of them.
export type { Assessment, GroupFinding } from './assess/finding.js';
export { assess } from './assess/index.js';
// Mistakes that a caller can act on, and the command line.
export { main } from './cli/main.js';
export { type ErrorKind, EXIT, StillhuntError } from './errors.js';
export { type FindingsSources, findingsDocument } from './evidence/findings.js';
export { FINDINGS_SCHEMA, type FindingsDocument, type GroupEntry } from './evidence/findings-document.js';
export { jsonLines } from './evidence/json-lines.js';
// The findings document and the evidence folder.
export { requestHours } from './evidence/request-hours.js';
// Fingerprints: integers only, merged exactly.
export {
  Accumulator,
  decodeFacetTable,
  encodeFacetTable,
  type FacetTable,
  mergeTables,
} from './fingerprint/index.js';
// What would have been missed.
export { type Analyze, type DetectionFloor, type FloorOptions, measureFloor } from './floor/index.js';
// Logs in.
export { type IngestOptions, type IngestSummary, readBatches, type SourceSummary } from './ingest/index.js';
export { type Linking, link } from './link/index.js';
export { type PackFile, type WrittenFile, writeFolder } from './pack/folder.js';
export { type PackParts, packFiles, sealedPack } from './pack/layout.js';
export type { RecordBatch, TextColumn } from './record/record-batch.js';
export type { RowCount } from './record/row-count.js';
export { FIELDS, type Field, type NumberField, type TextField } from './record/usage-record.js';
// Findings to text.
export { htmlReport } from './report/html/html-report.js';
export { markdownReport } from './report/markdown.js';
export { type TerminalView, terminalRanking } from './report/terminal.js';
// Logs to fingerprints at once, the fast way.
export { type FingerprintOptions, type Fingerprints, fingerprints } from './tabulate/index.js';
