import type { Facet } from './facet.js';
import { identify } from './identity.js';

const DAY_US = 86_400_000_000;

/** Model (low word: hash) and day since the epoch (high word): how an account moves between models. */
export const modelDay: Facet = {
  name: 'model_day',
  needs: [['model']],
  keep: 512,
  encode(batch, out) {
    const column = batch.text.model;
    if (column === undefined) {
      out.present.fill(0, 0, batch.rows);
      return;
    }
    const { codes, dictionary } = column;
    const lo = new Uint32Array(dictionary.length);
    const hi = new Uint32Array(dictionary.length);
    for (let d = 0; d < dictionary.length; d++) identify(dictionary[d]!, lo, hi, d);
    for (let i = 0; i < batch.rows; i++) {
      const d = codes[i]!;
      out.present[i] = d < 0 ? 0 : 1;
      if (d < 0) continue;
      out.lo[i] = lo[d]!;
      out.hi[i] = Math.floor(batch.time[i]! / DAY_US);
    }
  },
  show: () => null,
};
