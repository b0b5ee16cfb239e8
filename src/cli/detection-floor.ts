import type { Assessment } from '../assess/finding.js';
import type { FacetTable } from '../fingerprint/index.js';
import { type Analyze, type DetectionFloor, measureFloor } from '../floor/index.js';
import { createFloorProgress } from './floor-progress.js';
import type { ProgressSettings } from './progress.js';

/** Fixed, so that a run can be repeated to the byte. */
const SEED = 1;
/** Groups planted of each kind. */
const GROUPS = 2;

/** Measures the detection floor of a log, and shows on stderr how far it is. */
export async function detectionFloor(
  table: FacetTable,
  assessment: Assessment,
  analyze: Analyze,
  settings: ProgressSettings,
): Promise<DetectionFloor> {
  const display = createFloorProgress(settings);
  try {
    return await measureFloor(table, assessment, analyze, {
      seed: SEED,
      groups: GROUPS,
      onProgress: (done, total) => display.update(done, total),
    });
  } finally {
    display.stop();
  }
}
