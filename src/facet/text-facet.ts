import type { RecordBatch, TextColumn } from '../record/record-batch.js';
import type { TextField } from '../record/usage-record.js';
import type { Facet, FacetValues, Remember } from './facet.js';
import { identify } from './identity.js';

/** Text fields beside the account, which is no facet of itself. */
type OtherText = Exclude<TextField, 'account'>;

/** Writes the identity of one dictionary entry to `lo[at]`, `hi[at]`; false when the entry says nothing. */
export type EntryCode = (text: string, lo: Uint32Array, hi: Uint32Array, at: number) => boolean;

/**
 * Codes each distinct text once and copies the code to the rows; no row has a value where the column is absent.
 * O(rows + distinct texts).
 */
export function encodeText(
  column: TextColumn | undefined,
  rows: number,
  out: FacetValues,
  code: EntryCode,
  remember: Remember | null,
): void {
  if (column === undefined) {
    out.present.fill(0, 0, rows);
    return;
  }
  const { codes, dictionary } = column;
  const lo = new Uint32Array(dictionary.length);
  const hi = new Uint32Array(dictionary.length);
  const says = new Uint8Array(dictionary.length);
  for (let d = 0; d < dictionary.length; d++) {
    const text = dictionary[d]!;
    if (!code(text, lo, hi, d)) continue;
    says[d] = 1;
    if (remember !== null) remember(lo[d]!, hi[d]!, text);
  }
  for (let i = 0; i < rows; i++) {
    const d = codes[i]!;
    if (d < 0 || says[d] === 0) {
      out.present[i] = 0;
      continue;
    }
    out.present[i] = 1;
    out.lo[i] = lo[d]!;
    out.hi[i] = hi[d]!;
  }
}

const HASH_LIKE = /^(?:[a-z0-9]{1,8}[:_-])?[0-9a-fA-F]{6,128}$/;

/**
 * A facet whose value is the identity of one text field. `readable` says whether the text may be remembered for
 * reports: always for names of things, never for keys and conversations, and for prompts only where the log holds
 * a hash, because prompt text is never stored.
 */
export function textFacet(
  name: string,
  field: OtherText,
  keep: number | null,
  readable: 'always' | 'if-hash' | 'never',
): Facet {
  const code: EntryCode = (text, lo, hi, at) => {
    identify(text, lo, hi, at);
    return true;
  };
  return {
    name,
    needs: [[field]],
    keep,
    encode(batch: RecordBatch, out: FacetValues, remember: Remember) {
      const note: Remember | null =
        readable === 'never'
          ? null
          : readable === 'always'
            ? remember
            : (lo, hi, text) => {
                if (HASH_LIKE.test(text)) remember(lo, hi, text);
              };
      encodeText(batch.text[field], batch.rows, out, code, note);
    },
    show: () => null,
  };
}
