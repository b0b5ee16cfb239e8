import { encodeDaily } from './daily.js';
import type { Facet } from './facet.js';
import { identify } from './identity.js';
import type { EntryCode } from './text-facet.js';

const code: EntryCode = (text, lo, hi, at) => {
  identify(text, lo, hi, at);
  hi[at] = 0;
  return true;
};

/** Model (low word: hash) and day since the epoch (high word): how an account moves between models. */
export const modelDay: Facet = {
  name: 'model_day',
  needs: [['model']],
  keep: 512,
  encode: (batch, out) => encodeDaily(batch.text.model, batch, out, code),
  show: () => null,
};
