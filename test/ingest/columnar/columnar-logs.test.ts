import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { RecordBatchStreamWriter, tableFromArrays } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { Accumulator, encodeFacetTable } from '../../../src/fingerprint/index.js';
import { inspectSource } from '../../../src/ingest/index.js';
import { readAll, readError, tempFile, tempFolder } from '../read-all.js';

const FOLDER = tempFolder();
const QUICK = new URL('../../../fixtures/quickstart/log.csv.gz', import.meta.url).pathname;
const at = (name: string) => join(FOLDER, name);
let duck: DuckDBConnection;

beforeAll(async () => {
  duck = await (await DuckDBInstance.create()).connect();
  writeFileSync(
    at('log.csv'),
    gunzipSync(readFileSync(QUICK)).toString().split('\n').slice(0, 6000).join('\n'),
  );
});

async function tableOf(path: string, options = {}) {
  const { batches, summary } = await readAll([path], options);
  const accumulator = new Accumulator();
  for (const batch of batches) accumulator.add(batch);
  return { bytes: Buffer.from(encodeFacetTable(accumulator.finish())), summary };
}

describe('a columnar log', () => {
  it.each([
    ['as text in every column', 'all_varchar=true', '*'],
    ['typed, with times in UTC', '', '* replace (timestamp::timestamptz as timestamp)'],
  ])('gives the table that the same log gives as CSV: %s', async (_, read, columns) => {
    const from = `read_csv('${at('log.csv')}'${read === '' ? '' : `, ${read}`})`;
    await duck.run("set timezone = 'UTC'");
    await duck.run(`copy (select ${columns} from ${from}) to '${at('log.parquet')}' (row_group_size 2048)`);
    const expected = await tableOf(at('log.csv'));
    const found = await tableOf(at('log.parquet'));
    expect(found.summary.rows).toEqual(expected.summary.rows);
    expect(found.bytes.equals(expected.bytes)).toBe(true);
    expect(found.summary.sources[0]).toMatchObject({
      format: 'parquet',
      profile: 'generic',
      status: 'complete',
    });
    const [first, last] = [expected.summary.sources[0]!.firstTime, expected.summary.sources[0]!.lastTime];
    expect(found.summary.sources[0]).toMatchObject({ firstTime: first, lastTime: last });
  });

  it('needs the zone of times that the file leaves without one', async () => {
    await duck.run(
      `copy (select timestamp '2026-03-02 11:00:00' as timestamp, 'a' as account_id) to '${at('local.parquet')}'`,
    );
    expect((await readError([at('local.parquet')])).next).toContain('--timezone');
    const { rows } = await readAll([at('local.parquet')], { timezone: '+02:00' });
    expect(rows[0]!['time']).toBe(Date.parse('2026-03-02T09:00:00Z') * 1000);
  });

  it('refuses rows one by one, by the number of the row', async () => {
    await duck.run(`copy (select * from (values
      (timestamptz '2026-03-02 11:00:00Z', 'a', 5, 'x'), (null, 'a', 5, 'x'), (timestamptz '2026-03-02 11:00:01Z', null, 5, 'x'),
      (timestamptz '1999-03-02 11:00:01Z', 'a', 5, 'x'), (timestamptz '2026-03-02 11:00:02Z', 'b', -5, 'x'),
      (timestamptz '2026-03-02 11:00:03Z', ' c ', null, 'NULL')) t(timestamp, account_id, input_tokens, model)) to '${at('faults.parquet')}'`);
    const { rows, summary } = await readAll([at('faults.parquet')]);
    expect(
      rows.map(({ account, input_tokens, model, line }) => [account, input_tokens, model, line]),
    ).toEqual([
      ['a', 5, 'x', 1],
      ['c', null, null, 6],
    ]);
    expect(summary.rows).toEqual({ read: 6, accepted: 2, quarantined: 4, filtered: 0 });
    expect(summary.quarantine.examples.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'missing-time'],
      [3, 'missing-account'],
      [4, 'time-out-of-range'],
      [5, 'bad-number'],
    ]);
  });

  it('is read by a profile, with nested columns', async () => {
    const json = new URL('../../../fixtures/ingest/profiles/langfuse.jsonl', import.meta.url).pathname;
    await duck.run(
      `copy (select * from read_json('${json}', union_by_name = true)) to '${at('langfuse.parquet')}'`,
    );
    const expected = await readAll([json]);
    const found = await readAll([at('langfuse.parquet')]);
    expect(found.summary.sources[0]!.profile).toBe(expected.summary.sources[0]!.profile);
    const plain = (rows: typeof found.rows) => rows.map(({ offset: _, line: __, ...row }) => row);
    expect(plain(found.rows)).toEqual(plain(expected.rows));
    expect(found.summary.rows).toEqual(expected.summary.rows);
  });

  it('may be Arrow, as a file or a stream', async () => {
    const table = tableFromArrays({
      timestamp: ['2026-03-02T11:00:00Z', '2026-03-02T11:00:01Z'],
      account_id: ['a', 'b'],
      input_tokens: Int32Array.of(5, 6),
    });
    const stream = tempFile('a.arrows', await RecordBatchStreamWriter.writeAll(table).toUint8Array());
    const { rows, summary } = await readAll([stream]);
    expect(rows.map(({ account, input_tokens }) => [account, input_tokens])).toEqual([
      ['a', 5],
      ['b', 6],
    ]);
    expect(summary.sources[0]!.format).toBe('arrow');
  });

  it('counts the rows of a part that cannot be read', async () => {
    const from = `read_csv('${at('log.csv')}', all_varchar=true)`;
    await duck.run(`copy (select * from ${from}) to '${at('parts.parquet')}' (row_group_size 2048)`);
    const bytes = readFileSync(at('parts.parquet'));
    bytes.fill(0xff, Math.floor(bytes.length * 0.5), Math.floor(bytes.length * 0.5) + 2000);
    const { summary } = await readAll([tempFile('hurt.parquet', bytes), at('log.csv')]);
    const [hurt, whole] = summary.sources;
    const found = [hurt!, whole!].sort(
      (x, y) => Number(y.status === 'damaged') - Number(x.status === 'damaged'),
    );
    expect(found[0]!.status).toBe('damaged');
    expect(found[0]!.rows.read).toBe(found[1]!.rows.read);
    expect(found[0]!.rows.quarantined).toBeGreaterThan(0);
    expect(summary.quarantine.reasons).toEqual({ 'unreadable-row': found[0]!.rows.quarantined });
  });

  it('may be one of several', async () => {
    const { summary } = await readAll([at('faults.parquet'), at('log.csv')]);
    expect(summary.sources.map(({ format }) => format)).toEqual(['parquet', 'csv']);
  });

  it('is inspected like any other', async () => {
    await duck.run(
      `copy (select * from read_csv('${at('log.csv')}', all_varchar=true)) to '${at('log.parquet')}'`,
    );
    const { opened, problem } = await inspectSource(at('log.parquet'));
    expect(problem).toBeNull();
    expect(opened).toMatchObject({ format: 'parquet', profileId: 'generic' });
    expect(opened!.records).toHaveLength(10);
  });

  it('cannot be read from a pipe or inside gzip, and says so', async () => {
    const { gzipSync } = await import('node:zlib');
    const packed = tempFile('a.parquet.gz', gzipSync(readFileSync(at('log.parquet'))));
    expect((await readError([packed])).message).toContain('Parquet inside gzip data');
  });
});
