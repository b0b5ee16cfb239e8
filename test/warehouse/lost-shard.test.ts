import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClickhouseWarehouse, parseClickhouseAddress } from '../../src/warehouse/index.js';
import { Cluster } from './cluster.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.own();
  await cluster.run('CREATE TABLE endless (number UInt64) ENGINE = Distributed(stillhunt, system, numbers)');
});

afterAll(async () => {
  await cluster?.stop();
});

test('a shard that is killed in mid-query fails the statement, and the next one says that it is gone', async () => {
  const address = parseClickhouseAddress(`clickhouse://reader@127.0.0.1:${cluster.http[0]}/default.endless`);
  const warehouse = await ClickhouseWarehouse.open(address, { password: 'reader' });
  const ask = async () => {
    const text = 'SELECT sum(sipHash64(number)) FROM default.endless FORMAT RowBinary';
    const chunks: Uint8Array[] = [];
    for await (const chunk of warehouse.rows({ text, purpose: 'a test', settings: {} })) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  try {
    const failed = expect(ask()).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/ answers to a test with its error \d+: /),
    });
    await underWay();
    process.kill(cluster.pids[1], 'SIGKILL');
    await failed;
    await expect(ask()).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/error (209|210|279): /),
      next: expect.stringContaining('cannot be reached by the others'),
    });
  } finally {
    await warehouse.close();
  }
});

/** Waits until both shards work on the statement. */
async function underWay(): Promise<void> {
  const sums =
    "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'";
  for (let i = 0; i < 200; i++) {
    const both = await Promise.all([cluster.run(sums), cluster.run(sums, { shard: 1 })]);
    if (both.every((count) => Number(count) > 0)) return;
    await wait(25);
  }
  throw new Error('The statement did not reach both shards within five seconds.');
}
