import { join } from 'node:path';
import { EXIT, StillhuntError } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { facetTableChunks } from '../fingerprint/index.js';
import type { IngestSummary } from '../ingest/index.js';
import { partialFolder, writeFolder } from '../pack/folder.js';
import { checkFolder } from '../pack/folder-claim.js';
import { sealedPack } from '../pack/layout.js';
import { hasFile } from '../pack/profile.js';
import { profiled, profileOf } from '../pack/profiled.js';
import { annotationLines } from '../report/gate/annotations.js';
import { byteSize, percent } from '../report/quantity.js';
import { terminalRanking } from '../report/terminal.js';
import { stdoutColour } from './colour.js';
import type { CommandIo } from './command-io.js';
import { errorText } from './error-text.js';
import type { FindingsOptions } from './findings-options.js';
import { gateCode } from './gate.js';
import { removingOnInterrupt } from './interruption.js';
import { brokenInputs, firstRefused, type Investigation } from './investigation.js';
import { appendSummary, checkSummary } from './job-summary.js';
import { keepBaseline } from './next-baseline.js';
import { packKey, packPseudonyms, packStatement } from './pack-options.js';

/** Gives findings to the user. */
export interface Delivery {
  /** Writes the pack, prints the ranking and what is wrong; returns the exit code. */
  deliver(investigation: Investigation): Promise<number>;
}

/**
 * Makes ready to give findings to the user: whether the folder may be written and keys can be read is told before the work.
 * @throws StillhuntError `usage`, `input`
 */
export async function prepareDelivery(options: FindingsOptions, io: CommandIo): Promise<Delivery> {
  const force = options.force === true;
  const { out, failOn: gates = [], annotations, summary, nextBaseline } = options;
  await checkFolder(out, { force });
  const profile = options.pack ?? 'internal';
  const pseudonyms = await packPseudonyms(profile, options);
  const key = await packKey(options, out);
  if (summary !== undefined) await checkSummary(summary);
  return {
    async deliver({ document: full, ingest, table, problem }) {
      const document = profiled(full, profile, pseudonyms);
      const facets = () => facetTableChunks(table); // written in parts: whole it may be larger than all else
      const statement = packStatement(options, full, document);
      const files = sealedPack({ document, facets, statement, key });
      await removingOnInterrupt(partialFolder(out), () => writeFolder(out, files, { force }));
      print(document, options, io);
      const problems = [partialInput(document, ingest, options), problem].filter((each) => each !== null);
      for (const each of problems) io.stderr(errorText(each));
      const partial = problems.length > 0;
      const run = { document, gates, partial, folder: out, open: fileToOpen(document, out) };
      if (annotations !== undefined) (io.platform ?? io.stderr)(annotationLines(run, annotations));
      // Whatever else goes wrong from here on, a tripped gate is told.
      const code = gateCode(full, gates, partial);
      const failed = [
        summary === undefined ? null : await appendSummary(summary, run),
        nextBaseline === undefined ? null : await keepBaseline(nextBaseline, full, partial),
      ].filter((each) => each !== null);
      for (const each of failed) io.stderr(errorText(each));
      const [first] = failed.filter(({ kind }) => kind !== 'partial');
      return code === EXIT.gate || first === undefined ? code : EXIT[first.kind];
    },
  };
}

/** What a reader should open first. */
function fileToOpen(document: FindingsDocument, out: string): string {
  return join(out, hasFile(profileOf(document), 'report.html') ? 'report.html' : 'findings.json');
}

function print(document: FindingsDocument, options: FindingsOptions, io: CommandIo): void {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (options.json) {
    for (const chunk of jsonLines(document)) io.stdout(chunk);
    if (!options.quiet) io.stderr(`peak ${byteSize(peakBytes)}\n`);
    return;
  }
  const width = io.columns ?? (Number(io.env['COLUMNS']) || 100);
  const open = fileToOpen(document, options.out);
  io.stdout(terminalRanking(document, { width, chalk: stdoutColour(io), open, peakBytes }));
}

/** What makes the result partial, with the file and the place; null where nothing does. */
function partialInput(
  document: FindingsDocument,
  ingest: IngestSummary,
  { maxQuarantine, out }: FindingsOptions,
): StillhuntError | null {
  const { read, quarantined } = document.rows;
  const problems = brokenInputs(ingest);
  if (quarantined * 100 > maxQuarantine * read) {
    const share = percent(document.coverage.quarantined_share);
    problems.push(
      `${share} of the rows were refused, over the limit of ${maxQuarantine} %; ${firstRefused(ingest)}`,
    );
  }
  if (problems.length === 0) return null;
  return new StillhuntError(
    'partial',
    `The result rests on part of the input. ${problems.join('. ')}.`,
    `The evidence folder was written; ${join(out, 'coverage.json')} and quarantine.csv say what is missing.`,
  );
}
