import type { Facet } from './facet.js';
import type { Formulas, NumberTerm } from './formula.js';
import { halfOctave, halfOctaveFloor, halfOctaveFormula, MISSING_BIN } from './half-octave.js';

/** Output bins per input bin in a cell number. */
export const CELL_STRIDE = 64;

/**
 * Joint cell of input and output tokens on half-octave bins: value = 64·(input bin) + (output bin). The two
 * marginal histograms are sums over it, so they are not stored again.
 */
export const lengthCell: Facet = {
  name: 'length_cell',
  needs: [['input_tokens', 'output_tokens']],
  keep: null,
  encode(batch, out) {
    const input = batch.number.input_tokens;
    const output = batch.number.output_tokens;
    for (let i = 0; i < batch.rows; i++) {
      const a = input === undefined ? MISSING_BIN : halfOctave(input[i]!);
      const b = output === undefined ? MISSING_BIN : halfOctave(output[i]!);
      out.present[i] = a === MISSING_BIN && b === MISSING_BIN ? 0 : 1;
      out.lo[i] = a * CELL_STRIDE + b;
      out.hi[i] = 0;
    }
  },
  formula(f) {
    const input = f.number('input_tokens');
    const output = f.number('output_tokens');
    const present =
      input.present === null || output.present === null ? null : f.either(input.present, output.present);
    return {
      lo: f.add(f.multiply(binOf(f, input), f.whole(CELL_STRIDE)), binOf(f, output)),
      hi: null,
      present,
    };
  },
  show(lo) {
    const from = (bin: number) => (bin === MISSING_BIN ? '?' : `${halfOctaveFloor(bin)}+`);
    return `${from(Math.floor(lo / CELL_STRIDE))} in, ${from(lo % CELL_STRIDE)} out`;
  },
};

function binOf<E>(f: Formulas<E>, { value, present }: NumberTerm<E>): E {
  const bin = halfOctaveFormula(f, value);
  return present === null ? bin : f.choose(present, bin, f.whole(MISSING_BIN));
}
