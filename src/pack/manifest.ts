import { createHash } from 'node:crypto';
import type { FindingsDocument } from '../evidence/findings-document.js';
import type { RecordTreeEntry } from '../evidence/records-entry.js';
import type { RowCount } from '../record/row-count.js';
import { canonicalJson, inert } from './canonical-json.js';
import type { Ed25519Key } from './ed25519-key.js';
import type { WrittenFile } from './folder.js';
import { rerunArguments } from './rerun.js';
import { NAMESPACE } from './ssh-signature.js';
import { type Acquired, markingText, type Statement } from './statement.js';

export const MANIFEST_SCHEMA = 'stillhunt/manifest/1';
export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'manifest.json.sig';
export const PUBLIC_KEY_FILE = 'signer.pub';
export const SUMS_FILE = 'SHA256SUMS';

/**
 * What a pack is: the content of manifest.json, in canonical JSON. It lists every file but itself, its signature and
 * SHA256SUMS. Hidden characters in text are spelled out (see `inert`). JSON Schema: manifest-1.schema.json.
 */
export interface Manifest {
  readonly schema: typeof MANIFEST_SCHEMA;
  /** SHA-256 of the canonical JSON of all other fields. */
  readonly pack_id: string;
  readonly tool: FindingsDocument['tool'];
  /** What the user stated; nothing of it was found out. */
  readonly stated: {
    readonly case_id: string | null;
    readonly examiner: string | null;
    readonly organisation: string | null;
    readonly marking: string | null;
    readonly at: string | null;
    readonly acquired: readonly Acquired[];
  };
  /** SHA-256 of the canonical JSON of `configuration` in findings.json, hidden characters spelled out. */
  readonly settings_sha256: string;
  readonly inputs: readonly ManifestInput[];
  readonly rows: RowCount;
  /** Trees over the records of inputs, as in findings.json; empty where there are none. */
  readonly record_trees: readonly RecordTreeEntry[];
  readonly custody: { readonly entries: number; readonly last_sha256: string };
  /** Who signs this manifest; null in a pack without a signature. */
  readonly signer: ManifestSigner | null;
  /** Arguments that give the same pack again where the inputs lie under their names in the current folder. */
  readonly reproduce: readonly string[];
  /** Sorted by path, by UTF-16 code units. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestInput {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: string;
  readonly archive: { readonly name: string; readonly bytes: number; readonly sha256: string } | null;
  readonly status: string;
  readonly rows: RowCount;
}

export interface ManifestSigner {
  readonly type: 'ssh-ed25519';
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  readonly namespace: typeof NAMESPACE;
  readonly public_key: typeof PUBLIC_KEY_FILE;
  readonly signature: typeof SIGNATURE_FILE;
}

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly media_type: string;
  /** Schema of what it holds; null where it has none. */
  readonly schema: string | null;
}

export interface ManifestSources {
  readonly document: FindingsDocument;
  readonly statement: Statement;
  readonly signer: Ed25519Key | null;
  readonly custody: Manifest['custody'];
  readonly written: readonly WrittenFile[];
}

/** The manifest of the files that were written. Pure. */
export function manifest({ document, statement, signer, custody, written }: ManifestSources): Manifest {
  const { caseId, examiner, organisation, marking, at, acquired } = statement;
  const content: Omit<Manifest, 'pack_id'> = inert({
    schema: MANIFEST_SCHEMA,
    tool: document.tool,
    stated: {
      case_id: caseId,
      examiner,
      organisation,
      marking: marking === null ? null : markingText(marking),
      at,
      acquired,
    },
    ...manifestOfFindings(document),
    custody,
    signer:
      signer === null
        ? null
        : {
            type: 'ssh-ed25519',
            fingerprint: signer.fingerprint,
            namespace: NAMESPACE,
            public_key: PUBLIC_KEY_FILE,
            signature: SIGNATURE_FILE,
          },
    reproduce: rerunArguments(document, statement, signer !== null),
    files: written
      .map(({ path, bytes, sha256, schema }) => ({
        path,
        bytes,
        sha256,
        media_type: mediaType(path),
        schema,
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  });
  return { ...content, pack_id: packId(content) };
}

/** What a manifest repeats from findings.json, so that it is signed on its own. */
export function manifestOfFindings(
  document: FindingsDocument,
): Pick<Manifest, 'settings_sha256' | 'inputs' | 'rows' | 'record_trees'> {
  return inert({
    settings_sha256: sha256(canonicalJson(inert(document.configuration))),
    inputs: document.inputs.map(({ name, bytes, sha256, format, archive, status, rows }) => ({
      name,
      bytes,
      sha256,
      format,
      archive,
      status,
      rows,
    })),
    rows: document.rows,
    record_trees: document.record_trees ?? [],
  });
}

/** SHA-256 of a manifest's canonical JSON, its own `pack_id` left out. */
export function packId(manifest: Omit<Manifest, 'pack_id'>): string {
  const { pack_id: _, ...content } = manifest as Manifest;
  return sha256(canonicalJson(content));
}

/** SHA256SUMS of files, sorted by path. */
export function sumsText(files: readonly { readonly path: string; readonly sha256: string }[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  arrow: 'application/vnd.apache.arrow.file',
  csv: 'text/csv',
  graphml: 'application/graphml+xml',
  html: 'text/html',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  sarif: 'application/sarif+json',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'application/xml',
  yml: 'application/yaml',
};

function mediaType(path: string): string {
  return MEDIA_TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
