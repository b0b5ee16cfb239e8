// What both peers share: the log in DuckDB, whatever columns it has, and findings that `stillhunt evaluate` scores.
import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';

/** Columns that a peer may ask for; one that the log lacks is NULL in every row, and so is an empty cell. */
const COLUMNS = {
  account_id: 'VARCHAR',
  org_id: 'VARCHAR',
  payment_id: 'VARCHAR',
  ip: 'VARCHAR',
  model: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  input_tokens: 'BIGINT',
  output_tokens: 'BIGINT',
  temperature: 'DOUBLE',
  max_tokens: 'BIGINT',
  user_agent: 'VARCHAR',
  session_id: 'VARCHAR',
};

/**
 * Opens a log as the table `log`. Resolves with what runs a statement, what fetches the rows of a query as objects,
 * and the columns that the log has. `network` is the /24 of an IPv4 address, and of an IPv6 one the first 64 bits as
 * they are written.
 */
export async function openLog(file) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const run = (sql) => connection.run(sql);
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const source = `read_csv('${file.replaceAll("'", "''")}', all_varchar = true)`;
  const names = new Set((await rows(`DESCRIBE SELECT * FROM ${source}`)).map((row) => row.column_name));
  const columns = Object.entries(COLUMNS).map(([name, type]) =>
    names.has(name) ? `CAST(nullif("${name}", '') AS ${type}) AS "${name}"` : `NULL::${type} AS "${name}"`,
  );
  await run(`
    CREATE TABLE log AS
    SELECT *, CASE WHEN contains(ip, ':') THEN array_to_string(string_split(ip, ':')[1:4], ':')
                   ELSE regexp_extract(ip, '^(.*)\\.', 1) END AS network
    FROM (SELECT ${columns.join(', ')} FROM ${source})`);
  return { run, rows, names, close: () => connection.closeSync() };
}

/** Writes groups, the most suspicious first, each `{ alert, members }` with account ids. */
export function writeFindings(file, groups) {
  const document = {
    schema: 'stillhunt/findings/1',
    groups: groups.map(({ alert, members }, n) => ({
      id: `P-${n + 1}`,
      rank: n + 1,
      alert,
      members: members.map((account_id) => ({ account_id })),
    })),
  };
  return writeFile(file, JSON.stringify(document));
}
