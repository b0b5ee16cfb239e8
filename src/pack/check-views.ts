import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unspelled } from '../evidence/hidden-characters.js';
import type { ViewContent } from '../report/view.js';
import type { WrittenFile } from './folder.js';
import { sealedPack } from './layout.js';
import { MANIFEST_FILE, type Manifest, PUBLIC_KEY_FILE, SIGNATURE_FILE, SUMS_FILE } from './manifest.js';
import type { SigningKey } from './signing-key.js';
import { type Statement, TLP } from './statement.js';
import { trustedKeys } from './trusted-keys.js';
import type { PackCheck, PackProblem } from './verify.js';

const FACETS = 'facets.arrow';
/** Not made of findings, or checked by what they are made of. */
const CHECKED_OTHERWISE: ReadonlySet<string> = new Set([FACETS, 'findings.json', SIGNATURE_FILE, SUMS_FILE]);

/**
 * A check that every file of a pack is what its findings and what was stated give: a report that says otherwise than
 * findings.json is named, however well the sums agree, and so is a file that such a pack does not have. facets.arrow comes from the
 * logs and is not made again. Only the version that wrote a pack makes the same bytes; for another one the outcome says that
 * nothing was made again. Cost: that of writing the pack, without the disk.
 */
export function againstFindings(version: string): PackCheck {
  return async ({ folder, manifest, document }) => {
    const outcome = (holds: string, problems: readonly PackProblem[] = []) => ({
      check: 'views',
      holds,
      problems,
    });
    if (document.tool.version !== version)
      return outcome(`not made again: version ${document.tool.version} wrote the pack, this is ${version}`);
    const rest = new Map(manifest.files.map((file) => [file.path, file]));
    const facets = rest.has(FACETS) ? new Uint8Array() : null;
    const files = sealedPack({
      document,
      facets,
      statement: statementOf(manifest),
      key: await signerOf(folder, manifest),
    });
    const problems: PackProblem[] = [];
    const written: WrittenFile[] = []; // by the manifest, so that one changed file does not make others differ
    for (const { path, schema = null, content } of files) {
      const listed = rest.get(path);
      rest.delete(path);
      if (CHECKED_OTHERWISE.has(path)) {
        if (listed !== undefined) written.push({ path, bytes: listed.bytes, sha256: listed.sha256, schema });
        continue;
      }
      const made = await hashOf(content(written));
      if (path === MANIFEST_FILE) {
        const given = await hashOf([await readFile(join(folder, path))]);
        if (made !== given) problems.push({ file: path, problem: 'is not what the files and findings give' });
      } else if (listed === undefined) problems.push({ file: path, problem: 'is missing from the pack' });
      else {
        written.push({ path, bytes: listed.bytes, sha256: listed.sha256, schema });
        if (made !== listed.sha256) problems.push({ file: path, problem: 'is not what findings.json gives' });
      }
    }
    for (const file of rest.keys()) problems.push({ file, problem: 'is no file of such a pack' });
    const whole = problems.filter(({ file }) => file !== MANIFEST_FILE);
    // A manifest that lists other files differs for that alone.
    return outcome(
      `${files.length} files are what findings.json and what was stated give`,
      whole.length > 0 ? whole : problems,
    );
  };
}

/** What was stated, as it was before hidden characters were spelled out. */
function statementOf({ stated }: Manifest): Statement {
  const text = (value: string | null) => (value === null ? null : unspelled(value));
  return {
    caseId: text(stated.case_id),
    examiner: text(stated.examiner),
    organisation: text(stated.organisation),
    marking: TLP.find((marking) => `TLP:${marking.toUpperCase()}` === stated.marking) ?? null,
    at: stated.at,
    acquired: stated.acquired.map(({ input, sha256 }) => ({ input: unspelled(input), sha256 })),
  };
}

/** The public half of the key that signed, which is all that is needed where nothing is signed. */
async function signerOf(folder: string, { signer }: Manifest): Promise<SigningKey | null> {
  if (signer === null) return null;
  const [named] = trustedKeys(await readFile(join(folder, PUBLIC_KEY_FILE), 'utf8')).keys;
  if (named === undefined) throw new Error('the signature was checked and its key is not there');
  return {
    publicKey: named.key,
    get privateKey(): never {
      throw new Error('nothing is signed here');
    },
  };
}

async function hashOf(content: ViewContent): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of content) hash.update(part);
  return hash.digest('hex');
}
