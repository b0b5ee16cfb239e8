import type { Calibration } from '../assess/calibration.js';
import type { Assessment } from '../assess/finding.js';
import { assess } from '../assess/index.js';
import type { FacetTable } from '../fingerprint/index.js';
import { link } from '../link/index.js';
import { stoppableAtOnce } from './interruption.js';

/** From fingerprints to findings: links accounts into groups, then tests each group. Long and unyielding work. */
export async function analyze(
  table: FacetTable,
  calibration?: Calibration | null,
  figures = false,
): Promise<Assessment> {
  return stoppableAtOnce(() => assess(table, link(table), calibration, figures));
}
