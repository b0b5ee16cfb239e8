import type { FindingsDocument } from '../evidence/findings-document.js';
import { jsonLines } from '../evidence/json-lines.js';
import { views } from '../report/views.js';
import type { PackFile } from './folder.js';
import { packReadme } from './readme.js';

export interface PackParts {
  readonly document: FindingsDocument;
  /** The facet table as an Arrow file; null where a pack is made without the logs. */
  readonly facets: Uint8Array | null;
}

/** The files of an evidence folder, SHA256SUMS aside. Contents are made when written, one at a time. */
export function packFiles({ document, facets }: PackParts): PackFile[] {
  const files: PackFile[] = [
    { path: 'findings.json', content: () => jsonLines(document) },
    ...views(document),
    ...(facets === null ? [] : [{ path: 'facets.arrow', content: () => [facets] }]),
  ];
  const paths = [...files.map(({ path }) => path), 'SHA256SUMS'];
  return [{ path: 'README.txt', content: () => [packReadme(paths)] }, ...files];
}
