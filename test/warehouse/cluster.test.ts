import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster } from './cluster.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.shared();
});

afterAll(async () => {
  await cluster?.everywhere('DROP DATABASE IF EXISTS cluster_test');
});

test('two servers of one cluster answer, and a distributed table spreads its rows over both', async () => {
  expect(new Set(cluster.pids).size).toBe(2);
  await cluster.everywhere('CREATE DATABASE IF NOT EXISTS cluster_test');
  await cluster.everywhere(
    'CREATE TABLE cluster_test.local (account String, n UInt64) ENGINE = MergeTree() PARTITION BY tuple() ORDER BY account',
  );
  await cluster.everywhere(
    'CREATE TABLE cluster_test.all AS cluster_test.local ENGINE = Distributed(stillhunt, cluster_test, local, murmurHash3_32(account))',
  );
  const rows = Array.from({ length: 1000 }, (_, i) => `a${i}\t${i}\n`).join('');
  await cluster.run('INSERT INTO cluster_test.all FORMAT TabSeparated', { body: rows });
  const local = 'SELECT count() FROM cluster_test.local';
  const counts = [Number(await cluster.run(local)), Number(await cluster.run(local, { shard: 1 }))];
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(counts[0]! + counts[1]!).toBe(1000);
  expect(await cluster.run('SELECT count(), sum(n) FROM cluster_test.all')).toBe('1000\t499500\n');
});

test.each([
  ['reader', 'reader'],
  ['analyst', 'analyst'],
])('%s may read and not write', async (user, password) => {
  const ask = async (statement: string) => {
    const headers = { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password };
    const answer = await fetch(`http://127.0.0.1:${cluster.http[0]}/`, {
      method: 'POST',
      body: statement,
      headers,
    });
    return await answer.text();
  };
  expect(await ask('SELECT 1')).toBe('1\n');
  expect(await ask('CREATE DATABASE never')).toMatch(/^Code: 164/);
});
