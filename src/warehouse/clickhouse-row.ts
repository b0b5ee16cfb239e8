import type { NumberTerm } from '../facet/formula.js';
import { LONGEST_ACCOUNT } from '../ingest/batch-builder.js';
import { MISSING_WORDS } from '../ingest/missing.js';
import { NUMBER_KIND, type NumberKind } from '../ingest/number-cell.js';
import type { Field, NumberField, TextField } from '../record/usage-record.js';
import { type NamedTerms, quotedName, quotedText, type RowTerms } from './clickhouse-formulas.js';
import type { EpochUnit, FieldSource, TableReading } from './dialect.js';
import type { WarehouseColumn } from './warehouse.js';

/** What a column is, as far as reading it differs. */
type Kind = 'text' | 'whole' | 'real' | 'seconds' | 'fraction' | 'other';

const WHOLE = /^U?Int(?:8|16|32|64)$/;

function kindOf(type: string): Kind {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type);
  if (inner !== null) return kindOf(inner[1]!);
  if (/^(?:String|FixedString\(\d+\)|Enum(?:8|16)\(.*\)|UUID)$/s.test(type)) return 'text';
  if (WHOLE.test(type)) return 'whole';
  if (/^Float(?:32|64)$/.test(type)) return 'real';
  if (/^DateTime(?:\('.*'\))?$/.test(type)) return 'seconds';
  if (/^DateTime64\(.*\)$/.test(type)) return 'fraction';
  return 'other';
}

/** A column as text: times as UTC; null stays null. */
export function columnText({ name, type }: WarehouseColumn): string {
  const column = quotedName(name);
  const kind = kindOf(type);
  if (kind === 'seconds' || kind === 'fraction')
    return `concat(replaceOne(toString(${column}, 'UTC'), ' ', 'T'), 'Z')`;
  return type === 'String' || type === 'Nullable(String)' ? column : `toString(${column})`;
}

/** Longest text, in bytes, that is plain. */
const LONGEST_TEXT = 1 << 16;
/** ASCII that begins and ends with a visible character: there is nothing to trim, and its bytes are the text. */
const PLAIN_TEXT = '(?s)^(?:[!-~](?:[\\x01-\\x7f]*[!-~])?)?$';
/** What may be a mark that a prompt was taken out. */
const REDACTION =
  '(?i)^(?:[\\[<({"\']*\\s*(?:redacted|removed|masked|hidden|omitted|filtered|scrubbed)|\\*|\\{\\}$|\\[\\]$)';
const DIGITS = '^[0-9]{1,9}$';
const DECIMAL = '^[0-9]{1,9}(?:\\.[0-9]{1,3})?$';
const SYSTEM = '^(?:[Aa][Ss])?[0-9]{1,9}$';
const WORD = '(?i)^[a-z][a-z _-]*$'; // a status in words says nothing of the HTTP status
const TRUE_WORDS = ['true', '1', 't', 'yes', 'y'];
const FALSE_WORDS = ['false', '0', 'f', 'no', 'n'];
const COUNT_END = 2 ** 31;
const STATUS_END = 1000;
const FIRST_SECOND = 946_684_800; // 2000-01-01
const END_SECOND = 4_102_444_800; // 2100-01-01
/** How many of a unit make a second. */
const PER_SECOND: Readonly<Record<EpochUnit, number>> = { s: 1, ms: 1000, us: 1_000_000, ns: 1_000_000_000 };

const listed = (texts: readonly string[]) => texts.map(quotedText).join(', ');
const matches = (text: string, pattern: string) => `match(${text}, ${quotedText(pattern)})`;

/**
 * The cells of a row as terms, and what makes them plain. A cell that is not plain may have any value here; the tests leave
 * out what the reference reads in another way, and where they cannot tell they leave it out too.
 */
export class ClickhouseRow implements RowTerms {
  private readonly columnOf: ReadonlyMap<string, WarehouseColumn>;
  private readonly conditions: string[] = [];
  private readonly reasonList: string[] = [];
  private readonly texts = new Map<TextField, string>();
  /** Whether the time is told, and what it is in µs. */
  readonly told: string;
  readonly time: string;

  constructor(
    columns: readonly WarehouseColumn[],
    private readonly reading: TableReading,
    private readonly terms: NamedTerms,
  ) {
    this.columnOf = new Map(columns.map((column) => [column.name, column]));
    const { told, micros } = this.timeTerms();
    this.told = terms.named(told);
    this.time = terms.named(micros);
    for (const field of reading.fields.keys()) if (field !== 'time') this.check(field);
    for (const [field, text] of Object.entries(reading.constants))
      if (!/^[!-~](?:[ -~]*[!-~])?$/.test(text))
        this.reasonList.push(`${field}: the constant is no plain text`);
  }

  /** Why no row is plain. */
  get reasons(): readonly string[] {
    return this.reasonList;
  }

  /** Whether a row is plain; its time is told besides. */
  get plain(): string {
    return this.conditions.length === 0 ? '1' : this.conditions.map((one) => `(${one})`).join(' AND ');
  }

  has(field: Field): boolean {
    return this.reading.fields.has(field) || this.reading.constants[field as TextField] !== undefined;
  }

  get account(): string {
    return this.text('account');
  }

  text(field: TextField): string {
    const constant = this.reading.constants[field];
    if (constant !== undefined) return quotedText(constant);
    const known = this.texts.get(field);
    if (known !== undefined) return known;
    const source = this.reading.fields.get(field);
    const term = source === undefined ? "''" : this.terms.named(this.textOf(source));
    this.texts.set(field, term);
    return term;
  }

  number(field: NumberField): NumberTerm<string> {
    const { column, whole } = this.numberColumn(field);
    const kind = NUMBER_KIND[field];
    if (column !== null && (whole || kindOf(column.type) === 'real')) {
      const name = quotedName(column.name);
      const value = `toUInt64(ifNull(${name}, 0))`;
      return {
        value: this.terms.named(kind === 'flag' ? `toUInt64(${value} != 0)` : value),
        present: isNullable(column.type) ? `isNotNull(${name})` : null,
      };
    }
    const text = this.numberText(field);
    if (kind === 'flag')
      return {
        value: `toUInt64(lower(${text}) IN (${listed(TRUE_WORDS)}))`,
        present: `(${text} != '')`,
      };
    return {
      value: this.terms.named(`toUInt64OrZero(${text})`),
      present: kind === 'status' ? matches(text, DIGITS) : `(${text} != '')`,
    };
  }

  measure(field: NumberField, times: 1 | 1000): NumberTerm<string> {
    const { column, whole } = this.numberColumn(field);
    if (column !== null && (whole || kindOf(column.type) === 'real')) {
      const name = quotedName(column.name);
      const number = `toFloat64(ifNull(${name}, 0))`;
      return {
        value: this.terms.named(
          times === 1 ? `toUInt64(floor(${number}))` : `toUInt64(floor(${number} * 1000 + 0.5))`,
        ),
        present: isNullable(column.type) ? `isNotNull(${name})` : null,
      };
    }
    const text = this.numberText(field);
    const whole1 = `toUInt64OrZero(extract(${text}, '^[0-9]+'))`;
    const thousandths = `toUInt64OrZero(substring(concat(extract(${text}, '\\\\.([0-9]*)'), '000'), 1, 3))`;
    return {
      value: this.terms.named(times === 1 ? whole1 : `(${whole1} * 1000 + ${thousandths})`),
      present: `(${text} != '')`,
    };
  }

  /** Rows whose time would be in range in a unit. */
  inUnit(unit: EpochUnit): string {
    const name = quotedName(this.timeColumn().name);
    const per = PER_SECOND[unit];
    return `countIf(ifNull(${name}, 0) >= ${FIRST_SECOND * per} AND ifNull(${name}, 0) < ${END_SECOND * per})`;
  }

  get unitNeeded(): boolean {
    return (
      this.reading.fields.has('time') &&
      kindOf(this.timeColumn().type) === 'whole' &&
      this.reading.unit === null
    );
  }

  private timeColumn(): WarehouseColumn {
    return this.columnOf.get(this.reading.fields.get('time')!.columns[0]!)!;
  }

  /** Times that the engine reads as the reference does. */
  private timeTerms(): { told: string; micros: string } {
    const none = { told: '0', micros: 'toUInt64(0)' };
    if (!this.reading.fields.has('time')) return none;
    const column = this.timeColumn();
    const name = quotedName(column.name);
    const kind = kindOf(column.type);
    if (kind === 'seconds') {
      const seconds = `toUInt64(ifNull(toUnixTimestamp(${name}), 0))`;
      return {
        told: `(${seconds} >= ${FIRST_SECOND} AND ${seconds} < ${END_SECOND})`,
        micros: `(${seconds} * 1000000)`,
      };
    }
    if (kind === 'fraction') {
      const micros = `ifNull(toUnixTimestamp64Micro(${name}), 0)`;
      return {
        told: `(${micros} >= ${FIRST_SECOND * 1e6} AND ${micros} < ${END_SECOND * 1e6})`,
        micros: `toUInt64(${micros})`,
      };
    }
    if (kind === 'whole') {
      const { unit } = this.reading;
      if (unit === null) return none;
      const per = PER_SECOND[unit];
      const value = `ifNull(${name}, 0)`;
      const micros =
        per <= 1e6 ? `(toUInt64(${value}) * ${1e6 / per})` : `intDiv(toUInt64(${value}), ${per / 1e6})`;
      return {
        told: `(${value} >= ${FIRST_SECOND * per} AND ${value} < ${END_SECOND * per})`,
        micros,
      };
    }
    if (kind !== 'text') return none;
    const text = this.terms.named(`ifNull(${columnText(column)}, '')`);
    const zone = this.reading.zoneOffset === 0 ? '[Zz]?' : '[Zz]';
    const written = this.terms.named(`concat(substring(${text}, 1, 10), ' ', substring(${text}, 12, 8))`);
    const instant = this.terms.named(`parseDateTimeBestEffortOrZero(${written}, 'UTC')`);
    const seconds = `toUInt64(toUnixTimestamp(${instant}))`;
    const fraction = `toUInt64OrZero(substring(concat(extract(${text}, '\\\\.([0-9]*)'), '000000'), 1, 6))`;
    const pattern = `^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?${zone}$`;
    // A date that the calendar has not comes back as another one.
    return {
      told:
        `(${matches(text, pattern)} AND toString(${instant}, 'UTC') = ${written} AND ${seconds} >= ${FIRST_SECOND}` +
        ` AND ${seconds} < ${END_SECOND})`,
      micros: `(${seconds} * 1000000 + ${fraction})`,
    };
  }

  /** Adds what makes the cells of a field plain. */
  private check(field: Field): void {
    const { columns } = this.reading.fields.get(field)!;
    if (field in NUMBER_KIND) this.checkNumber(field as NumberField);
    else {
      for (const column of columns) this.conditions.push(this.plainText(this.cell(column)));
      const text = this.text(field as TextField);
      if (field === 'account') this.conditions.push(`${text} != ''`, `length(${text}) <= ${LONGEST_ACCOUNT}`);
      if (field === 'ip')
        this.conditions.push(`${text} = '' OR IPv4NumToString(IPv4StringToNum(${text})) = ${text}`);
      if (field === 'asn') this.conditions.push(`${text} = '' OR ${matches(text, SYSTEM)}`);
      if (field === 'prompt' || field === 'system_prompt')
        this.conditions.push(`NOT ${matches(text, REDACTION)}`);
    }
  }

  private checkNumber(field: NumberField): void {
    const kind = NUMBER_KIND[field];
    const { column, whole } = this.numberColumn(field);
    if (column !== null && whole) {
      const value = `ifNull(${quotedName(column.name)}, 0)`;
      this.conditions.push(`${value} >= 0 AND ${value} < ${endOf(kind)}`);
      return;
    }
    if (column !== null && kindOf(column.type) === 'real') {
      const value = this.terms.named(`toFloat64(ifNull(${quotedName(column.name)}, 0))`);
      this.conditions.push(`${value} >= 0 AND ${value} < ${kind === 'measure' ? 1e9 : endOf(kind)}`);
      // At a half the reference and the engine may round apart.
      if (field === 'temperature')
        this.conditions.push(`abs(${value} * 1000 - floor(${value} * 1000) - 0.5) > 0.000001`);
      if (kind !== 'measure') this.conditions.push(`${value} = floor(${value})`);
      return;
    }
    for (const name of this.reading.fields.get(field)!.columns)
      this.conditions.push(this.plainText(this.cell(name)));
    const text = this.numberText(field);
    const read =
      kind === 'measure'
        ? matches(text, DECIMAL)
        : kind === 'flag'
          ? `lower(${text}) IN (${listed([...TRUE_WORDS, ...FALSE_WORDS])})`
          : kind === 'status'
            ? `(${matches(text, DIGITS)} AND toUInt64OrZero(${text}) < ${STATUS_END}) OR ${matches(text, WORD)}`
            : matches(text, DIGITS);
    this.conditions.push(`${text} = '' OR ${read}`);
  }

  /** The one column of a number, where it is one by its type and nothing changes it. */
  private numberColumn(field: NumberField): { column: WarehouseColumn | null; whole: boolean } {
    const source = this.reading.fields.get(field);
    if (source === undefined || source.columns.length !== 1) return { column: null, whole: false };
    if (source.nulls.length + source.values.length > 0 || source.otherwise !== null)
      return { column: null, whole: false };
    const column = this.columnOf.get(source.columns[0]!)!;
    return { column, whole: kindOf(column.type) === 'whole' };
  }

  private numberText(field: NumberField): string {
    const source = this.reading.fields.get(field);
    return source === undefined ? "''" : this.terms.named(this.textOf(source));
  }

  private cell(column: string): string {
    return this.terms.named(`ifNull(${columnText(this.columnOf.get(column)!)}, '')`);
  }

  private plainText(text: string): string {
    return `length(${text}) <= ${LONGEST_TEXT} AND ${matches(text, PLAIN_TEXT)}`;
  }

  /** The text of a field, the empty one where it is missing. */
  private textOf({ columns, nulls, otherwise, values }: FieldSource): string {
    const missing = (text: string) =>
      `lower(${text}) IN (${listed(MISSING_WORDS)})${nulls.length > 0 ? ` OR ${text} IN (${listed(nulls)})` : ''}`;
    let found = "''";
    for (const column of [...columns].reverse()) {
      const cell = this.cell(column);
      const own = `if(${missing(cell)}, '', ${cell})`;
      found = found === "''" ? own : `if(${this.terms.named(own)} != '', ${this.terms.named(own)}, ${found})`;
    }
    if (values.length > 0) {
      const from = values.map(([text]) => text);
      const to = values.map(([, text]) => text);
      found = `transform(${found}, [${listed(from)}], [${listed(to)}], ${found})`;
    }
    if (otherwise !== null) {
      const named = this.terms.named(found);
      found = `if(${named} = '', ${quotedText(otherwise)}, ${named})`;
    }
    return found;
  }
}

function isNullable(type: string): boolean {
  return /^(?:LowCardinality\()?Nullable\(/.test(type);
}

function endOf(kind: NumberKind): number {
  return kind === 'status' ? STATUS_END : kind === 'flag' ? 2 : COUNT_END;
}
