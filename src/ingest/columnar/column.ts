/** Text by code; code -1 is null. Entries of the dictionary may repeat where the file has none of its own. */
export interface TextColumn {
  readonly kind: 'text';
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** Numbers that a double holds exactly as the file has them. */
export interface NumberColumn {
  readonly kind: 'number';
  /** 0 where null. */
  readonly values: Float64Array;
  /** 1 where a row is null; null where none is. */
  readonly nulls: Uint8Array | null;
}

/** Points in time. */
export interface TimeColumn {
  readonly kind: 'time';
  /** µs since the epoch, rounded down; 0 where null. */
  readonly micros: BigInt64Array;
  readonly nulls: Uint8Array | null;
  /** True where the file says that they are UTC; false for wall-clock times of a zone that it does not name. */
  readonly utc: boolean;
}

export type Column = TextColumn | NumberColumn | TimeColumn;

/** Rows that lie together in a file: a row group of Parquet, a record batch of Arrow. */
export interface ColumnBatch {
  /** Number of the first row in the file, from 0. */
  readonly firstRow: number;
  readonly rows: number;
  /** By name, in the order of the file; none of rows that cannot be read. */
  readonly columns: ReadonlyMap<string, Column>;
}

/**
 * The batches of a file in order. What it returns at its end says which rows could not be read and why, for people;
 * null where all could.
 */
export type ColumnBatches = AsyncGenerator<ColumnBatch, string | null, undefined>;

/** What the values of a column are, whichever format they come from. */
export type ColumnType =
  | { readonly is: 'text'; readonly repeats: boolean; readonly text: (value: unknown) => string }
  | { readonly is: 'integer' | 'real' }
  | { readonly is: 'time'; readonly utc: boolean; readonly perMicro: TimeScale };

/** µs in a unit (positive), or units in a µs (negative). */
export type TimeScale = 1_000_000n | 1000n | 1n | -1000n;

/** Makes a column of values, null or undefined being null. Integers above 2^53 make the batch's column text. */
export function columnOf(values: ArrayLike<unknown>, type: ColumnType): Column {
  if (type.is === 'text') return textColumn(values, type.repeats, type.text);
  if (type.is === 'time') return timeColumn(values, type.utc, type.perMicro);
  return numberColumn(values) ?? textColumn(values, true, String);
}

function textColumn(
  values: ArrayLike<unknown>,
  repeats: boolean,
  text: (value: unknown) => string,
): TextColumn {
  const codes = new Int32Array(values.length).fill(-1);
  const dictionary: string[] = [];
  const codeOf = new Map<unknown, number>(); // by value where that is one, which spares making the text again
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === null || value === undefined) continue;
    let code = repeats ? codeOf.get(value) : undefined;
    if (code === undefined) {
      code = dictionary.length;
      dictionary.push(text(value));
      if (repeats) codeOf.set(value, code);
    }
    codes[at] = code;
  }
  return { kind: 'text', codes, dictionary };
}

function numberColumn(values: ArrayLike<unknown>): NumberColumn | null {
  const numbers = new Float64Array(values.length);
  let nulls: Uint8Array | null = null;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value === 'number') numbers[at] = value;
    else if (typeof value === 'bigint') {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) return null;
      numbers[at] = number;
    } else {
      nulls ??= new Uint8Array(values.length);
      nulls[at] = 1;
    }
  }
  return { kind: 'number', values: numbers, nulls };
}

function timeColumn(values: ArrayLike<unknown>, utc: boolean, scale: TimeScale): TimeColumn {
  const micros = new BigInt64Array(values.length);
  let nulls: Uint8Array | null = null;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value === 'bigint') micros[at] = scaled(value, scale);
    else {
      nulls ??= new Uint8Array(values.length);
      nulls[at] = 1;
    }
  }
  return { kind: 'time', micros, nulls, utc };
}

function scaled(value: bigint, scale: TimeScale): bigint {
  if (scale > 0n) return value * scale;
  const whole = value / -scale;
  return value < 0n && whole * -scale !== value ? whole - 1n : whole;
}
