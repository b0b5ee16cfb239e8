import { statSync } from 'node:fs';
import { isAbsolute, join, normalize, relative, sep } from 'node:path';
import type { FindingsDocument, InputEntry } from '../evidence/findings-document.js';

/** A stored file of a document's inputs: one input, or an archive with several. */
export interface StoredInput {
  /** As the document names it. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly inputs: readonly InputEntry[];
  /** Where it lies; null where it is not there or its name leads out of the folder. */
  readonly path: string | null;
}

/** The stored files of the inputs, each once, in order, looked up in a folder under the names that the document has. */
export function storedInputs({ inputs }: FindingsDocument, folder: string): StoredInput[] {
  const byName = new Map<string, InputEntry[]>();
  for (const input of inputs) {
    const name = input.archive?.name ?? input.name;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [input]);
    else known.push(input);
  }
  return [...byName].map(([name, entries]) => {
    const { bytes, sha256 } = entries[0]!.archive ?? entries[0]!;
    return { name, bytes, sha256, inputs: entries, path: pathIn(folder, name) };
  });
}

/** The name is the document's, so it may say anything: only files below the folder are opened. */
function pathIn(folder: string, name: string): string | null {
  const path = normalize(join(folder, name));
  const below = relative(folder, path);
  if (name.includes('\0') || below === '' || isAbsolute(below) || below.split(sep)[0] === '..') return null;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? path : null;
}
