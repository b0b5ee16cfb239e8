import type { Facet } from './facet.js';

/**
 * Share of the input that was cached, in five steps: 0 none, 1 up to a quarter, 2 up to a half, 3 up to three
 * quarters, 4 above. Long conversations repeat their own input; single questions do not.
 */
export const cachedShare: Facet = {
  name: 'cached_share',
  needs: [['cached_tokens'], ['input_tokens']],
  keep: null,
  encode(batch, out) {
    const cached = batch.number.cached_tokens;
    const input = batch.number.input_tokens;
    for (let i = 0; i < batch.rows; i++) {
      const part = cached?.[i] ?? Number.NaN;
      const whole = input?.[i] ?? Number.NaN;
      if (Number.isNaN(part) || Number.isNaN(whole)) {
        out.present[i] = 0;
        continue;
      }
      out.present[i] = 1;
      out.lo[i] = part <= 0 ? 0 : Math.min(4, Math.max(1, Math.ceil((4 * part) / Math.max(whole, 1))));
      out.hi[i] = 0;
    }
  },
  show: (lo) => (lo === 0 ? 'none' : `up to ${lo}/4`),
};
