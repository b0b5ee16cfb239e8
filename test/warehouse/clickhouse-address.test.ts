import { expect, test } from 'vitest';
import { parseClickhouseAddress } from '../../src/warehouse/clickhouse-address.js';

test.each([
  ['clickhouse://ann@logs.example/db.usage', 'ann', 8123, false, 'clickhouse://logs.example:8123/db.usage'],
  ['clickhouses://ann@logs.example/db.usage', 'ann', 8443, true, 'clickhouses://logs.example:8443/db.usage'],
  [
    'clickhouse://logs.example:80/db.usage?secure',
    'default',
    80,
    true,
    'clickhouses://logs.example:80/db.usage',
  ],
  [
    'clickhouse://logs.example:9/db.usage?secure=0',
    'default',
    9,
    false,
    'clickhouse://logs.example:9/db.usage',
  ],
  ['clickhouse://a%40b@[::1]:9/db.usage', 'a@b', 9, false, 'clickhouse://[::1]:9/db.usage'],
])('%s', (text, user, port, secure, name) => {
  const address = parseClickhouseAddress(text);
  expect(address).toMatchObject({ user, port, secure, name, database: 'db', table: 'usage' });
});

test('names with dots, quotes and other writing are percent-encoded', () => {
  const address = parseClickhouseAddress('clickhouse://h/d%2E1.us%60age%20%D1%8F');
  expect(address).toMatchObject({
    database: 'd.1',
    table: 'us`age я',
    name: 'clickhouse://h:8123/d.1.us%60age%20%D1%8F',
  });
});

test.each([
  'http://h/db.usage',
  'clickhouse:/h/db.usage',
  'clickhouse://h',
  'clickhouse://h/usage',
  'clickhouse://h/db.',
  'clickhouse://h/a.b.c',
  'clickhouse://h:0/a.b',
  'clickhouse://h:99999/a.b',
  'clickhouse://h/a.b?secure=perhaps',
  'clickhouse://h/a.b?compress=1',
  'clickhouse://h/a.b#c',
  'clickhouse://h/a.%zz',
  'clickhouse://',
])('%s is refused with the shape that is expected', (text) => {
  expect(() => parseClickhouseAddress(text)).toThrow(
    /Expected clickhouse:\/\/USER@HOST:PORT\/DATABASE\.TABLE/,
  );
});

test.each([
  'clickhouse://ann:hunter2@h/a.b',
  'clickhouse://ann:hunter2@h',
  'clickhouse://ann:hunter2@h:x/a.b',
])('a password in the address is refused and not repeated: %s', (text) => {
  let refusal: unknown;
  try {
    parseClickhouseAddress(text);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ kind: 'usage', message: expect.not.stringContaining('hunter2') });
});
