import type { Facet } from './facet.js';
import type { Formulas } from './formula.js';

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
  formula(f) {
    const part = f.number('cached_tokens');
    const whole = f.number('input_tokens');
    const share = f.named(f.greatest(whole.value, f.whole(1)));
    // Rounded up; a part of 0 gives 0 and any other at least 1.
    const quarters = f.divide(
      f.subtract(f.add(f.multiply(part.value, f.whole(4)), share), f.whole(1)),
      share,
    );
    return { lo: f.least(quarters, f.whole(4)), hi: null, present: allOf(f, part.present, whole.present) };
  },
  show: (lo) => (lo === 0 ? 'none' : `up to ${lo}/4`),
};

function allOf<E>(f: Formulas<E>, a: E | null, b: E | null): E | null {
  return a === null ? b : b === null ? a : f.both(a, b);
}
