import type { FindingsDocument } from '../evidence/findings-document.js';
import type { View } from '../report/view.js';
import { canonicalJson } from './canonical-json.js';
import { certificateText } from './certificate.js';
import { CUSTODY_FILE, CUSTODY_SCHEMA, type CustodyItem, custodyLines, lineHash } from './custody.js';
import type { PackFile, WrittenFile } from './folder.js';
import {
  MANIFEST_FILE,
  MANIFEST_SCHEMA,
  manifest,
  manifestOfFindings,
  PUBLIC_KEY_FILE,
  SIGNATURE_FILE,
  SUMS_FILE,
  sumsText,
} from './manifest.js';
import { hasFile } from './profile.js';
import { profileOf } from './profiled.js';
import { schemaFiles } from './schema-files.js';
import type { SigningKey } from './signing-key.js';
import { sshSignature } from './ssh-signature.js';
import type { Statement } from './statement.js';
import { verifyText } from './verify-text.js';

export interface Seal {
  /** The document that findings.json of the pack holds. */
  readonly document: FindingsDocument;
  readonly statement: Statement;
  /** Null for a pack without a signature. */
  readonly key: SigningKey | null;
}

/** Paths of the files that seal a pack, in the order in which they are written. */
export function sealPaths(seal: Seal): string[] {
  return sealFiles(seal).map(({ path }) => path);
}

/**
 * The files of a pack and after them those that seal it: schemas, certificate.txt, VERIFY.txt, signer.pub,
 * custody.jsonl, and last manifest.json, its signature and SHA256SUMS, so that a pack that breaks off has none of these.
 * `files` holds findings.json. Pure but for the schemas, which are read; what is sealed is what was written.
 */
export function sealed(files: readonly View[], seal: Seal): PackFile[] {
  const all = [...files, ...sealFiles(seal)];
  if (new Set(all.map(({ path }) => path)).size < all.length)
    throw new Error('two files of a pack have one name');
  return all;
}

function sealFiles({ document, statement, key }: Seal): PackFile[] {
  const profile = profileOf(document);
  const signer = key?.publicKey ?? null;
  let custody: string[] = [];
  let manifestText = '';
  const all: PackFile[] = [
    ...schemaFiles(),
    {
      path: 'certificate.txt',
      content: (written) => [
        certificateText({
          document,
          statement,
          signer,
          findingsSha256: hashOf('findings.json', written),
          settingsSha256: manifestOfFindings(document).settings_sha256,
        }),
      ],
    },
    { path: 'VERIFY.txt', content: () => [verifyText(document, statement, signer)] },
    ...(signer === null ? [] : [{ path: PUBLIC_KEY_FILE, content: () => [`${signer.line}\n`] }]),
    {
      path: CUSTODY_FILE,
      schema: CUSTODY_SCHEMA,
      content: (written) => {
        custody = custodyLines(document, statement, items(written));
        return custody.map((line) => `${line}\n`);
      },
    },
    {
      path: MANIFEST_FILE,
      schema: MANIFEST_SCHEMA,
      content: (written) => {
        const chain = { entries: custody.length, last_sha256: lineHash(custody.at(-1)!) };
        manifestText = canonicalJson(manifest({ document, statement, signer, custody: chain, written }));
        return [manifestText];
      },
    },
    ...(key === null
      ? []
      : [
          {
            path: SIGNATURE_FILE,
            content: () => [sshSignature(Buffer.from(manifestText), key.privateKey)],
          },
        ]),
    { path: SUMS_FILE, content: (written) => [sumsText(written)] },
  ];
  return all.filter(({ path }) => hasFile(profile, path));
}

function items(written: readonly WrittenFile[]): CustodyItem[] {
  return written.map(({ path, sha256 }) => ({ name: path, sha256 }));
}

function hashOf(path: string, written: readonly WrittenFile[]): string {
  const file = written.find((each) => each.path === path);
  if (file === undefined) throw new Error(`${path} was not written`);
  return file.sha256;
}
