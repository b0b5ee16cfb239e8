import type { Dialect } from './dialect.js';

/** SQL of ClickHouse, from 18.16 on. */
export const clickhouseDialect: Dialect = { name: 'clickhouse' };
