import { StillhuntError } from '../errors.js';
import type { Acquired } from './statement.js';

/** An input as it was read. */
export interface ReadInput {
  /** As the pack names it. */
  readonly name: string;
  readonly sha256: string;
  /** The file that it is an entry of. */
  readonly archive: { readonly name: string; readonly sha256: string } | null;
}

/** A hash as the user gave it: `file` is a path or the end of one. */
export interface GivenHash {
  readonly file: string;
  readonly sha256: string;
}

/**
 * Compares hashes from the acquisition with those taken while the inputs were read. Returns them by the names of inputs.
 * @throws StillhuntError `usage` where a file is none of the inputs or may be several; `integrity` where a hash differs.
 */
export function checkAcquired(given: readonly GivenHash[], inputs: readonly ReadInput[]): Acquired[] {
  const files = new Map<string, string>();
  for (const { name, sha256, archive } of inputs) {
    files.set(name, sha256);
    if (archive !== null) files.set(archive.name, archive.sha256);
  }
  return given.map(({ file, sha256 }) => {
    const matching = [...files].filter(([name]) => name === file);
    const [found, ...more] =
      matching.length > 0 ? matching : [...files].filter(([name]) => samePlace(name, file));
    if (found === undefined || more.length > 0) {
      throw new StillhuntError(
        'usage',
        found === undefined
          ? `--acquired names ${file}, which is none of the inputs.`
          : `--acquired names ${file}, which may be ${found[0]} or ${more[0]![0]}.`,
        `Name inputs as the pack does, for example ${[...files.keys()].slice(0, 3).join(', ')}.`,
      );
    }
    const [input, read] = found;
    if (read !== sha256) {
      throw new StillhuntError(
        'integrity',
        `${input} is not what was acquired: read SHA-256 ${read}, acquired ${sha256}.`,
        'Nothing was written. Take a fresh copy of what was acquired, or correct the hash.',
      );
    }
    return { input, sha256 };
  });
}

/** Whether one path is the end of the other, folder by folder. */
function samePlace(a: string, b: string): boolean {
  const [left, right] = [a, b].map((path) =>
    path.split(/[\\/]+/).filter((part) => part !== '.' && part !== ''),
  );
  const length = Math.min(left!.length, right!.length);
  return length > 0 && left!.slice(-length).join('/') === right!.slice(-length).join('/');
}
