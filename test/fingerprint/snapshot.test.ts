import {
  RecordBatchFileWriter,
  Schema,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { CATALOGUE, facetIndex } from '../../src/facet/catalogue.js';
import {
  Accumulator,
  decodeFacetTable,
  encodeFacetTable,
  FACET_TABLE_FORMAT,
  type FacetTable,
  mergeTables,
  valueKey,
} from '../../src/fingerprint/index.js';
import { batchOf, OPTIONAL_FIELDS, type Row } from '../record/rows.js';
import { forSeeds, Seeded } from '../record/seeded.js';
import { hostileLog } from './hostile-log.js';
import { kept, plainCounts } from './plain-table.js';

function tableOf(rows: readonly Row[]): FacetTable {
  const accumulator = new Accumulator();
  accumulator.add(batchOf(rows, OPTIONAL_FIELDS));
  return accumulator.finish();
}

describe('the facet table as a file', () => {
  it('comes back as it was, and gives the same bytes again', () => {
    forSeeds(3, (random) => {
      const table = tableOf(hostileLog(random, random.int(1, 1_200)));
      const bytes = encodeFacetTable(table);
      const back = decodeFacetTable(bytes, 'f');
      expect(back).toEqual(table);
      expect(Buffer.compare(encodeFacetTable(back), bytes)).toBe(0);
      expect([...back.texts.map((map) => [...map.keys()])]).toEqual([
        ...table.texts.map((map) => [...map.keys()]),
      ]);
    });
  });

  it('comes back from bytes that do not start on a word', () => {
    const table = tableOf(hostileLog(new Seeded(3), 200));
    const bytes = encodeFacetTable(table);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decodeFacetTable(moved.subarray(3), 'f')).toEqual(table);
  });

  it('may be decoded and merged on the way', () => {
    forSeeds(4, (random) => {
      const rows = hostileLog(random, 800);
      const parts = random.cut(random.shuffled(rows), 300);
      const stored = parts.map((part) => decodeFacetTable(encodeFacetTable(tableOf(part)), 'f'));
      expect(Buffer.compare(encodeFacetTable(mergeTables(stored)), encodeFacetTable(tableOf(rows)))).toBe(0);
    });
  });

  it('holds a table without accounts', () => {
    const empty = new Accumulator().finish();
    expect(decodeFacetTable(encodeFacetTable(empty), 'f')).toEqual(empty);
  });

  it('opens in plain Arrow, where the counts of each facet add up to the requests that had a value', () => {
    forSeeds(3, (random) => {
      const rows = hostileLog(random, 1_000);
      const arrow = tableFromIPC(encodeFacetTable(tableOf(rows)));
      expect(arrow.schema.fields.map(({ name }) => name)).toEqual([
        'account',
        'facet',
        'value',
        'count',
        'text',
      ]);
      expect(arrow.schema.metadata.get('stillhunt.format')).toBe(FACET_TABLE_FORMAT);
      const sums = new Map<string, bigint>();
      for (const row of arrow) sums.set(row.facet, (sums.get(row.facet) ?? 0n) + row.count);
      const plain = plainCounts(rows);
      for (const { name, keep } of CATALOGUE) {
        let expected = 0;
        for (const facets of plain.values()) {
          for (const { count } of kept(facets.get(name)!, keep)) expected += count;
        }
        expect(Number(sums.get(name) ?? 0n), name).toBe(expected);
      }
      expect(Number(sums.get('tick'))).toBe(rows.length);
      expect(Number(sums.get('requests'))).toBe(rows.length);
      expect(Number(sums.get('output_token_sum'))).toBe(
        rows.reduce((n, row) => n + (row.output_tokens ?? 0), 0),
      );
    });
  });

  it('is sorted by account, facet and value, each row once, with the text of the value', () => {
    const rows: Row[] = [
      { time: 1_780_000_000_000_000, account: 'b', model: 'm', prompt: 'secret text' },
      { time: 1_780_000_000_000_001, account: 'a', model: 'm', asn: 'AS7' },
    ];
    const arrow = tableFromIPC(encodeFacetTable(tableOf(rows)));
    const lines = [...arrow].map((row) => [row.account, row.facet, row.count, row.text]);
    expect(lines.map(([account]) => account).join('')).toMatch(/^a+b+$/);
    expect(lines.filter(([, facet]) => facet === 'model')).toEqual([
      ['a', 'model', 1n, 'm'],
      ['b', 'model', 1n, 'm'],
    ]);
    expect(lines.filter(([, facet]) => facet === 'asn')).toEqual([['a', 'asn', 1n, 'AS7']]);
    expect(lines.filter(([, facet]) => facet === 'prompt')).toEqual([['b', 'prompt', 1n, null]]);
    expect(lines.find(([account, facet]) => account === 'b' && facet === 'last_time_us')![2]).toBe(
      1_780_000_000_000_000n,
    );
    const order = ['requests', 'input_token_sum', 'output_token_sum', 'first_time_us', 'last_time_us'].concat(
      CATALOGUE.map(({ name }) => name),
    );
    const keys = [...arrow].map(
      (row) =>
        `${row.account} ${String(order.indexOf(row.facet)).padStart(3, '0')} ${String(row.value).padStart(20, '0')}`,
    );
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('never holds the text of a prompt, a key or a conversation', () => {
    const secret = 'my name is Vasilisa';
    const bytes = encodeFacetTable(
      tableOf([
        {
          time: 1_780_000_000_000_000,
          account: 'a',
          prompt: secret,
          system_prompt: secret,
          api_key: secret,
          session: secret,
          org: 'shown org',
        },
      ]),
    );
    expect(Buffer.from(bytes).includes('Vasilisa')).toBe(false);
    expect(Buffer.from(bytes).includes('shown org')).toBe(true);
  });

  it('keeps the first 256 characters of a long text', () => {
    const table = tableOf([{ time: 0, account: 'a', user_agent: 'ä'.repeat(300) }]);
    const client = facetIndex('client');
    const { lo, hi } = table.facets[client]!;
    expect(table.texts[client]!.get(valueKey(lo[0]!, hi[0]!))).toBe('ä'.repeat(256));
  });

  it('holds token sums above 2^32', () => {
    const rows = Array.from({ length: 5 }, (): Row => ({ time: 0, account: 'a', input_tokens: 2 ** 31 - 1 }));
    const back = decodeFacetTable(encodeFacetTable(tableOf(rows)), 'f');
    expect(back.totals.inputTokens[0]).toBe(5 * (2 ** 31 - 1));
  });

  it('refuses another format, naming it, as a fault of the input', () => {
    const table = tableOf(hostileLog(new Seeded(1), 20));
    const arrow = tableFromIPC(encodeFacetTable(table));
    const other = new Schema(
      arrow.schema.fields,
      new Map([['stillhunt.format', 'stillhunt/facet-table/99']]),
    );
    const bytes = RecordBatchFileWriter.writeAll(new Table(other, arrow.batches)).toUint8Array(true);
    const refusal = (given: Uint8Array) => {
      try {
        decodeFacetTable(given, 'old.arrow');
      } catch (error) {
        return error;
      }
      return null;
    };
    const error = refusal(bytes);
    expect(error).toBeInstanceOf(StillhuntError);
    expect(error).toMatchObject({
      kind: 'input',
      message: 'old.arrow: found format "stillhunt/facet-table/99", expected stillhunt/facet-table/1',
    });
    const foreign = refusal(tableToIPC(tableFromArrays({ x: [1, 2, 3] }), 'file'));
    expect(foreign).toBeInstanceOf(StillhuntError);
    expect(foreign).toMatchObject({ kind: 'input', message: expect.stringContaining('found format "none"') });
  });
});
