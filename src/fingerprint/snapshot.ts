import {
  Field as ArrowField,
  AsyncByteQueue,
  Dictionary,
  Int8,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  type Table,
  tableFromIPC,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import { FIELDS, type Field } from '../record/usage-record.js';
import { type AccountTotals, type FacetEntries, type FacetTable, keyWords, valueKey } from './facet-table.js';
import { ValueTable } from './value-table.js';

/** Version of the table on disk; a reader refuses any other. */
export const FACET_TABLE_FORMAT = 'stillhunt/facet-table/1';

/** Rows in one Arrow record batch of the file. */
const BATCH_ROWS = 1 << 20;

/** Numbers of the dictionaries in the file. */
export const DICTIONARIES = { account: 1, facet: 2, text: 3 } as const;

/** Columns with their types, as Arrow names them. */
const SHAPE =
  'account: Dictionary<Int32, Utf8>, facet: Dictionary<Int8, Utf8>, value: Uint64, count: Uint64, text: Dictionary<Int32, Utf8>';

/** Totals are rows too: the sum or the time is the count, the value is 0. */
export const TOTAL_ROWS: readonly (readonly [string, keyof AccountTotals])[] = [
  ['requests', 'requests'],
  ['input_token_sum', 'inputTokens'],
  ['output_token_sum', 'outputTokens'],
  ['first_time_us', 'firstTime'],
  ['last_time_us', 'lastTime'],
];

/**
 * The facet table as one Arrow IPC file: a long table (account, facet, value, count, text), sorted by account,
 * facet and value. `facet` names the catalogue's facet or a total; `value` is the 64-bit value, high word first;
 * `text` is the readable form where there is one. Equal tables give equal bytes. O(entries).
 * @param batchRows rows in a record batch at most
 */
export function encodeFacetTable(table: FacetTable, batchRows = BATCH_ROWS): Uint8Array {
  return new Uint8Array(Buffer.concat([...facetTableChunks(table, batchRows)]));
}

/** The bytes of `encodeFacetTable` in turn, while one record batch is in memory. */
export function* facetTableChunks(table: FacetTable, batchRows = BATCH_ROWS): Generator<Uint8Array> {
  const names = [...TOTAL_ROWS.map(([name]) => name), ...CATALOGUE.map((facet) => facet.name)];
  const texts = new Map<string, number>(); // number in the dictionary
  const textCodes = table.texts.map((ofFacet) => {
    const values = new ValueTable();
    const codes: number[] = [];
    for (const [key, text] of ofFacet) {
      let code = texts.get(text);
      if (code === undefined) {
        code = texts.size;
        texts.set(text, code);
      }
      codes[values.enter(...keyWords(key))] = code;
    }
    return { values, codes };
  });
  const accountType = new Dictionary(new Utf8(), new Int32(), DICTIONARIES.account, false);
  const facetType = new Dictionary(new Utf8(), new Int8(), DICTIONARIES.facet, false);
  const textType = new Dictionary(new Utf8(), new Int32(), DICTIONARIES.text, false);
  const schema = new Schema(
    [
      new ArrowField('account', accountType, false),
      new ArrowField('facet', facetType, false),
      new ArrowField('value', new Uint64(), false),
      new ArrowField('count', new Uint64(), false),
      new ArrowField('text', textType, true),
    ],
    new Map([
      ['stillhunt.format', FACET_TABLE_FORMAT],
      ['stillhunt.fields', FIELDS.filter((field) => table.fields.has(field)).join(',')],
    ]),
  );
  const accountNames = vectorFromArray(table.accounts, new Utf8());
  const facetNames = vectorFromArray(names, new Utf8());
  const textNames = vectorFromArray([...texts.keys()], new Utf8());

  const total =
    table.accounts.length * TOTAL_ROWS.length + table.facets.reduce((n, { lo }) => n + lo.length, 0);
  const chunks = new Chunks();
  const writer = new RecordBatchFileWriter();
  writer.reset(chunks, schema);
  let rows = newRows(Math.min(batchRows, total));
  let left = total;
  let at = 0;
  const flush = () => {
    if (at === 0) return;
    const data = makeData({
      type: new Struct(schema.fields),
      length: at,
      nullCount: 0,
      children: [
        makeData({
          type: accountType,
          length: at,
          nullCount: 0,
          data: rows.account,
          dictionary: accountNames,
        }),
        makeData({ type: facetType, length: at, nullCount: 0, data: rows.facet, dictionary: facetNames }),
        makeData({ type: new Uint64(), length: at, nullCount: 0, data: rows.value }),
        makeData({ type: new Uint64(), length: at, nullCount: 0, data: rows.count }),
        makeData({
          type: textType,
          length: at,
          nullCount: rows.nulls,
          nullBitmap: rows.valid,
          data: rows.text,
          dictionary: textNames,
        }),
      ],
    });
    writer.write(new RecordBatch(schema, data));
    left -= at;
    rows = newRows(Math.min(batchRows, left));
    at = 0;
  };
  const push = (account: number, facet: number, lo: number, hi: number, count: number, text: number) => {
    rows.account[at] = account;
    rows.facet[at] = facet;
    rows.words[2 * at] = lo; // little-endian: low word first
    rows.words[2 * at + 1] = hi;
    rows.counts[2 * at] = count;
    rows.counts[2 * at + 1] = Math.floor(count / 0x1_0000_0000);
    rows.text[at] = Math.max(text, 0);
    if (text < 0) rows.nulls++;
    else rows.valid[at >> 3]! |= 1 << (at & 7);
    if (++at === batchRows) flush();
  };
  for (let a = 0; a < table.accounts.length; a++) {
    for (let t = 0; t < TOTAL_ROWS.length; t++) push(a, t, 0, 0, table.totals[TOTAL_ROWS[t]![1]][a]!, -1);
    for (let f = 0; f < CATALOGUE.length; f++) {
      const { starts, lo, hi, count } = table.facets[f]!;
      const { values, codes } = textCodes[f]!;
      for (let e = starts[a]!; e < starts[a + 1]!; e++) {
        const known = codes.length === 0 ? -1 : values.find(lo[e]!, hi[e]!);
        const text = known === -1 ? -1 : codes[known]!;
        push(a, TOTAL_ROWS.length + f, lo[e]!, hi[e]!, count[e]!, text);
      }
    }
    yield* chunks.take();
  }
  flush();
  writer.finish();
  yield* chunks.take();
}

/** What a writer has written and nobody has taken yet. */
class Chunks extends AsyncByteQueue {
  private written: Uint8Array[] = [];

  override write(value: ArrayBufferView | Uint8Array): void {
    this.written.push(value as Uint8Array);
  }

  take(): Uint8Array[] {
    return this.written.splice(0);
  }
}

/**
 * Reads what `encodeFacetTable` wrote. Throws `input` for anything else, naming the format found.
 */
export function decodeFacetTable(bytes: Uint8Array, name: string): FacetTable {
  const arrow = readArrow(bytes, name);
  checkFormat(arrow.schema, name);
  const [accountVector] = arrow.batches.length > 0 ? arrow.batches[0]!.data.children : [];
  const accounts = accountVector?.dictionary === undefined ? [] : [...accountVector.dictionary].map(String);
  const totalOf = new Map(TOTAL_ROWS.map(([label, key]) => [label, key]));
  const facetOf = new Map(CATALOGUE.map((facet, f) => [facet.name, f]));
  const totals: AccountTotals = {
    requests: new Float64Array(accounts.length),
    inputTokens: new Float64Array(accounts.length),
    outputTokens: new Float64Array(accounts.length),
    firstTime: new Float64Array(accounts.length),
    lastTime: new Float64Array(accounts.length),
  };
  const columns = CATALOGUE.map(() => ({
    starts: new Uint32Array(accounts.length + 1),
    lo: [] as number[],
    hi: [] as number[],
    count: [] as number[],
  }));
  const texts = CATALOGUE.map(() => new Map<string, string>());
  for (const batch of arrow.batches) {
    const [account, facet, value, count, text] = batch.data.children;
    const names = [...facet!.dictionary!].map(String);
    const words = new Uint32Array(value!.values.buffer, value!.values.byteOffset, batch.numRows * 2);
    const textNames = text!.dictionary;
    for (let i = 0; i < batch.numRows; i++) {
      const a = account!.values[i] as number;
      const label = names[facet!.values[i] as number]!;
      const n = Number(count!.values[i]);
      const key = totalOf.get(label);
      if (key !== undefined) {
        totals[key][a] = n;
        continue;
      }
      const f = facetOf.get(label);
      if (f === undefined) continue; // a facet of a later minor version
      const lo = words[2 * i]!;
      const hi = words[2 * i + 1]!;
      const column = columns[f]!;
      column.starts[a + 1]!++;
      column.lo.push(lo);
      column.hi.push(hi);
      column.count.push(n);
      if (text!.getValid(i))
        texts[f]!.set(valueKey(lo, hi), String(textNames!.get(text!.values[i] as number)));
    }
  }
  const facets = columns.map(({ starts, lo, hi, count }): FacetEntries => {
    for (let a = 0; a < accounts.length; a++) starts[a + 1]! += starts[a]!;
    return { starts, lo: Uint32Array.from(lo), hi: Uint32Array.from(hi), count: Float64Array.from(count) };
  });
  return {
    accounts,
    totals,
    facets,
    texts: texts.map((map) => new Map([...map].sort(([x], [y]) => (x < y ? -1 : 1)))),
    fields: new Set(storedFields(arrow.schema).sort()),
  };
}

/** @throws StillhuntError `input` for a schema that is none of a facet table of this version, naming the format found. */
export function checkFormat({ metadata }: Schema, name: string): void {
  const format = metadata.get('stillhunt.format');
  if (format === FACET_TABLE_FORMAT) return;
  throw new StillhuntError(
    'input',
    `${name}: found format ${JSON.stringify(format ?? 'none')}, expected ${FACET_TABLE_FORMAT}`,
    'Read it with the version of stillhunt that wrote it, or analyse the logs again.',
  );
}

/** @throws Error where the columns are not those that `encodeFacetTable` writes. */
export function checkShape({ fields }: Schema): void {
  const shape = fields.map(({ name, type }) => `${name}: ${type}`).join(', ');
  if (shape !== SHAPE) throw new Error(`the columns ${shape}`);
}

/** The fields that a stored table names. */
export function storedFields({ metadata }: Schema): Field[] {
  return (metadata.get('stillhunt.fields') ?? '').split(',').filter((f) => f !== '') as Field[];
}

function newRows(length: number) {
  const value = new BigUint64Array(length);
  const count = new BigUint64Array(length);
  return {
    account: new Int32Array(length),
    facet: new Int8Array(length),
    value,
    words: new Uint32Array(value.buffer), // the same memory, as pairs of words
    count,
    counts: new Uint32Array(count.buffer), // likewise
    text: new Int32Array(length),
    valid: new Uint8Array((length + 7) >> 3),
    nulls: 0,
  };
}

function readArrow(bytes: Uint8Array, name: string): Table {
  try {
    return tableFromIPC(bytes);
  } catch (error) {
    throw new StillhuntError(
      'input',
      `${name}: found ${bytes.length} bytes that are no whole Arrow file (${error instanceof Error ? error.message : String(error)})`,
      'Take the file from a pack whose SHA256SUMS verify.',
    );
  }
}
