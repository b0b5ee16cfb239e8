import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { disclosureSentences } from '../report/disclosure-words.js';
import { views } from '../report/views.js';
import type { PackFile } from './folder.js';
import { hasFile } from './profile.js';
import { profileOf } from './profiled.js';
import { packReadme } from './readme.js';

export interface PackParts {
  readonly document: FindingsDocument;
  /** The facet table as an Arrow file; null where a pack is made without the logs. */
  readonly facets: Uint8Array | null;
}

/**
 * The files of an evidence folder, SHA256SUMS aside, that the profile of the document has. Contents are made when
 * written, one at a time.
 */
export function packFiles({ document, facets }: PackParts): PackFile[] {
  const all: PackFile[] = [
    { path: 'findings.json', content: () => jsonLines(document) },
    ...views(document),
    ...(facets === null ? [] : [{ path: 'facets.arrow', content: () => [facets] }]),
  ];
  const profile = profileOf(document);
  const files = all.filter(({ path }) => hasFile(profile, path));
  const paths = [...files.map(({ path }) => path), 'SHA256SUMS'];
  const readme = () => [packReadme(paths, disclosureSentences(document))];
  return [{ path: 'README.txt', content: readme }, ...files];
}
