import type { Assessment } from '../assess/finding.js';
import type { FacetTable } from '../fingerprint/index.js';
import { type Linking, link } from '../link/index.js';
import { stoppableAtOnce } from './interruption.js';

/** From fingerprints to findings: links accounts into groups, then tests each group. Long and unyielding work. */
export async function analyze(table: FacetTable): Promise<Assessment> {
  const { assess } = (await import(ASSESS)) as {
    assess: (table: FacetTable, linking: Linking) => Assessment;
  };
  return stoppableAtOnce(() => assess(table, link(table)));
}

/** Loaded when it is needed, so that the other commands start fast. */
const ASSESS: string = '../assess/index.js';
