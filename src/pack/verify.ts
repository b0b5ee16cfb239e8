import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { StillhuntError } from '../errors.js';
import { checkFindings } from '../evidence/findings-check.js';
import { FINDINGS_SCHEMA, type FindingsDocument } from '../evidence/findings-document.js';
import { fileHash } from '../file-hash.js';
import { canonicalJson } from './canonical-json.js';
import { CUSTODY_FILE, type CustodyEntry, checkCustody, contentsHash } from './custody.js';
import { jsonSchemaCheck } from './json-schema-check.js';
import {
  MANIFEST_FILE,
  MANIFEST_SCHEMA,
  type Manifest,
  manifestOfFindings,
  PUBLIC_KEY_FILE,
  packId,
  SIGNATURE_FILE,
  SUMS_FILE,
  sumsText,
} from './manifest.js';
import { checkRecords } from './record-proofs.js';
import { readSshSignature } from './ssh-signature.js';
import type { TrustedKeys } from './trusted-keys.js';

/** Something that does not hold, and the file of the pack, or the input, in which. */
export interface PackProblem {
  readonly file: string;
  readonly problem: string;
}

/** The outcome of one check: what was found to hold, in words, where there is no problem. */
export interface CheckOutcome {
  readonly check: string;
  readonly holds: string;
  readonly problems: readonly PackProblem[];
}

/** A pack of which every file is as its manifest lists it. */
export interface WholePack {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly document: FindingsDocument;
}

/** A further check of a pack, such as one against its inputs; runs only where every file is as listed. */
export type PackCheck = (pack: WholePack) => Promise<CheckOutcome>;

export interface VerifyOptions {
  /** Keys from outside of the pack; null where none were given. */
  readonly trusted: TrustedKeys | null;
  readonly further?: readonly PackCheck[];
}

export interface Verification {
  /** Null where manifest.json cannot be used. */
  readonly manifest: Manifest | null;
  readonly outcomes: readonly CheckOutcome[];
  /** Of all outcomes. */
  readonly problems: readonly PackProblem[];
}

/**
 * Checks a pack from its own files: that none is missing, extra or changed; SHA256SUMS; the manifest's form and id; the
 * signature; the custody chain; findings.json against its schema and the manifest; and the proofs of cited records.
 * A change to one file is reported of that file. A signed pack fails without a trusted key from outside, for its own key
 * vouches for nothing; and a pack without a signature fails where a key is given. Nothing that the pack names is opened
 * but files that lie in it. Cost: O(bytes), and findings.json in memory.
 * @throws StillhuntError `input` where the folder cannot be read.
 */
export async function verifyPack(folder: string, options: VerifyOptions): Promise<Verification> {
  const present = await filesIn(folder);
  const read = await readManifest(folder, present);
  if ('problem' in read) {
    const outcome = failed('manifest', [{ file: MANIFEST_FILE, problem: read.problem }]);
    return { manifest: null, outcomes: [outcome], problems: outcome.problems };
  }
  const { manifest, bytes } = read;
  const files = await checkFiles(folder, present, manifest);
  const damaged = new Set(files.problems.map(({ file }) => file));
  const signature = await checkSignature(folder, present, {
    manifest,
    bytes,
    damaged,
    trusted: options.trusted,
  });
  const outcomes: CheckOutcome[] = [
    {
      check: 'manifest',
      holds: `canonical, fits ${MANIFEST_SCHEMA}, pack ${manifest.pack_id.slice(0, 16)}`,
      problems: [],
    },
    files,
    await checkSums(folder, present, { manifest, bytes, signatureHolds: signature.covers }),
    signature.outcome,
  ];
  if (!damaged.has(CUSTODY_FILE)) outcomes.push(await checkChain(folder, manifest));
  if (!damaged.has('findings.json')) {
    const findings = await readFindingsOf(folder, manifest);
    outcomes.push(findings.outcome);
    if (findings.document !== null) {
      const { document } = findings;
      outcomes.push(checkRecords(document));
      const whole = outcomes.every(({ problems }) => problems.length === 0);
      if (whole)
        for (const check of options.further ?? []) outcomes.push(await check({ folder, manifest, document }));
    }
  }
  return { manifest, outcomes, problems: outcomes.flatMap(({ problems }) => problems) };
}

/** Whether the entry is a file, by its path in the pack; folders only where nothing lies in them. */
type Present = ReadonlyMap<string, boolean>;

async function filesIn(folder: string): Promise<Present> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const reason =
      code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : code;
    throw new StillhuntError(
      'input',
      `The pack ${folder} cannot be read: ${reason}.`,
      'Give an evidence folder.',
    );
  }
  const path = (entry: Dirent) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
  const filled = new Set(entries.map(({ parentPath }) => relative(folder, parentPath)));
  const empty = (entry: Dirent) => !filled.has(relative(folder, join(entry.parentPath, entry.name)));
  return new Map(
    entries
      .filter((entry) => !entry.isDirectory() || empty(entry))
      .map((entry) => [path(entry), entry.isFile()]),
  );
}

async function readManifest(
  folder: string,
  present: Present,
): Promise<{ readonly manifest: Manifest; readonly bytes: Buffer } | { readonly problem: string }> {
  if (!present.has(MANIFEST_FILE)) return { problem: 'is missing, so this is no whole pack' };
  if (present.get(MANIFEST_FILE) !== true) return { problem: 'is no plain file' };
  const bytes = await fileBytes(folder, MANIFEST_FILE);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return { problem: 'was changed: it is no JSON in UTF-8' };
  }
  const misfit = jsonSchemaCheck('schema/manifest-1.json')(value);
  if (misfit !== null) return { problem: `was changed or is of another version: ${misfit}` };
  const manifest = value as Manifest;
  if (!isCanonical(value, bytes)) return { problem: 'was changed: it is not in canonical form' };
  if (packId(manifest) !== manifest.pack_id)
    return { problem: 'was changed: its pack_id is of other content' };
  return { manifest, bytes };
}

function isCanonical(value: unknown, bytes: Buffer): boolean {
  try {
    return Buffer.from(canonicalJson(value)).equals(bytes);
  } catch {
    return false; // half a surrogate pair
  }
}

async function checkFiles(folder: string, present: Present, manifest: Manifest): Promise<CheckOutcome> {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const own = [MANIFEST_FILE, SUMS_FILE, ...(manifest.signer === null ? [] : [SIGNATURE_FILE])];
  const problems: PackProblem[] = [];
  if (listed.size < manifest.files.length || own.some((file) => listed.has(file))) {
    problems.push({ file: MANIFEST_FILE, problem: 'lists a file twice, or itself' });
  }
  for (const [file, isFile] of present) {
    // An empty folder of a listed file says nothing more than that the file is missing.
    if (!isFile && manifest.files.some(({ path }) => path.startsWith(`${file}/`))) continue;
    if (!listed.has(file) && !own.includes(file)) problems.push({ file, problem: 'is not part of the pack' });
    else if (!isFile) problems.push({ file, problem: 'is no plain file' });
  }
  for (const [file, { bytes, sha256 }] of listed) {
    if (!present.has(file)) problems.push({ file, problem: 'is missing' });
    if (present.get(file) !== true) continue;
    const found = await hashOf(folder, file);
    if (found.sha256 !== sha256 || found.bytes !== bytes) {
      problems.push({ file, problem: `was changed: SHA-256 ${found.sha256}, in the manifest ${sha256}` });
    }
  }
  const holds = `${listed.size} of ${listed.size} are as manifest.json lists them, and there is no other`;
  return { check: 'files', holds, problems };
}

async function checkSums(
  folder: string,
  present: Present,
  {
    manifest,
    bytes,
    signatureHolds,
  }: { readonly manifest: Manifest; readonly bytes: Buffer; readonly signatureHolds: boolean },
): Promise<CheckOutcome> {
  const one = (problem: string) => failed('sums', [{ file: SUMS_FILE, problem }]);
  if (!present.has(SUMS_FILE)) return one('is missing');
  if (present.get(SUMS_FILE) !== true) return failed('sums', []); // said of the files
  const text = (await fileBytes(folder, SUMS_FILE)).toString('latin1');
  const files: { path: string; sha256: string }[] = [
    ...manifest.files,
    { path: MANIFEST_FILE, sha256: createHash('sha256').update(bytes).digest('hex') },
  ];
  if (manifest.signer !== null) {
    // Where the signature does not hold, it may be what was changed, so its line cannot be held against the sums.
    const line = new RegExp(`^([0-9a-f]{64}) {2}${SIGNATURE_FILE.replaceAll('.', '\\.')}$`, 'm').exec(text);
    const sha256 = signatureHolds ? (await hashOf(folder, SIGNATURE_FILE)).sha256 : (line?.[1] ?? '');
    files.push({ path: SIGNATURE_FILE, sha256 });
  }
  if (text !== sumsText(files)) return one('was changed: it does not say the same as manifest.json');
  return { check: 'sums', holds: 'SHA256SUMS says the same as manifest.json', problems: [] };
}

interface SignatureSources {
  readonly manifest: Manifest;
  readonly bytes: Buffer;
  readonly damaged: ReadonlySet<string>;
  readonly trusted: TrustedKeys | null;
}

/** `covers`: whether the signature, trusted or not, is one over this manifest. */
async function checkSignature(
  folder: string,
  present: Present,
  { manifest, bytes, damaged, trusted }: SignatureSources,
): Promise<{ readonly outcome: CheckOutcome; readonly covers: boolean }> {
  const { signer } = manifest;
  const one = (file: string, problem: string, covers = false) => ({
    outcome: failed('signature', [{ file, problem }]),
    covers,
  });
  if (signer === null) {
    if (trusted !== null)
      return one(MANIFEST_FILE, 'is not signed, so the key that was given did not seal this pack');
    const holds = 'none; the files agree with one another, and who sealed them is not established';
    return { outcome: { check: 'signature', holds, problems: [] }, covers: false };
  }
  if (!present.has(SIGNATURE_FILE))
    return one(SIGNATURE_FILE, 'is missing, and manifest.json says that it is signed');
  if (present.get(SIGNATURE_FILE) !== true) return { outcome: failed('signature', []), covers: false };
  const signature = readSshSignature((await fileBytes(folder, SIGNATURE_FILE)).toString('latin1'));
  if (typeof signature === 'string') return one(SIGNATURE_FILE, `was changed: ${signature}`);
  if (!signature.covers(bytes)) return one(SIGNATURE_FILE, 'is no signature over this manifest.json');
  const { fingerprint, line } = signature.key;
  if (fingerprint !== signer.fingerprint) {
    return one(
      SIGNATURE_FILE,
      `was made by the key ${fingerprint}, and manifest.json names ${signer.fingerprint}`,
    );
  }
  if (!damaged.has(PUBLIC_KEY_FILE) && (await publicKeyOf(folder, present)) !== `${line}\n`) {
    return one(PUBLIC_KEY_FILE, 'does not hold the key of the signature', true);
  }
  if (trusted === null) {
    return one(
      SIGNATURE_FILE,
      `holds, but its signer ${fingerprint} is not established: the key comes from the pack itself`,
      true,
    );
  }
  const match = trusted.keys.find(({ key }) => key.bytes.equals(signature.key.bytes));
  if (match === undefined) {
    const given = trusted.keys.map(({ key }) => key.fingerprint).slice(0, 3);
    return one(
      SIGNATURE_FILE,
      `was made by the key ${fingerprint}, which is none of the given (${given.join(', ')})`,
      true,
    );
  }
  const name = match.name === null ? '' : ` of ${match.name}`;
  return {
    outcome: {
      check: 'signature',
      holds: `made over manifest.json by the given key${name}, ${fingerprint}`,
      problems: [],
    },
    covers: true,
  };
}

async function publicKeyOf(folder: string, present: Present): Promise<string | null> {
  if (present.get(PUBLIC_KEY_FILE) !== true) return null;
  return (await fileBytes(folder, PUBLIC_KEY_FILE)).toString('latin1');
}

async function checkChain(folder: string, manifest: Manifest): Promise<CheckOutcome> {
  const one = (problem: string) => failed('custody', [{ file: CUSTODY_FILE, problem }]);
  if (!manifest.files.some(({ path }) => path === CUSTODY_FILE)) return one('is missing');
  const text = (await fileBytes(folder, CUSTODY_FILE)).toString('utf8');
  const check = checkCustody(text, jsonSchemaCheck('schema/custody-1.json'));
  if ('problem' in check) return one(check.problem);
  const { entries, head } = check;
  if (entries.length !== manifest.custody.entries || head !== manifest.custody.last_sha256) {
    return one('does not end where manifest.json says');
  }
  const contradicted = contradiction(entries, manifest);
  if (contradicted !== null) return one(contradicted);
  return {
    check: 'custody',
    holds: `${entries.length} entries, each with the hash of the one before`,
    problems: [],
  };
}

/** Where the log says otherwise than the manifest of the files of the pack. */
function contradiction(entries: readonly CustodyEntry[], { files }: Manifest): string | null {
  const sumOf = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const contents = contentsHash(
    files.filter(({ path }) => path !== CUSTODY_FILE).map(({ path, sha256 }) => ({ name: path, sha256 })),
  );
  for (const { entry, action, items } of entries) {
    if (action === 'findings-made' && items.some(({ name, sha256 }) => sumOf.get(name) !== sha256)) {
      return `entry ${entry} names other findings than the pack holds`;
    }
    if (action === 'pack-written' && items.some(({ sha256 }) => sha256 !== contents)) {
      return `entry ${entry} was made over other files than the pack holds`;
    }
  }
  return null;
}

async function readFindingsOf(
  folder: string,
  manifest: Manifest,
): Promise<{ readonly outcome: CheckOutcome; readonly document: FindingsDocument | null }> {
  const one = (problem: string) => ({
    outcome: failed('findings', [{ file: 'findings.json', problem }]),
    document: null,
  });
  if (!manifest.files.some(({ path }) => path === 'findings.json')) return one('is missing');
  let value: unknown;
  try {
    value = JSON.parse((await fileBytes(folder, 'findings.json')).toString('utf8'));
  } catch (error) {
    return one(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const check = checkFindings(value);
  if (!check.valid) return one(`does not fit ${FINDINGS_SCHEMA}: at ${check.place}: ${check.problem}`);
  const { document } = check;
  for (const [field, said] of Object.entries(manifestOfFindings(document))) {
    if (canonicalJson(said) !== canonicalJson(manifest[field as keyof Manifest])) {
      return one(`and manifest.json say different things of ${field}`);
    }
  }
  const holds = `fit ${FINDINGS_SCHEMA} and say the same of the inputs as manifest.json`;
  return { outcome: { check: 'findings', holds, problems: [] }, document };
}

async function hashOf(
  folder: string,
  file: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  try {
    return await fileHash(join(folder, file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** More than a file that is read whole has in any pack that can be written; a sparse file of any size costs nothing to make. */
const MOST_BYTES = 512 * 1024 * 1024;

async function fileBytes(folder: string, file: string): Promise<Buffer> {
  try {
    const { size } = await stat(join(folder, file));
    if (size > MOST_BYTES)
      throw new StillhuntError(
        'integrity',
        `${file} of the pack has ${size} bytes; no pack has one of more than ${MOST_BYTES}.`,
        'Do not rely on this copy. Take another one from where it came from, and compare.',
      );
    return await readFile(join(folder, file));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): unknown {
  if (error instanceof StillhuntError || !(error instanceof Error && 'code' in error)) return error;
  return new StillhuntError(
    'input',
    `${file} of the pack cannot be read: ${String(error.code)}.`,
    'Check its permissions.',
  );
}

function failed(check: string, problems: readonly PackProblem[]): CheckOutcome {
  return { check, holds: '', problems };
}
