import type { NumberField } from '../record/usage-record.js';
import type { OtherText } from './facet.js';

/** A number of a row as an engine has it: whole, or a meaningless one where it is not there. */
export interface NumberTerm<E> {
  readonly value: E;
  /** True where the row has it; null where every row does. */
  readonly present: E | null;
}

/**
 * What an engine can compute for a row of a table, as expressions `E` of it. Numbers are whole and unsigned, and results
 * below 2^63; what an expression gives for rows that are not plain (see src/warehouse) is of no meaning.
 */
export interface Formulas<E> {
  /** Time of the request, µs since the epoch. */
  readonly time: E;
  /** Text of a field; the empty text where it is missing. */
  text(field: OtherText): E;
  /** A count, flag or status. */
  number(field: NumberField): NumberTerm<E>;
  /** A measure times a factor of 1 or 1000: rounded down at 1, to the nearest at 1000. */
  measure(field: NumberField, times: 1 | 1000): NumberTerm<E>;
  whole(value: number): E;
  add(a: E, b: E): E;
  /** The second never exceeds the first. */
  subtract(a: E, b: E): E;
  multiply(a: E, b: E): E;
  /** Rounded down. */
  divide(a: E, b: E): E;
  /** Times a power of two, and divided by one, rounded down. */
  shiftLeft(a: E, bits: E | number): E;
  shiftRight(a: E, bits: number): E;
  and32(a: E, b: E): E;
  or64(a: E, b: E): E;
  xor32(a: E, b: E): E;
  /** The low 32 bits of a product of numbers below 2^32. */
  multiply32(a: E, by: number): E;
  least(a: E, b: E): E;
  greatest(a: E, b: E): E;
  /** 1 where the first is at least the second, else 0. */
  atLeast(a: E, b: E): E;
  isZero(a: E): E;
  both(a: E, b: E): E;
  either(a: E, b: E): E;
  not(a: E): E;
  choose(condition: E, yes: E, no: E): E;
  /** Place of the highest bit of a number from 1 to 2^31. */
  highestBit(a: E): E;
  isThere(text: E): E;
  /** `murmur3` of the UTF-8 bytes of a text, the second with some put before it. */
  hash(text: E): E;
  hashBehind(prefix: string, text: E): E;
  /** The first three numbers of a dotted quad as 24 bits. */
  networkOf(quad: E): E;
  /** The number of `AS123` or `123`. */
  systemNumber(text: E): E;
  /** The same term under a name, where it stands for several uses. */
  named(term: E): E;
}

/** The value of a facet as an engine computes it; the high word is null where it is 0. */
export interface FacetFormula<E> {
  readonly lo: E;
  readonly hi: E | null;
  /** Null where every row has a value. */
  readonly present: E | null;
}

/** Makes the expressions of a value, beside `Facet.encode` and with the same outcome. */
export type FormulaOf = <E>(f: Formulas<E>) => FacetFormula<E>;
/** The same for the words of a text, without a day. */
export type TextFormula = <E>(f: Formulas<E>, text: E) => { readonly lo: E; readonly hi: E | null };
