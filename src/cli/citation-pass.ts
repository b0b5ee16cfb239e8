import { StillhuntError } from '../errors.js';
import { Citations } from '../evidence/citations.js';
import { citedGroups } from '../evidence/claims.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { withCitations, withoutCitations } from '../evidence/with-citations.js';
import {
  expandInputs,
  type IngestOptions,
  type IngestSummary,
  readBatchesWithBytes,
  type SourceSummary,
} from '../ingest/index.js';

/**
 * Reads the inputs a second time and cites, for the claims of the document's groups, the records that show them. A run over
 * a stream, and one without groups, cites nothing and says so. Memory: flat. Cost: one thread reads and hashes every record.
 * @param ingest What the first reading came to.
 * @throws StillhuntError `integrity` where an input is no longer what was read first.
 */
export async function citeRecords(
  document: FindingsDocument,
  inputs: readonly string[],
  options: IngestOptions,
  ingest: IngestSummary,
): Promise<FindingsDocument> {
  if (document.groups.length === 0) return withoutCitations(document, 'nothing');
  if (listed(inputs, options).some(({ bytes }) => bytes === null)) return withoutCitations(document, 'stdin');
  const citations = new Citations(
    citedGroups(document.groups),
    document.inputs.map(({ name }) => name),
  );
  const again = await readAgain(inputs, options, ingest, citations);
  checkUnchanged(ingest, again);
  return withCitations(document, citations.finish());
}

/** The inputs, also where one of them is there no more. */
function listed(inputs: readonly string[], options: IngestOptions) {
  try {
    return expandInputs(inputs, options.cwd);
  } catch (error) {
    throw changed(error);
  }
}

async function readAgain(
  inputs: readonly string[],
  options: IngestOptions,
  { sources }: IngestSummary,
  citations: Citations,
): Promise<IngestSummary> {
  try {
    const reading = readBatchesWithBytes(inputs, options);
    for (;;) {
      const next = await reading.next();
      if (next.done) return next.value;
      const { batch, bytes } = next.value;
      if (batch.source >= sources.length) throw new StillhuntError('input', 'There is an input more.');
      citations.add(batch, bytes);
    }
  } catch (error) {
    throw changed(error);
  }
}

/** Nothing was wrong with the inputs at first: what is wrong now has changed since. */
function changed(error: unknown): unknown {
  if (!(error instanceof StillhuntError) || error.kind !== 'input') return error;
  return new StillhuntError(
    'integrity',
    `The inputs changed between the two readings of this run: ${error.message}`,
    NEXT,
  );
}

const NEXT = 'Nothing was written. Run again on copies that nobody writes to.';

function checkUnchanged(before: IngestSummary, after: IngestSummary): void {
  const most = Math.max(before.sources.length, after.sources.length);
  for (let n = 0; n < most; n++) {
    const [one, other] = [before.sources[n], after.sources[n]];
    if (one !== undefined && other !== undefined && content(one) === content(other)) continue;
    const { name } = (one ?? other)!;
    throw new StillhuntError(
      'integrity',
      `${name} changed between the two readings of this run` +
        (one === undefined || other === undefined ? '.' : `: SHA-256 ${one.sha256}, then ${other.sha256}.`),
      NEXT,
    );
  }
}

function content({ name, sha256, bytes, rows, archive }: SourceSummary): string {
  return JSON.stringify([name, sha256, bytes, rows.read, rows.accepted, archive?.sha256 ?? null]);
}
