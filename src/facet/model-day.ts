import type { ByteCode, EntryCode, Facet } from './facet.js';
import { identify } from './identity.js';
import { murmur3View } from './murmur3.js';
import { fromText } from './text-facet.js';

const code: EntryCode = (text, lo, hi, at) => {
  identify(text, lo, hi, at);
  hi[at] = 0;
  return true;
};

const bytes: ByteCode = (view, from, length, lo, hi, at) => {
  lo[at] = murmur3View(view, from, length);
  hi[at] = 0;
  return true;
};

/** Model (low word: hash) and day since the epoch (high word): how an account moves between models. */
export const modelDay: Facet = fromText('model_day', 512, {
  field: 'model',
  code,
  bytes,
  formula: (f, text) => ({ lo: f.hash(text), hi: null }),
  daily: true,
  readable: null,
});
