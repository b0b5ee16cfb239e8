import { CATALOGUE } from '../facet/catalogue.js';
import { MIX } from '../facet/murmur3.js';
import { APART } from '../facet/order-key.js';
import type { Field, NumberField, TextField } from '../record/usage-record.js';
import { NUMBER_FIELDS } from '../record/usage-record.js';
import { ClickhouseFormulas, NamedTerms, quotedName } from './clickhouse-formulas.js';
import { ClickhouseRow, columnText } from './clickhouse-row.js';
import {
  type AskedFacet,
  type CountOptions,
  type DayWindow,
  type Dialect,
  EPOCH_UNITS,
  type Questions,
  type TableReading,
  type ValueShape,
} from './dialect.js';
import type { Statement, TableName, WarehouseColumn } from './warehouse.js';

const DAY_US = 86_400_000_000;
/** Values beyond those that an account keeps, which come all the same: two may have one order key. */
const SPARE = 2;

/**
 * Servers finish what they hold and nothing is merged on the first one: accounts come once from each, and are merged here,
 * which is exact. Users who may not set this get the same answer more slowly.
 */
const UNMERGED = { distributed_group_by_no_merge: 1 };

/** SQL of ClickHouse, from 18.16 on. */
export const clickhouseDialect: Dialect = {
  name: 'clickhouse',
  first: (table, columns, rows) => ({
    text: `SELECT ${rawTexts(columns)}\nFROM ${tableText(table)}\nLIMIT ${rows}\nFORMAT RowBinary`,
    purpose: 'some rows, to tell the format',
    settings: {},
  }),
  questions: (table, columns, reading) => new ClickhouseQuestions(table, columns, reading),
};

function tableText({ database, table }: TableName): string {
  return database === null ? quotedName(table) : `${quotedName(database)}.${quotedName(table)}`;
}

function rawTexts(columns: readonly WarehouseColumn[]): string {
  return columns.map((column) => `CAST(${columnText(column)} AS Nullable(String))`).join(', ');
}

class ClickhouseQuestions implements Questions {
  readonly facets: readonly AskedFacet[];
  private readonly row: ClickhouseRow;
  private readonly formulas: ClickhouseFormulas;
  private readonly terms = new NamedTerms();

  constructor(
    private readonly table: TableName,
    private readonly columns: readonly WarehouseColumn[],
    private readonly reading: TableReading,
  ) {
    this.row = new ClickhouseRow(columns, reading, this.terms);
    this.formulas = new ClickhouseFormulas(this.row, this.terms);
    this.facets = CATALOGUE.map(({ needs, keep, text }, facet) => ({
      facet,
      asked: needs.every((anyOf) => anyOf.some((field) => this.row.has(field))),
      shape: shapeOf(keep, text !== undefined),
    }))
      .filter(({ asked }) => asked)
      .map(({ facet, shape }) => ({ facet, shape }));
  }

  get reasons(): readonly string[] {
    return this.row.reasons;
  }

  get unitNeeded(): boolean {
    return this.row.unitNeeded;
  }

  units(): Statement {
    const counts = EPOCH_UNITS.map((unit) => this.row.inUnit(unit));
    return this.statement(`SELECT ${counts.join(', ')}`, '', '', 'the unit of times');
  }

  days(): Statement {
    const { told, time, plain } = this.row;
    const day = `toInt32(if(${told}, toInt64(intDiv(${time}, ${DAY_US})), -1))`;
    return this.statement(
      `SELECT ${day} AS day, count(), countIf(${told} AND ${plain})`,
      '',
      'GROUP BY day',
      'rows by day',
    );
  }

  counts({ window, slice, slices, trim }: CountOptions): Statement {
    const { account, time } = this.row;
    const tokens = (field: NumberField) => {
      if (!this.row.has(field)) return 'toUInt64(0)';
      const { value, present } = this.row.number(field);
      return present === null ? `sum(${value})` : `sumIf(${value}, ${present})`;
    };
    const selected = [
      `toString(${account}) AS account`,
      'count()',
      tokens('input_tokens'),
      tokens('output_tokens'),
      `min(${time})`,
      `max(${time})`,
      ...this.facets.flatMap((asked) => this.valuesOf(asked, trim)),
    ];
    const part =
      slices === 1
        ? ''
        : ` AND intDiv(murmurHash3_32(concat('slice:', ${account})), 7) % ${slices} = ${slice}`;
    return this.statement(
      `SELECT ${selected.join(',\n  ')}`,
      `${this.plainIn(window)}${part}`,
      'GROUP BY account',
      slices === 1 ? 'counts of accounts' : `counts of accounts, slice ${slice + 1} of ${slices}`,
    );
  }

  rawRows(which: 'told' | 'untold', window: DayWindow): Statement {
    const { told, plain } = this.row;
    const names = new Set(this.reading.raw);
    const columns = this.columns.filter(({ name }) => names.has(name));
    const rows = which === 'untold' ? `NOT ${told}` : `${this.toldIn(window)} AND NOT (${plain})`;
    const order = columns.map((_, i) => `r${i}`).join(', ');
    const raw = columns.map((column, i) => `CAST(${columnText(column)} AS Nullable(String)) AS r${i}`);
    return this.statement(
      `SELECT ${raw.join(', ')}`,
      rows,
      `ORDER BY ${order}`,
      'rows that are read here',
      {},
    );
  }

  texts(field: TextField, window: DayWindow, longest: number | null): Statement {
    const text = this.row.text(field);
    const short = longest === null ? '' : ` AND length(${text}) <= ${longest}`;
    return this.statement(
      `SELECT toString(${text}) AS text`,
      `${this.plainIn(window)} AND ${text} != ''${short}`,
      'GROUP BY text',
      `texts of ${field}`,
    );
  }

  present(fields: readonly Field[], window: DayWindow): Statement {
    const has = (field: Field) => {
      if (!(NUMBER_FIELDS as readonly string[]).includes(field))
        return `(${this.row.text(field as TextField)} != '')`;
      const { present } = this.row.number(field as NumberField);
      return present ?? '1';
    };
    return this.statement(
      `SELECT ${fields.map((field) => `toUInt8(countIf(${has(field)}) > 0)`).join(', ')}`,
      this.plainIn(window),
      '',
      'columns with a value',
    );
  }

  /** Arrays of a facet's values and counts, of what `groupArray` gathers: sorted, each once. */
  private valuesOf({ facet, shape }: AskedFacet, trim: boolean): string[] {
    const { formula, keep } = CATALOGUE[facet]!;
    const f = this.formulas;
    const { lo, hi, present } = formula(f);
    const value = shape === 'mixed64' ? f.or64(f.shiftLeft(lo, 32), hi ?? f.whole(0)) : `toUInt32(${lo})`;
    const all = present === null ? `groupArray(${value})` : `groupArrayIf(${value}, ${present})`;
    const mixed = shape === 'mixed64' ? mixed64(all) : shape === 'mixed32' ? mixed32(all) : all;
    const sorted = this.terms.named(`arraySort(${mixed})`);
    const first = '(i, d) -> (i = 1) OR (d != 0)';
    const starts = this.terms.named(
      `arrayFilter(${first}, arrayEnumerate(${sorted}), arrayDifference(${sorted}))`,
    );
    const most = trim && keep !== null ? keep + SPARE : null;
    const cut = (array: string) => (most === null ? array : `arraySlice(${array}, 1, ${most})`);
    const distinct = this.terms.named(
      cut(
        `arrayFilter((x, i, d) -> (i = 1) OR (d != 0), ${sorted}, arrayEnumerate(${sorted}), arrayDifference(${sorted}))`,
      ),
    );
    const counts = this.terms.named(
      cut(`arrayPopFront(arrayDifference(arrayPushBack(${starts}, toUInt32(length(${sorted}) + 1))))`),
    );
    const countTexts = [
      `if(length(${sorted}) = length(${starts}), emptyArrayUInt8(), arrayMap(c -> toUInt8(least(c, 255)), ${counts}))`,
      `arrayMap(c -> toUInt32(c), arrayFilter(c -> c >= 255, ${counts}))`,
    ];
    if (shape !== 'gaps') return [distinct, ...countTexts];
    const gaps = this.terms.named(`arrayDifference(${distinct})`); // the first is 0
    return [
      `toUInt32(arrayElement(${distinct}, 1))`,
      `arrayMap(g -> toUInt16(least(g, 65535)), ${gaps})`,
      `arrayMap(g -> toUInt32(g), arrayFilter(g -> g >= 65535, ${gaps}))`,
      ...countTexts,
    ];
  }

  private plainIn(window: DayWindow): string {
    return `${this.toldIn(window)} AND ${this.row.plain}`;
  }

  private toldIn({ first, last }: DayWindow): string {
    const { told, time } = this.row;
    return [
      told,
      ...(first === null ? [] : [`${time} >= ${first * DAY_US}`]),
      ...(last === null ? [] : [`${time} < ${(last + 1) * DAY_US}`]),
    ].join(' AND ');
  }

  private statement(
    select: string,
    where: string,
    rest: string,
    purpose: string,
    settings: Statement['settings'] = UNMERGED,
  ): Statement {
    const lines = [select, `FROM ${tableText(this.table)}`];
    if (where !== '') lines.push(`WHERE ${where}`);
    if (rest !== '') lines.push(rest);
    lines.push('FORMAT RowBinary');
    return { text: this.terms.written(lines.join('\n')), purpose, settings };
  }
}

function shapeOf(keep: number | null, text: boolean): ValueShape {
  return text ? 'mixed64' : keep === null ? 'gaps' : 'mixed32';
}

const WORD = '4294967295';

/**
 * The words of values as their order has them (see order-key.ts), step by step over a whole array: terms that are used twice are
 * written out twice by the server, so that the same in one expression would grow without bounds.
 */
function mixed64(values: string): string {
  const low = (shift: number) => `bitXor(bitShiftRight(x, 32), bitShiftRight(x, ${32 + shift}))`;
  const high = (shift: number) => `bitXor(bitAnd(x, ${WORD}), bitShiftRight(bitAnd(x, ${WORD}), ${shift}))`;
  const both = (one: string, other: string) => `bitOr(bitShiftLeft(${one}, 32), ${other})`;
  const times = (word: string, factor: number) => `bitAnd(${word} * ${factor}, ${WORD})`;
  return [
    `bitXor(x, ${APART})`,
    both(times(low(16), MIX[0]), times(high(16), MIX[0])),
    both(times(low(13), MIX[1]), times(high(13), MIX[1])),
    both(low(16), high(16)),
  ].reduce((array, step) => `arrayMap(x -> ${step}, ${array})`, values);
}

function mixed32(values: string): string {
  const turned = (shift: number) => `bitXor(x, bitShiftRight(x, ${shift}))`;
  return [
    `toUInt32(bitAnd(toUInt64(${turned(16)}) * ${MIX[0]}, ${WORD}))`,
    `toUInt32(bitAnd(toUInt64(${turned(13)}) * ${MIX[1]}, ${WORD}))`,
    `toUInt32(${turned(16)})`,
  ].reduce((array, step) => `arrayMap(x -> ${step}, ${array})`, values);
}
