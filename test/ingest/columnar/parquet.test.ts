import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { parquetBatches } from '../../../src/ingest/columnar/parquet.js';
import { tempFile, tempFolder } from '../read-all.js';
import { readColumns, valuesOf } from './read-columns.js';

const ROWS = 7000;
const FOLDER = tempFolder();
let duck: DuckDBConnection;

/** Column, how DuckDB makes it of row number i, and how DuckDB reads it back as what is expected. */
const COLUMNS: readonly (readonly [name: string, made: string, expected: string])[] = [
  ['few', `'v' || (i % 7)`, 'few'],
  ['many', `md5(i::varchar)`, 'many'],
  ['sparse', `case when i % 3 = 0 then null else 'é' || (i % 40) end`, 'sparse'],
  ['none', `null::varchar`, 'none'],
  ['small', `(i % 500)::smallint`, 'small::double'],
  ['whole', `case when i % 5 = 0 then null else i - 3000 end::integer`, 'whole::double'],
  ['long', `(i * 1000003)::bigint`, 'long::double'],
  ['longest', `(9007199254740990 + i)::bigint`, 'longest::varchar'],
  ['unsigned', `(18446744073709551615 - i::ubigint)::ubigint`, 'unsigned::varchar'],
  ['uint', `(2147483640 - i)::uinteger`, 'uint::double'],
  ['real', `case when i % 11 = 0 then null when i = 5 then 'nan'::double else i / 7.0 end::double`, 'real'],
  ['single', `(i / 7.0)::float`, 'single::double'],
  ['flag', `case when i % 4 = 0 then null else i % 3 = 0 end`, 'flag::varchar'],
  ['zoned', `make_timestamptz(1772000000000000 + i * 1000001)`, 'epoch_us(zoned)'],
  [
    'local',
    `case when i % 9 = 0 then null else make_timestamp(-1772000000000000 + i * 1000001) end`,
    'epoch_us(local)',
  ],
  ['nanos', `make_timestamp_ns(-5000 + i * 1001)`, 'floor(epoch_ns(nanos) / 1000.0)::bigint'],
  ['millis', `make_timestamp(1772000000000000 + i * 1000)::timestamp_ms`, 'epoch_us(millis)'],
  ['money', `((i - 3500) / 100.0)::decimal(9, 2)`, 'money::varchar'],
  ['wide', `((i - 3500)::varchar || '12345678901234567.0123456789')::decimal(38, 10)`, 'wide::varchar'],
  ['day', `date '1969-12-01' + i::integer`, 'day::varchar'],
  ['clock', `make_time((i % 24)::bigint, 5, 6.789)`, `strftime(date '2000-01-01' + clock, '%H:%M:%S.%f')`],
  ['id', `md5(i::varchar)::uuid`, 'id::varchar'],
  [
    'blob',
    `case when i % 2 = 0 then '\\xFF\\x01'::blob else 'ab'::blob end`,
    `case when i % 2 = 0 then '0xff01' else 'ab' end`,
  ],
  [
    'list',
    `case when i % 6 = 0 then null else [i, null, i + 1] end`,
    `replace(list::json::varchar, ' ', '')`,
  ],
  ['struct', `{'a': i, 'b': {'c': 'x' || i, 'd': null::integer}}`, `struct::json::varchar`],
];

const select = (i: number | string) =>
  COLUMNS.map(([name, made]) => `${made.replaceAll(/\bi\b/g, String(i))} as ${name}`).join(', ');

async function write(name: string, options: string, rows = ROWS): Promise<string> {
  const path = join(FOLDER, name);
  await duck.run(
    `copy (select i, ${select('i')} from range(${rows}) r(i)) to '${path}' (format parquet, ${options})`,
  );
  return path;
}

beforeAll(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run("set timezone = 'UTC'; set threads = 1; set preserve_insertion_order = true");
});

describe('parquetBatches', () => {
  it.each([
    'compression uncompressed',
    'compression snappy, row_group_size 2048',
    'compression gzip, row_group_size 4096',
    'compression zstd, row_group_size 2048',
    'compression brotli',
    'compression lz4_raw',
    'compression zstd, parquet_version v2, row_group_size 2048',
  ])('reads what DuckDB reads, %s', async (options) => {
    const count = options.includes('brotli') ? 300 : ROWS; // slow to write
    const path = await write(`${options.replaceAll(/\W+/g, '-')}.parquet`, options, count);
    const { batches, damage } = await readColumns(parquetBatches(path, 'x'));
    expect(damage).toBeNull();
    expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(count);
    expect(batches.map(({ firstRow }) => firstRow)).toEqual(batches.map((_, at) => at * batches[0]!.rows));
    for (const [name, , expected] of COLUMNS) {
      const rows = (await duck.runAndReadAll(`select ${expected} from '${path}' order by i`)).getRows();
      expect(valuesOf(batches, name), name).toEqual(rows.map(([value]) => value));
    }
  });

  it('gives codes where the file has a dictionary, and says which times are UTC', async () => {
    const path = await write('kinds.parquet', 'compression snappy');
    const { columns } = (await readColumns(parquetBatches(path, 'x'))).batches[0]!;
    expect(columns.get('few')).toMatchObject({
      kind: 'text',
      dictionary: ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6'],
    });
    expect(columns.get('zoned')).toMatchObject({ kind: 'time', utc: true, nulls: null });
    expect(columns.get('local')).toMatchObject({ kind: 'time', utc: false });
    expect([...columns.keys()]).toEqual(['i', ...COLUMNS.map(([name]) => name)]);
    expect(columns.get('longest')!.kind).toBe('text');
    expect(columns.get('long')!.kind).toBe('number');
  });

  it('rather tells of a group than misreads how DuckDB packs large unsigned numbers in version 2', async () => {
    const path = join(FOLDER, 'unsigned.parquet');
    await duck.run(
      `copy (select (4294967295 - i)::uinteger as n from range(500) r(i)) to '${path}' (format parquet, parquet_version v2)`,
    );
    const { batches, damage } = await readColumns(parquetBatches(path, 'x'));
    if (damage === null)
      expect(valuesOf(batches, 'n')[0]).toBe(4294967295); // where the library has learned it
    else expect(damage).toMatch(/cannot be read: column n has \d+ where 4294966796 to 4294967295 was said$/);
  });

  it('takes a code outside of the dictionary for damage, not for a null', async () => {
    const path = join(FOLDER, 'codes.parquet');
    await duck.run(
      `copy (select 'v' || (i % 7) as few from range(2000) r(i)) to '${path}' (format parquet, compression uncompressed)`,
    );
    const at = Number(
      (await duck.runAndReadAll(`select data_page_offset from parquet_metadata('${path}')`)).getRows()[0]![0],
    );
    const bytes = readFileSync(path).fill(0xff, at + 80, at + 86); // seven in three bits each
    const { batches, damage } = await readColumns(parquetBatches(tempFile('x.parquet', bytes), 'x'));
    expect(batches).toEqual([]);
    expect(damage).toMatch(/column few has \d+ nulls where 0 were said/);
  });

  it('says that nothing can be read where the directory is cut off', async () => {
    const whole = readFileSync(await write('cut.parquet', 'compression zstd'));
    for (const share of [0, 0.001, 0.5, 0.9, 0.9999]) {
      const path = tempFile('cut.parquet', whole.subarray(0, Math.floor(whole.length * share)));
      await expect(readColumns(parquetBatches(path, 'cut.parquet'))).rejects.toMatchObject({
        name: 'StillhuntError',
        kind: 'input',
        message: expect.stringContaining('cut.parquet is Parquet whose directory'),
      });
    }
  });

  it('gives the groups that can be read, and tells of the one that cannot', async () => {
    const path = await write('groups.parquet', 'compression zstd, row_group_size 2048');
    const offsets = await duck.runAndReadAll(
      `select data_page_offset from parquet_metadata('${path}') where path_in_schema = 'many' order by row_group_id`,
    );
    const bytes = readFileSync(path);
    const second = Number(offsets.getRows()[1]![0]);
    bytes.fill(0x55, second + 100, second + 400);
    const { batches, damage } = await readColumns(parquetBatches(tempFile('x.parquet', bytes), 'x'));
    expect(batches.map(({ firstRow, rows }) => [firstRow, rows])).toEqual([
      [0, 2048],
      [4096, 2048],
      [6144, 856],
    ]);
    expect(damage).toMatch(/^row group 2 of 4 \(rows 2048 to 4095\) cannot be read: /);
  });

  it('never fails in another way where bytes are wrong, and leaves no row out unsaid', async () => {
    const bytes = readFileSync(await write('flips.parquet', 'compression zstd, row_group_size 2048', 3000));
    let told = 0;
    for (let n = 0; n < 40; n++) {
      const flipped = Buffer.from(bytes);
      flipped[Math.floor((bytes.length * n) / 40)]! ^= 0x10;
      try {
        const { batches, damage } = await readColumns(parquetBatches(tempFile('x.parquet', flipped), 'x'));
        if (damage !== null) told++;
        else expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(3000);
      } catch (error) {
        expect(error).toMatchObject({ name: 'StillhuntError' });
      }
    }
    expect(told).toBeGreaterThan(0); // most flips are in texts, which have no checksum;
  });
});
