import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataType,
  Float64,
  Table,
  TimestampSecond,
  tableToIPC,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SipKey } from '../../src/facet/siphash.js';
import { encodeFacetTable } from '../../src/fingerprint/index.js';
import type { DayTable } from '../../src/tabulate/account-days.js';
import { dailyFingerprints, fingerprints } from '../../src/tabulate/index.js';
import { parseClickhouseAddress } from '../../src/warehouse/clickhouse-address.js';
import { ClickhouseWarehouse } from '../../src/warehouse/clickhouse-warehouse.js';
import {
  type DayOutcome,
  type DayStage,
  type PushedOptions,
  pushedDays,
  pushedFingerprints,
} from '../../src/warehouse/index.js';
import { forSeeds, type Seeded as Random } from '../record/seeded.js';
import { Cluster } from './cluster.js';

const DATABASE = 'pushed_test';
let cluster: Cluster;
const base = mkdtempSync(join(tmpdir(), 'stillhunt-pushed-'));

beforeAll(async () => {
  cluster = await Cluster.shared();
  await cluster.everywhere(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
});
afterAll(async () => {
  await cluster?.everywhere(`DROP DATABASE IF EXISTS ${DATABASE}`);
  rmSync(base, { recursive: true, force: true });
});

type Cell = string | number | null;
interface Column {
  readonly name: string;
  readonly type: string;
  readonly arrow: DataType;
  readonly cell: (random: Random) => Cell;
}

const text = (name: string, cell: Column['cell'], type = 'String'): Column => ({
  name,
  type,
  arrow: new Utf8(),
  cell,
});

/** What a log may hold in any column. */
const HOSTILE = [
  ...['', ' ', '-', 'null', 'NULL', 'None', 'n/a', '\\N', 'nan', '(null)', 'undefined'],
  ...[
    ' padded ',
    'tab\there',
    'line\nend',
    '\ttab first',
    'nul\0byte',
    '\u00a0space',
    '\ufeffmark',
    'é',
    'Агент/1.0 "x"',
    '日本',
    '\u{1f600}',
  ],
  ...[
    "quote'",
    'back\\slash',
    '`tick`',
    '"double"',
    "'); DROP TABLE usage; --",
    '$\u007bx}',
    '\u0001\u0002',
    '\ue0001\ue001',
    '__proto__',
  ],
  ...['[REDACTED]', 'redacted-by-litellm', '***', '{}', '[]', '<removed>', 'x'.repeat(2000), 'a,b', '=1+1'],
];
const one = (list: readonly Cell[]) => (random: Random) => list[random.int(0, list.length - 1)]!;
/** Of a list now and then, else the first of it. */
const odd = (list: readonly Cell[]) => (random: Random) =>
  random.int(0, 99) < 4 ? one(list)(random) : list[random.int(0, 3)]!;
const names =
  (prefix: string, most: number, hostile = 1) =>
  (random: Random) =>
    random.int(0, 99) < hostile ? one(HOSTILE)(random) : `${prefix}${random.int(0, most)}`;
const START = Date.UTC(2026, 5, 20);
const moment = (random: Random) => START + random.int(0, 4 * 86_400_000);
const iso = (random: Random) => {
  const at = new Date(moment(random)).toISOString();
  return odd([
    at,
    at.replace('T', ' '),
    at.replace(/\.\d+Z/, 'Z'),
    at.replace('Z', '123Z'),
    at.replace('Z', '+02:00'),
    at.replace('2026-06', '2026-02').replace(/-\d\dT/, '-30T'),
    `${at} `,
    '',
    'yesterday',
    '1999-01-01T00:00:00Z',
    '2026-06-21T23:59:60Z',
  ])(random);
};
const ADDRESSES = [
  '198.51.100.7',
  '198.51.100.200',
  '203.0.113.9',
  '192.0.2.1',
  '198.51.100.***',
  '2001:db8::1',
  '::ffff:198.51.100.7',
  '256.1.1.1',
  '1.2.3',
  '010.1.1.1',
  '',
  'net-7',
  '10.0.0.0/24',
];
const NUMBERS = [
  '0',
  '1',
  '7',
  '42',
  '1000',
  '65535',
  '123456789',
  '2147483647',
  '2147483648',
  '-1',
  '1.5',
  '1e3',
  '007',
  '',
  'n/a',
  ' 12',
  'x',
  '99999999999999999999',
];

const TEXTS: readonly Column[] = [
  text('timestamp', iso),
  text('request_id', names('r', 1_000_000, 3)),
  text('account_id', names('acc', 25, 4)),
  text('org_id', names('org', 6)),
  text('api_key_id', names('k', 9)),
  text('session_id', names('s', 400)),
  text('model', names('m', 4)),
  text('endpoint', names('/v1/e', 2)),
  text('ip', odd(ADDRESSES)),
  text(
    'asn',
    odd(['AS64500', 'as64501', '64502', '', 'AS', 'Example Net', '', '4294967295', '4294967296', '00']),
  ),
  text('country', names('C', 5)),
  text('user_agent', names('sdk/1.', 12)),
  text('payment_id', names('pay', 30)),
  text('device_id', names('dev', 90)),
  text('input_tokens', odd(NUMBERS)),
  text('output_tokens', odd(NUMBERS)),
  text('cached_tokens', one(['0', '5', '', '1000', '40', 'null'])),
  text('max_tokens', odd(['256', '1024', '', '4096', 'none', '17'])),
  text('temperature', odd(['0', '0.7', '0.70', '1', '0.0005', '0.3333', '1.0', '', '2e0', '.5', '1.'])),
  text('stream', odd(['true', 'false', 'TRUE', '1', '0', 'yes', '', 't', 'on'])),
  text('status', odd(['200', '429', '500', 'success', '', '999', '1000', 'Failure', '4xx'])),
  text('stop_reason', names('end_', 3)),
  text('latency_ms', odd(['0', '12', '12.5', '999.999', '1234567', '', '1e3', '0.9999', '12.3456'])),
  text('system_prompt_hash', names('5e1f', 40)),
  text('prompt_hash', names('abcdef', 3000)),
];

const maybe =
  (cell: Column['cell'], share = 15) =>
  (random: Random) =>
    random.int(0, 99) < share ? null : cell(random);
const numbers = (name: string, type: string, arrow: DataType, cell: Column['cell']): Column => ({
  name,
  type,
  arrow,
  cell,
});

const TYPED: readonly Column[] = [
  numbers('timestamp', 'DateTime', new TimestampSecond('UTC'), (random) => Math.floor(moment(random) / 1000)),
  text('account_id', names('acc', 25, 0)),
  text('model', maybe(names('m', 4)), 'Nullable(String)'),
  text('ip', maybe(one(ADDRESSES)), 'Nullable(String)'),
  text('prompt_hash', names('abcdef', 3000)),
  numbers(
    'input_tokens',
    'Nullable(UInt32)',
    new Uint32(),
    maybe((random) => random.int(0, 5_000)),
  ),
  numbers('output_tokens', 'UInt32', new Uint32(), (random) =>
    random.int(0, 9) === 0 ? 4_000_000_000 : random.int(0, 900),
  ),
  numbers(
    'cached_tokens',
    'Nullable(UInt32)',
    new Uint32(),
    maybe((random) => random.int(0, 6_000)),
  ),
  numbers(
    'max_tokens',
    'Nullable(UInt32)',
    new Uint32(),
    maybe((random) => random.int(0, 200)),
  ),
  numbers(
    'temperature',
    'Nullable(Float64)',
    new Float64(),
    maybe((random) => one([0, 0.7, 1, 0.0005, 0.3333, 1.25, -1])(random)),
  ),
  numbers('latency_ms', 'Float64', new Float64(), (random) => random.int(0, 100_000) / 7),
  numbers('status', 'UInt32', new Uint32(), one([200, 429, 0, 999, 1000])),
  numbers('stream', 'UInt32', new Uint32(), one([0, 1, 1, 0, 2])),
];
const MILLIS: readonly Column[] = [
  numbers('timestamp', 'UInt64', new Uint64(), (random) => moment(random)),
  ...TYPED.slice(1),
];

function tsv(cell: Cell): string {
  if (cell === null) return '\\N';
  return String(cell)
    .replace(/\\/g, '\\\\')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\0/g, '\\0');
}

let tables = 0;

/** The same rows as a table of two shards and as an Arrow file. */
async function both(random: Random, columns: readonly Column[], rows: number, sharding: string) {
  const name = `usage${tables++}`;
  const cells = Array.from({ length: rows }, () => columns.map((column) => column.cell(random)));
  const declared = columns.map((column) => `\`${column.name}\` ${column.type}`).join(', ');
  await cluster.everywhere(`CREATE TABLE ${DATABASE}.${name}_local (${declared}) ENGINE = Memory`);
  await cluster.everywhere(
    `CREATE TABLE ${DATABASE}.${name} AS ${DATABASE}.${name}_local ENGINE = Distributed(stillhunt, ${DATABASE}, ${name}_local, ${sharding})`,
  );
  await cluster.run(`INSERT INTO ${DATABASE}.${name} FORMAT TabSeparated`, {
    body: cells.map((row) => `${row.map(tsv).join('\t')}\n`).join(''),
  });
  const vectors: Record<string, Vector> = {};
  columns.forEach(({ name: column, arrow, type }, c) => {
    vectors[column] = vectorFromArray(
      cells.map((row) =>
        type === 'UInt64' ? BigInt(row[c]!) : type === 'DateTime' ? Number(row[c]) * 1000 : row[c],
      ),
      arrow,
    );
  });
  const file = join(base, `${name}.arrow`);
  writeFileSync(file, tableToIPC(new Table(vectors), 'file'));
  return { name, file };
}

async function using<T>(
  name: string,
  use: (warehouse: ClickhouseWarehouse) => Promise<T>,
  user = 'default',
): Promise<T> {
  const address = parseClickhouseAddress(
    `clickhouse://${user}@127.0.0.1:${cluster.http[0]}/${DATABASE}.${name}`,
  );
  const warehouse = await ClickhouseWarehouse.open(address, { password: user === 'default' ? '' : user });
  try {
    return await use(warehouse);
  } finally {
    await warehouse.close();
  }
}

const bytesOf = (table: Parameters<typeof encodeFacetTable>[0]) =>
  Buffer.from(encodeFacetTable(table)).toString('base64');
const KEY: SipKey = [1, 2, 3, 4];

async function alike(made: { name: string; file: string }, options: PushedOptions = {}, user = 'default') {
  const pushed = await using(made.name, (warehouse) => pushedFingerprints(warehouse, options), user);
  const { onProgress: _, signal: __, ...reading } = options;
  const { table, ingest } = await fingerprints([made.file], { workers: 0, ...reading });
  expect(pushed.ingest.rows).toEqual(ingest.rows);
  expect(pushed.ingest.quarantine.reasons).toEqual(ingest.quarantine.reasons);
  expect([...pushed.table.fields]).toEqual([...table.fields]);
  expect(pushed.table.accounts).toEqual(table.accounts);
  table.facets.forEach((facet, f) => {
    for (const part of ['starts', 'lo', 'hi', 'count'] as const)
      expect([...pushed.table.facets[f]![part]], `facet ${f} ${part}`).toEqual([...facet[part]]);
    expect(pushed.table.texts[f], `texts ${f}`).toEqual(table.texts[f]);
  });
  expect(bytesOf(pushed.table)).toBe(bytesOf(table));
  return pushed;
}

/** Keeps days as a case does, in memory. */
class Stage implements DayStage {
  readonly tables = new Map<number, DayTable>();
  private readonly outcomes = new Map<string, DayOutcome>();

  async known(day: number, plan: string, rows: number): Promise<DayOutcome | null> {
    return this.outcomes.get(`${day} ${plan} ${rows}`) ?? null;
  }

  async keep(day: DayTable, outcome: DayOutcome, plan: string, rows: number): Promise<void> {
    this.tables.set(day.day, day);
    this.outcomes.set(`${day.day} ${plan} ${rows}`, outcome);
  }
}

describe('what is counted in ClickHouse', () => {
  test('day by day merges to the same, in slices too, and days that are kept are not counted again', async () => {
    const made = await both(await seeded(9), TYPED, 2000, 'rand()');
    const stage = new Stage();
    const options = { slices: 3 };
    const first = await using(made.name, (warehouse) => pushedDays(warehouse, options, stage));
    const { days, ingest } = await dailyFingerprints([made.file], { workers: 1 });
    expect(first.ingest.rows).toEqual(ingest.rows);
    expect(first.days).toEqual(days.map(({ day }) => day));
    const fields = new Set(first.fields);
    for (const { day, table } of days)
      expect(bytesOf({ ...stage.tables.get(day)!.table, fields }), `day ${day}`).toBe(bytesOf(table));
    const again = await using(made.name, (warehouse) => pushedDays(warehouse, options, stage));
    expect(again.resumed).toBe(days.length);
    expect(again.ingest).toEqual(first.ingest);
  });

  test('is the same for users with read rights alone', async () => {
    const made = await both(await seeded(5), TYPED, 500, 'rand()');
    for (const user of ['reader', 'analyst']) await alike(made, {}, user);
  });

  test('holds values that a key chooses, where a case has one', async () => {
    const made = await both(await seeded(6), TYPED, 1500, 'rand()');
    const pushed = await using(made.name, (warehouse) => pushedFingerprints(warehouse, { key: KEY }));
    const { table } = await fingerprints([made.file], { workers: 1, key: KEY });
    expect(bytesOf(pushed.table)).toBe(bytesOf(table));
  });

  for (const [kind, columns] of [
    ['texts', TEXTS],
    ['types', TYPED],
    ['milliseconds', MILLIS],
  ] as const)
    for (const sharding of ['murmurHash3_32(account_id)', 'rand()'])
      test(`is what is counted here, of ${kind}, sharded by ${sharding}`, async () => {
        const random = await seeded(kind.length + sharding.length);
        const pushed = await alike(await both(random, columns, 3000, sharding));
        // Not all rows were read here: the server did count.
        expect(pushed.moved.counted).toBeGreaterThan(300);
        expect(pushed.moved.reasons).toEqual([]);
      });
});

async function seeded(seed: number): Promise<Random> {
  let found: Random | null = null;
  forSeeds(seed, (random) => {
    found = random;
  });
  return found!;
}
