import type { OtherText } from '../facet/facet.js';
import type { Formulas, NumberTerm } from '../facet/formula.js';
import type { NumberField } from '../record/usage-record.js';

/** Texts and numbers of a row, as ClickHouse computes them. */
export interface RowTerms {
  readonly time: string;
  text(field: OtherText): string;
  number(field: NumberField): NumberTerm<string>;
  measure(field: NumberField, times: 1 | 1000): NumberTerm<string>;
}

// Around the number of a term, in texts that have neither: `quotedText` and `quotedName` write them in another way.
const FIRST = '\ue000';
const LAST = '\ue001';
const WORD = '4294967295';

/** Terms that are used more than once: they are written out where they come first, under a name, and named from there on. */
export class NamedTerms {
  private readonly termOf: string[] = [];
  private readonly numberOf = new Map<string, number>();

  /** What stands for a term until `written`. */
  named(term: string): string {
    if (/^(?:\w+|\ue000\d+\ue001)$/.test(term)) return term;
    let number = this.numberOf.get(term);
    if (number === undefined) {
      number = this.termOf.length;
      this.termOf.push(term);
      this.numberOf.set(term, number);
    }
    return `${FIRST}${number}${LAST}`;
  }

  /** A statement with each term where it comes first. */
  written(statement: string): string {
    const known = new Set<number>();
    const write = (text: string): string =>
      text.replace(/\ue000(\d+)\ue001/g, (_, digits: string) => {
        const number = Number(digits);
        if (known.has(number)) return `_n${number}`;
        known.add(number);
        return `(${write(this.termOf[number]!)} AS _n${number})`;
      });
    return write(statement);
  }
}

/** A text as ClickHouse reads it between quotes. */
export function quotedText(text: string): string {
  return `'${escaped(text, /[\\']/g)}'`;
}

/** An identifier as ClickHouse reads it. */
export function quotedName(name: string): string {
  return `\`${escaped(name, /[\\`]/g)}\``;
}

function escaped(text: string, marks: RegExp): string {
  return text
    .replace(marks, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\0/g, '\\0')
    .replace(/\ue000/g, '\\xee\\x80\\x80')
    .replace(/\ue001/g, '\\xee\\x80\\x81');
}

/** Formulas in ClickHouse's language, from 18.16 on. Numbers are UInt64 unless a narrower type holds them. */
export class ClickhouseFormulas implements Formulas<string> {
  constructor(
    private readonly row: RowTerms,
    private readonly terms: NamedTerms,
  ) {}

  get time(): string {
    return this.row.time;
  }

  text = (field: OtherText) => this.row.text(field);
  number = (field: NumberField) => this.row.number(field);
  measure = (field: NumberField, times: 1 | 1000) => this.row.measure(field, times);
  whole = (value: number) => String(value);
  add = (a: string, b: string) => `toUInt64(${a} + ${b})`;
  subtract = (a: string, b: string) => `toUInt64(${a} - ${b})`;
  multiply = (a: string, b: string) => `(toUInt64(${a}) * ${b})`;
  divide = (a: string, b: string) => `intDiv(${a}, ${b})`;
  shiftLeft = (a: string, bits: string | number) => `bitShiftLeft(toUInt64(${a}), ${bits})`;
  shiftRight = (a: string, bits: number) => `bitShiftRight(toUInt64(${a}), ${bits})`;
  and32 = (a: string, b: string) => `bitAnd(toUInt64(${a}), ${b})`;
  or64 = (a: string, b: string) => `bitOr(toUInt64(${a}), toUInt64(${b}))`;
  xor32 = (a: string, b: string) => `bitXor(toUInt64(${a}), toUInt64(${b}))`;
  multiply32 = (a: string, by: number) => `bitAnd(toUInt64(${a}) * ${by >>> 0}, ${WORD})`;
  least = (a: string, b: string) => `least(toUInt64(${a}), toUInt64(${b}))`;
  greatest = (a: string, b: string) => `greatest(toUInt64(${a}), toUInt64(${b}))`;
  atLeast = (a: string, b: string) => `(${a} >= ${b})`;
  isZero = (a: string) => `(${a} = 0)`;
  both = (a: string, b: string) => `(${a} AND ${b})`;
  either = (a: string, b: string) => `(${a} OR ${b})`;
  not = (a: string) => `NOT (${a})`;
  choose = (condition: string, yes: string, no: string) =>
    `if(${condition}, toUInt64(${yes}), toUInt64(${no}))`;
  highestBit = (a: string) => `toUInt8(log2(${a}))`; // right below 2^48
  isThere = (text: string) => `(${text} != '')`;
  hash = (text: string) => `murmurHash3_32(${text})`;
  hashBehind = (prefix: string, text: string) => `murmurHash3_32(concat(${quotedText(prefix)}, ${text}))`;
  networkOf = (quad: string) => `intDiv(IPv4StringToNum(${quad}), 256)`;
  systemNumber = (text: string) => `toUInt64OrZero(replaceRegexpOne(${text}, '^[Aa][Ss]', ''))`;
  named = (term: string) => this.terms.named(term);
}
