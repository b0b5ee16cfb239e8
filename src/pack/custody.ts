import { createHash } from 'node:crypto';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { canonicalJson, inert } from './canonical-json.js';
import type { Statement } from './statement.js';

export const CUSTODY_SCHEMA = 'stillhunt/custody/1';
export const CUSTODY_FILE = 'custody.jsonl';

/** What was done, in one line of custody.jsonl. */
export interface CustodyEntry {
  readonly schema: typeof CUSTODY_SCHEMA;
  /** From 1. */
  readonly entry: number;
  /** SHA-256 of the line before, its line ending left out; null in the first entry. */
  readonly previous: string | null;
  readonly action: CustodyStep['action'];
  /** Person and time as stated; null where nothing was. */
  readonly by: string | null;
  readonly at: string | null;
  readonly items: readonly CustodyItem[];
}

/** Something by its name and its SHA-256 in hexadecimal. */
export interface CustodyItem {
  readonly name: string;
  readonly sha256: string;
}

interface CustodyStep {
  readonly action: /** Hashes that were stated for the acquisition are those of the inputs as read. */
    | 'acquisition-hashes-agree'
    /** Inputs were opened for reading only, and hashed in the same pass. */
    | 'inputs-read'
    | 'findings-made'
    /** `contents` is the SHA-256 over the lines of SHA256SUMS of all files that were written before, in their order. */
    | 'pack-written';
  readonly items: readonly CustodyItem[];
}

/** Custody of a pack up to its sealing, as canonical JSON lines, each with the hash of the one before. */
export function custodyLines(
  document: FindingsDocument,
  statement: Statement,
  written: readonly CustodyItem[],
): string[] {
  const findings = written.filter(({ name }) => name === 'findings.json');
  const steps: CustodyStep[] = [
    { action: 'inputs-read', items: readItems(document) },
    ...(statement.acquired.length === 0
      ? []
      : [
          {
            action: 'acquisition-hashes-agree' as const,
            items: statement.acquired.map(({ input, sha256 }) => ({ name: input, sha256 })),
          },
        ]),
    { action: 'findings-made', items: findings },
    { action: 'pack-written', items: [{ name: 'contents', sha256: contentsHash(written) }] },
  ];
  const lines: string[] = [];
  for (const [at, { action, items }] of steps.entries()) {
    const entry: CustodyEntry = {
      schema: CUSTODY_SCHEMA,
      entry: at + 1,
      previous: lines.length === 0 ? null : lineHash(lines.at(-1)!),
      action,
      by: statement.examiner,
      at: statement.at,
      items,
    };
    lines.push(canonicalJson(inert(entry)));
  }
  return lines;
}

export function lineHash(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

export function contentsHash(files: readonly CustodyItem[]): string {
  const lines = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return lineHash(lines.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
}

/** Files that were read, archives in the place of their entries; each once. */
function readItems({ inputs }: FindingsDocument): CustodyItem[] {
  const files = new Map(
    inputs.map(({ name, sha256, archive }) => [archive?.name ?? name, archive?.sha256 ?? sha256]),
  );
  return [...files].map(([name, sha256]) => ({ name, sha256 }));
}

/** What a chain says of itself: its last hash, or the first thing that is wrong with it. */
export type CustodyCheck =
  | { readonly entries: readonly CustodyEntry[]; readonly head: string }
  | { readonly problem: string };

/** Checks the chain of custody.jsonl; that its entries fit their schema is for `fits` to say. O(size). */
export function checkCustody(text: string, fits: (entry: unknown) => string | null): CustodyCheck {
  if (!text.endsWith('\n')) return { problem: 'its last line is cut short' };
  const lines = text.slice(0, -1).split('\n');
  const entries: CustodyEntry[] = [];
  for (const [at, line] of lines.entries()) {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return { problem: `line ${at + 1} is no JSON` };
    }
    const misfit = fits(value);
    if (misfit !== null) return { problem: `line ${at + 1} does not fit ${CUSTODY_SCHEMA}: ${misfit}` };
    const entry = value as CustodyEntry;
    if (canonicalJson(entry) !== line) return { problem: `line ${at + 1} is not in canonical form` };
    if (entry.entry !== at + 1) return { problem: `line ${at + 1} holds entry ${entry.entry}` };
    const previous = at === 0 ? null : lineHash(lines[at - 1]!);
    if (entry.previous !== previous)
      return { problem: `entry ${entry.entry} does not follow the one before it` };
    entries.push(entry);
  }
  return { entries, head: lineHash(lines.at(-1)!) };
}
