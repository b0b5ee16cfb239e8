import type { NumberField } from '../record/usage-record.js';
import type { Facet, FacetColumns, FacetValues } from './facet.js';
import type { Formulas, NumberTerm } from './formula.js';

/**
 * A facet whose value is a number itself: `code` maps a present number to an unsigned 32-bit word, `show` writes
 * that word for a person, and `formula` is `code` where the rows are.
 */
export function numberFacet(
  name: string,
  field: NumberField,
  code: (x: number) => number,
  show: (word: number) => string,
  formula: <E>(f: Formulas<E>) => NumberTerm<E> = (f) => f.number(field),
): Facet {
  return {
    name,
    needs: [[field]],
    keep: 64, // callers choose these numbers, so their variety has to be bounded
    encode(batch: FacetColumns, out: FacetValues) {
      const column = batch.number[field];
      if (column === undefined) {
        out.present.fill(0, 0, batch.rows);
        return;
      }
      for (let i = 0; i < batch.rows; i++) {
        const x = column[i]!;
        if (Number.isNaN(x)) {
          out.present[i] = 0;
          continue;
        }
        out.present[i] = 1;
        out.lo[i] = code(x);
        out.hi[i] = 0;
      }
    },
    formula(f) {
      const { value, present } = formula(f);
      return { lo: value, hi: null, present };
    },
    show: (lo) => show(lo),
  };
}
