import { createHash, type Hash } from 'node:crypto';
import { StillhuntError } from '../errors.js';
import type { FindingsDocument, InputEntry } from '../evidence/findings-document.js';
import type { RecordEntry } from '../evidence/records-entry.js';
import { isTable } from '../evidence/source-name.js';
import { type ArchiveSummary, storedSources } from '../ingest/index.js';
import { type StoredInput, storedInputs } from './input-files.js';
import { PROFILE_RULES } from './profile.js';
import { profileOf } from './profiled.js';
import type { PackCheck, PackProblem } from './verify.js';

const [LF, CR] = [0x0a, 0x0d];

/**
 * A check of a pack against its inputs, which lie in a folder under the names that the pack has for them: that each file has
 * its size and hash, and that each cited range of bytes reads again to its hash, on its line. Records without bytes of their own
 * (columnar files) are counted; analysing again checks them. Cost: every input is read and hashed once; memory flat.
 */
export function againstInputs(folder: string): PackCheck {
  return async ({ document }) => {
    const problems: PackProblem[] = [];
    if (PROFILE_RULES[profileOf(document)].keyed) {
      const problem = 'keeps back which inputs it rests on: check an internal or court pack against them';
      return { check: 'inputs', holds: '', problems: [{ file: 'findings.json', problem }] };
    }
    const { records = [] } = document;
    let ranges = 0;
    for (const stored of storedInputs(document, folder)) {
      if (stored.inputs.every(isTable)) continue;
      if (stored.path === null) {
        problems.push({ file: stored.name, problem: `is no file in ${folder}` });
        continue;
      }
      const found = await checkStored(stored, stored.path, records);
      problems.push(...found.problems);
      ranges += found.ranges;
    }
    return { check: 'inputs', holds: words(document, ranges), problems };
  };
}

function words({ inputs, records = [] }: FindingsDocument, ranges: number): string {
  const tables = inputs.filter(isTable).length;
  const stored = inputs.length - tables;
  const unread =
    tables === 0
      ? ''
      : `${tables === 1 ? '1 input is a table of a warehouse, which is' : `${tables} inputs are tables of a warehouse, which are`} not read again: what was counted there cannot be checked here`;
  if (stored === 0) return unread;
  const files = `${stored} of ${stored} inputs have the size and hash that findings say${unread && `; ${unread}`}`;
  if (records.length === 0) return `${files}; no records are cited`;
  const rest = records.length - ranges;
  const others = rest === 0 ? '' : `; ${rest} cited records have no bytes of their own`;
  return `${files}; ${ranges} cited ranges of bytes read again to their hash and line${others}`;
}

interface Found {
  readonly problems: readonly PackProblem[];
  readonly ranges: number;
}

async function checkStored(
  { name, bytes, sha256, inputs }: StoredInput,
  path: string,
  records: readonly RecordEntry[],
): Promise<Found> {
  const problems: PackProblem[] = [];
  const missing = new Map<string, InputEntry>(inputs.map((input) => [input.name, input]));
  let ranges = 0;
  let archive: ArchiveSummary | null = null; // its hash is known once all in it is read
  try {
    for await (const stream of storedSources(path, name)) {
      const own = records.filter(({ input, of }) => input === stream.name && of === 'bytes');
      const reading = new RangeReading(own);
      for await (const chunk of stream.chunks()) reading.take(chunk);
      problems.push(...reading.finish().map((problem) => ({ file: stream.name, problem })));
      ranges += own.length;
      const input = missing.get(stream.name);
      missing.delete(stream.name);
      if (input === undefined) problems.push({ file: stream.name, problem: 'is not among the inputs' });
      else problems.push(...changed(stream.name, stream, input));
      archive ??= stream.archive;
    }
  } catch (error) {
    if (!(error instanceof StillhuntError) || error.kind !== 'input') throw error;
    problems.push({ file: name, problem: `cannot be read as it was: ${error.message}` });
    return { problems, ranges };
  }
  if (archive !== null) problems.push(...changed(name, archive, { bytes, sha256 }));
  for (const lost of missing.keys()) problems.push({ file: lost, problem: 'is not there any more' });
  return { problems, ranges };
}

function changed(
  file: string,
  found: { readonly sha256: string } & ({ readonly bytes: number } | { readonly bytesRead: number }),
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
): PackProblem[] {
  const size = 'bytesRead' in found ? found.bytesRead : found.bytes;
  if (found.sha256 === sha256 && size === bytes) return [];
  return [
    {
      file,
      problem: `is not the file that findings rest on: ${size} bytes with SHA-256 ${found.sha256}, expected ${bytes} with ${sha256}`,
    },
  ];
}

interface Range {
  readonly record: RecordEntry;
  readonly from: number;
  readonly to: number;
  readonly hash: Hash;
  line: number | null; // null until its start is reached
}

/** Hashes ranges of bytes of a stream, and counts the lines before each. */
class RangeReading {
  private readonly waiting: Range[]; // by their start, the nearest last
  private open: Range[] = [];
  private readonly problems: string[] = [];
  private at = 0; // bytes taken
  private lineFeeds = 0;
  private returns = 0;

  constructor(records: readonly RecordEntry[]) {
    this.waiting = records
      .map((record) => {
        const { byte_offset: from, byte_length: length } = record;
        // A place that is none is never reached.
        const known = from !== null && length !== null && Number.isSafeInteger(from + length);
        const start = known ? from : Number.POSITIVE_INFINITY;
        return { record, from: start, to: start + (length ?? 0), hash: createHash('sha256'), line: null };
      })
      .sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0));
  }

  take(chunk: Buffer): void {
    const end = this.at + chunk.length;
    let counted = 0; // bytes of the chunk whose line ends are counted
    for (let next = this.waiting.at(-1); next !== undefined && next.from < end; next = this.waiting.at(-1)) {
      this.waiting.pop();
      this.count(chunk.subarray(counted, next.from - this.at));
      counted = next.from - this.at;
      next.line = 1 + (this.lineFeeds > 0 ? this.lineFeeds : this.returns);
      this.open.push(next);
    }
    this.count(chunk.subarray(counted));
    this.open = this.open.filter((range) => {
      range.hash.update(chunk.subarray(Math.max(0, range.from - this.at), Math.max(0, range.to - this.at)));
      if (range.to > end) return true;
      this.judge(range);
      return false;
    });
    this.at = end;
  }

  private count(bytes: Buffer): void {
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) this.lineFeeds++;
    // Only a log whose lines end with CR alone counts these, and such a log has no LF.
    if (this.lineFeeds > 0) return;
    for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) this.returns++;
  }

  private judge({ record, hash, line }: Range): void {
    const { id, sha256, byte_offset: offset, byte_length: length } = record;
    const found = hash.digest('hex');
    const where = `${length} bytes from byte ${offset} on`;
    if (found !== sha256) this.problems.push(`record ${id}: ${where} have SHA-256 ${found}, not ${sha256}`);
    else if (line !== record.line)
      this.problems.push(`record ${id}: ${where} are on line ${line}, not ${record.line}`);
  }

  /** What does not hold, in order of place. */
  finish(): string[] {
    for (const { record } of [...this.open, ...this.waiting.reverse()])
      this.problems.push(`record ${record.id}: the input ends before it, at byte ${this.at}`);
    return this.problems;
  }
}
