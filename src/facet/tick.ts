import type { Facet } from './facet.js';

/** Length of a tick in microseconds: five minutes. */
export const TICK_US = 300_000_000;
export const TICKS_PER_HOUR = 12;
export const TICKS_PER_DAY = 288;

/**
 * The five-minute slot since the epoch in which the request was made. Hours, spans, gaps, synchrony and hand-over
 * all derive from it, whatever order the rows came in.
 */
export const tick: Facet = {
  name: 'tick',
  needs: [['time']],
  keep: null,
  encode(batch, out) {
    for (let i = 0; i < batch.rows; i++) {
      out.present[i] = 1;
      out.lo[i] = Math.floor(batch.time[i]! / TICK_US);
      out.hi[i] = 0;
    }
  },
  formula: (f) => ({ lo: f.divide(f.time, f.whole(TICK_US)), hi: null, present: null }),
  show: (lo) => new Date(lo * 300_000).toISOString(),
};
