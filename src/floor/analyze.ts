import type { Calibration } from '../assess/calibration.js';
import type { Assessment } from '../assess/finding.js';
import type { FacetTable } from '../fingerprint/index.js';

/**
 * From fingerprints to findings: linking and assessment.
 * @param calibration What scores are worth: null for none, by default what ships for logs with such columns.
 * @param figures Whether to read off what charts show, too; by default not.
 */
export type Analyze = (
  table: FacetTable,
  calibration?: Calibration | null,
  figures?: boolean,
) => Promise<Assessment>;
