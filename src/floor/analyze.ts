import type { Assessment } from '../assess/finding.js';
import type { FacetTable } from '../fingerprint/index.js';

/** From fingerprints to findings: linking and assessment. */
export type Analyze = (table: FacetTable) => Promise<Assessment>;
