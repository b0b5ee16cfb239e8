import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { disclosureSentences } from '../report/disclosure-words.js';
import type { View } from '../report/view.js';
import { views } from '../report/views.js';
import type { PackFile } from './folder.js';
import { hasFile } from './profile.js';
import { profileOf } from './profiled.js';
import { packReadme } from './readme.js';
import { sealed, sealPaths } from './seal.js';
import type { SigningKey } from './signing-key.js';
import { markingLine, NOTHING_STATED, type Statement } from './statement.js';

export interface PackParts {
  readonly document: FindingsDocument;
  /** The facet table as an Arrow file, or what makes it in parts; null where a pack is made without the logs. */
  readonly facets: Uint8Array | (() => Iterable<Uint8Array>) | null;
  /** What the user states about the pack; absent for nothing. */
  readonly statement?: Statement;
  /** The key to sign with; absent or null for a pack without a signature. */
  readonly key?: SigningKey | null;
}

/**
 * What an evidence folder holds by the profile of the document, the files that seal it aside. Contents are made when
 * written, one at a time.
 */
export function packFiles(parts: PackParts): View[] {
  const { facets, statement = NOTHING_STATED, key = null } = parts;
  const document = markedDocument(parts);
  const all: View[] = [
    { path: 'findings.json', schema: document.schema, content: () => jsonLines(document) },
    ...views(document),
    ...(facets === null
      ? []
      : [{ path: 'facets.arrow', content: typeof facets === 'function' ? facets : () => [facets] }]),
  ];
  const profile = profileOf(document);
  const files = all.filter(({ path }) => hasFile(profile, path));
  const paths = [...files.map(({ path }) => path), ...sealPaths({ document, statement, key })];
  const readme = () => [markingLine(statement), packReadme(paths, disclosureSentences(document))];
  return [{ path: 'README.txt', content: readme }, ...files];
}

/** The same and the files that seal it, ready to be written: a whole evidence folder. */
export function sealedPack(parts: PackParts): PackFile[] {
  const { statement = NOTHING_STATED, key = null } = parts;
  return sealed(packFiles(parts), { document: markedDocument(parts), statement, key });
}

/** The findings with the marking that was stated, which exchange files carry on. */
function markedDocument({ document, statement = NOTHING_STATED }: PackParts): FindingsDocument {
  return statement.marking === null ? document : { ...document, tlp: statement.marking };
}
