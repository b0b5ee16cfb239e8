import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseClickhouseAddress } from '../../src/warehouse/clickhouse-address.js';
import { type ClickhouseOptions, ClickhouseWarehouse } from '../../src/warehouse/clickhouse-warehouse.js';
import type { Statement } from '../../src/warehouse/index.js';
import { Cluster } from './cluster.js';

const DATABASE = 'connection_test';
const USERS = [
  ['default', ''],
  ['reader', 'reader'],
  ['analyst', 'analyst'],
] as const;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.shared();
  await cluster.everywhere(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
  await cluster.run(
    `CREATE TABLE ${DATABASE}.usage (account String, \`in\\\`put\` Nullable(UInt32)) ENGINE = Memory`,
  );
});

afterAll(async () => {
  await cluster?.everywhere(`DROP DATABASE IF EXISTS ${DATABASE}`);
});

function opened(user = 'reader', options: Partial<ClickhouseOptions> = {}, signal?: AbortSignal) {
  const address = parseClickhouseAddress(
    `clickhouse://${user}@127.0.0.1:${cluster.http[0]}/${DATABASE}.usage`,
  );
  const password = USERS.find(([name]) => name === user)?.[1] ?? '';
  return ClickhouseWarehouse.open(address, { password, ...options }, signal);
}

/** What a warehouse is opened for and used, and closed whatever comes. */
async function using<T>(
  opening: Promise<ClickhouseWarehouse>,
  use: (warehouse: ClickhouseWarehouse) => Promise<T>,
) {
  const warehouse = await opening;
  try {
    return await use(warehouse);
  } finally {
    await warehouse.close();
  }
}

function statement(text: string, settings: Statement['settings'] = {}): Statement {
  return { text: `${text} FORMAT RowBinary`, purpose: 'a test', settings };
}

async function bytes(
  warehouse: ClickhouseWarehouse,
  asked: Statement,
  signal?: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of warehouse.rows(asked, signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Statements of this program that a server runs. */
async function running(): Promise<number> {
  const where = "query_id LIKE 'stillhunt-%' AND query LIKE '%never_ending%'";
  return Number(await cluster.run(`SELECT count() FROM system.processes WHERE ${where}`));
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await what()) return;
    await wait(50);
  }
  throw new Error('It did not come about within five seconds.');
}

const NEVER_ENDING = statement('SELECT sum(sipHash64(number)) AS never_ending FROM system.numbers');

describe('users with read rights', () => {
  test.each(USERS)('%s reads columns and rows, whatever settings are wished', async (user) => {
    await using(opened(user), async (warehouse) => {
      expect(warehouse.name).toBe(`clickhouse://127.0.0.1:${cluster.http[0]}/${DATABASE}.usage`);
      expect(await warehouse.columns()).toEqual([
        { name: 'account', type: 'String' },
        { name: 'in`put', type: 'Nullable(UInt32)' },
      ]);
      const asked = statement("SELECT 'a\\n\\t\\0', toUInt16(number) FROM system.numbers LIMIT 2", {
        max_threads: 1,
      });
      expect(await bytes(warehouse, asked)).toEqual(
        Buffer.from('\x04a\n\t\0\0\0\x04a\n\t\0\x01\0', 'latin1'),
      );
    });
  });

  test.each(USERS)('%s cannot write through it, whatever the user might', async (user) => {
    await using(opened(user), async (warehouse) => {
      const drop = bytes(warehouse, statement(`DROP TABLE ${DATABASE}.usage`));
      await expect(drop).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringContaining('error 164'),
        next: 'The user needs to read the table, SELECT on it, and nothing else.',
      });
    });
    expect(await cluster.run(`EXISTS TABLE ${DATABASE}.usage`)).toBe('1\n');
  });

  test('settings reach the server where the user may set some', async () => {
    const asked = statement("SELECT value FROM system.settings WHERE name = 'max_block_size'", {
      max_block_size: 1234,
    });
    const values = [];
    for (const [user] of USERS)
      values.push((await using(opened(user), (w) => bytes(w, asked))).toString('latin1'));
    expect(values).toEqual(['\x041234', '\x0565536', '\x041234']);
  });
});

describe('faults', () => {
  test('an error in mid-stream throws and gives none of its text as rows', async () => {
    const asked = statement('SELECT throwIf(number = 3000000) FROM system.numbers LIMIT 4000000', {
      max_block_size: 1000,
    });
    for (const [user] of USERS)
      await using(opened(user), async (warehouse) => {
        const got: Uint8Array[] = [];
        const reading = async () => {
          for await (const chunk of warehouse.rows(asked)) got.push(chunk);
        };
        await expect(reading()).rejects.toMatchObject({
          kind: 'input',
          message: expect.stringContaining('error 395'),
        });
        expect(Buffer.concat(got).includes('Code:')).toBe(false);
      });
  });

  test.each([
    [
      'a password that does not hold',
      { password: 'wrong' },
      /error 193: Wrong password for user reader/,
      /STILLHUNT_CLICKHOUSE_PASSWORD/,
    ],
    ['no password', { password: '' }, /error 194/, /STILLHUNT_CLICKHOUSE_PASSWORD/],
  ])('%s', async (_, options, message, next) => {
    await expect(opened('reader', options)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
      next: expect.stringMatching(next),
    });
  });

  test('a user and a table that are not there', async () => {
    await expect(opened('nobody')).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('error 192'),
    });
    const address = parseClickhouseAddress(`clickhouse://127.0.0.1:${cluster.http[0]}/${DATABASE}.none`);
    await using(ClickhouseWarehouse.open(address, { password: '' }), async (warehouse) => {
      await expect(warehouse.columns()).rejects.toMatchObject({
        kind: 'input',
        message: `${address.name} answers to its columns with its error 60: Table ${DATABASE}.none doesn't exist.`,
        next: expect.stringContaining('Check the table'),
      });
    });
  });

  test('memory that the server does not allow: more slices are advised', async () => {
    await using(opened('analyst'), async (warehouse) => {
      const asked = statement(
        'SELECT length(groupArray(number)) FROM (SELECT number FROM system.numbers LIMIT 9000000)',
        {
          max_memory_usage: 10_000_000,
        },
      );
      await expect(bytes(warehouse, asked)).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringContaining('error 241'),
        next: expect.stringContaining('--slices'),
      });
    });
  });

  test('nothing listens, the native port is named, and what answers is no ClickHouse', async () => {
    const open = (port: number) =>
      ClickhouseWarehouse.open(parseClickhouseAddress(`clickhouse://127.0.0.1:${port}/a.b`), {
        password: '',
      });
    await expect(open(1)).rejects.toMatchObject({
      kind: 'input',
      message: 'clickhouse://127.0.0.1:1/a.b cannot be reached: nothing listens there.',
    });
    const port = { kind: 'input', next: expect.stringContaining('HTTP interface') };
    await expect(open(cluster.tcp[0])).rejects.toMatchObject(port);
    const other = await listening(
      createServer((_, answer) => answer.writeHead(404).end('<html>\n not here </html>')),
    );
    try {
      await expect(open(portOf(other))).rejects.toMatchObject({
        ...port,
        message: expect.stringContaining('<html> not here'),
      });
    } finally {
      other.close();
    }
  });

  test('a statement that takes too long ends with advice, here and on the server', async () => {
    await using(opened('reader', { statementSeconds: 1 }), async (warehouse) => {
      await expect(bytes(warehouse, NEVER_ENDING)).rejects.toMatchObject({
        kind: 'input',
        message: `${warehouse.name} gave no answer to a test for 1 s.`,
        next: expect.stringContaining('--statement-timeout'),
      });
    });
    await until(async () => (await running()) === 0);
  });
});

describe('giving up', () => {
  test.each(USERS)('an abort ends the statement of %s on the server', async (user) => {
    await using(opened(user), async (warehouse) => {
      const abort = new AbortController();
      const reading = bytes(warehouse, NEVER_ENDING, abort.signal);
      const failed = expect(reading).rejects.toMatchObject({ kind: 'interrupted' });
      await until(async () => (await running()) === 1);
      abort.abort();
      await failed;
      await until(async () => (await running()) === 0);
      await expect(bytes(warehouse, NEVER_ENDING, abort.signal)).rejects.toMatchObject({
        kind: 'interrupted',
      });
      expect(await bytes(warehouse, statement('SELECT toUInt8(7)'))).toEqual(Buffer.of(7));
    });
  });

  test('rows that are read no further take no harm', async () => {
    await using(opened(), async (warehouse) => {
      for await (const chunk of warehouse.rows(
        statement('SELECT number FROM system.numbers LIMIT 1000000'),
      )) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      expect(await bytes(warehouse, statement('SELECT toUInt8(7)'))).toEqual(Buffer.of(7));
    });
  });
});

test('the server tells how far a statement is, to a user who may only read', async () => {
  const told: number[] = [];
  const abort = new AbortController();
  const options: Partial<ClickhouseOptions> = {
    watchMillis: 50,
    onServer: ({ rowsRead, memoryPeak }) => {
      told.push(rowsRead);
      if (rowsRead > 0 && memoryPeak > 0) abort.abort();
    },
  };
  await using(opened('reader', options), async (warehouse) => {
    await expect(bytes(warehouse, NEVER_ENDING, abort.signal)).rejects.toMatchObject({ kind: 'interrupted' });
  });
  expect(Math.max(...told)).toBeGreaterThan(0);
});

describe('TLS', () => {
  let folder: string;
  let server: Server;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stillhunt-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '2',
    ];
    execFileSync('openssl', [...made, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], {
      stdio: 'pipe',
    });
    // The cluster speaks plain HTTP: this stands before it, as a proxy does.
    const secure = createSecureServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      (asked, answer) => {
        const { url, method, headers } = asked;
        const passed = request(
          { host: '127.0.0.1', port: cluster.http[0], path: url, method, headers },
          (got) => {
            answer.writeHead(got.statusCode!, got.headers);
            got.pipe(answer);
          },
        );
        asked.pipe(passed);
      },
    );
    server = await listening(secure);
  });

  afterAll(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['clickhouses://reader@localhost:PORT/a.b', 'clickhouse://reader@localhost:PORT/a.b?secure'])(
    '%s is trusted by the authority that is named, and not without',
    async (text) => {
      const address = parseClickhouseAddress(text.replace('PORT', String(portOf(server))));
      const password = 'reader';
      await expect(ClickhouseWarehouse.open(address, { password })).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringContaining('cannot be trusted'),
        next: expect.stringContaining('--ca-file'),
      });
      const authority = readFileSync(join(folder, 'certificate.pem'));
      await using(ClickhouseWarehouse.open(address, { password, authority }), async (warehouse) => {
        expect(await bytes(warehouse, statement('SELECT toUInt8(7)'))).toEqual(Buffer.of(7));
      });
    },
  );

  test('plain words to a secure port say what to check', async () => {
    const address = parseClickhouseAddress(`clickhouse://reader@localhost:${portOf(server)}/a.b`);
    await expect(ClickhouseWarehouse.open(address, { password: 'reader' })).rejects.toMatchObject({
      kind: 'input',
    });
  });
});

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
