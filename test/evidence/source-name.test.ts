import { expect, test } from 'vitest';
import { sourceNames } from '../../src/evidence/source-name.js';

const TABLE = { name: 'clickhouse://logs.example:8123/db.usage', archive: null, format: 'clickhouse' };
const file = (name: string) => ({ name, archive: null, format: 'csv' });

test('the address of a table is shown whole, and files beside it without their common folder', () => {
  expect(sourceNames([TABLE])).toEqual([TABLE.name]);
  expect(sourceNames([file('/logs/may/a.csv'), TABLE, file('/logs/may/in/b.csv')])).toEqual([
    'a.csv',
    TABLE.name,
    'in/b.csv',
  ]);
});

test('a file whose folders are named like an address is a file', () => {
  expect(sourceNames([file(TABLE.name)])).toEqual(['db.usage']);
});
