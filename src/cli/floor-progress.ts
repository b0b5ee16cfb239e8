import { LINE_MILLIS, type ProgressSettings, showsLive } from './progress.js';

export interface FloorProgress {
  /** Takes how many analyses are done, and how many there are. */
  update(done: number, total: number): void;
  /** Ends the display and leaves the terminal clean. */
  stop(): void;
}

const CLEAR = '\r\u001b[K';

/**
 * Shows how far the detection floor is: one line drawn over on a terminal, otherwise a plain line about every ten
 * seconds, and nothing when quiet. Between two analyses only, because an analysis never yields.
 *
 *   detection floor: 3 of 19 analyses
 */
export function createFloorProgress(settings: ProgressSettings): FloorProgress {
  const { stream, quiet, now } = settings;
  if (quiet) return { update: () => {}, stop: () => {} };
  const text = (done: number, total: number) => `detection floor: ${done} of ${total} analyses`;
  if (showsLive(settings)) {
    return {
      update: (done, total) => void stream.write(`${CLEAR}${text(done, total)}`),
      stop: () => void stream.write(CLEAR),
    };
  }
  let written = now();
  return {
    update(done, total) {
      if (now() - written < LINE_MILLIS) return;
      written = now();
      stream.write(`${text(done, total)}\n`);
    },
    stop: () => {},
  };
}
