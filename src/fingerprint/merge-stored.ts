import { CATALOGUE } from '../facet/catalogue.js';
import { ColumnWriter } from './column-writer.js';
import { addTotals, emptyTotals, type FacetTable } from './facet-table.js';
import { ReadableTexts } from './held-texts.js';
import { RunMerger } from './sorted-run.js';
import { StoredTable } from './stored-table.js';

/** A facet table in a file. */
export interface StoredTableFile {
  readonly path: string;
  /** What it is called in errors. */
  readonly name: string;
  /** Entries by facet of the catalogue. */
  readonly entries: readonly number[];
}

/**
 * The table of several tables on disk, which `mergeTables` would give of them; their order plays no part. Memory is that of
 * the result and a record batch of each. O(entries).
 * @throws StillhuntError `input` for a file that is no facet table of this version.
 */
export async function mergeStoredTables(files: readonly StoredTableFile[]): Promise<FacetTable> {
  const tables: StoredTable[] = [];
  try {
    for (const { path, name } of files) tables.push(await StoredTable.open(path, name));
    return await merged(tables, files);
  } finally {
    for (const table of tables) await table.close();
  }
}

async function merged(
  tables: readonly StoredTable[],
  files: readonly StoredTableFile[],
): Promise<FacetTable> {
  const accounts = [...new Set(tables.flatMap((table) => table.accounts))].sort(); // by UTF-16 code units
  const most = CATALOGUE.map((_, f) => files.reduce((sum, { entries }) => sum + entries[f]!, 0));
  const columns = new ColumnWriter(accounts.length, most);
  const totals = emptyTotals(accounts.length);
  const merger = new RunMerger();
  const next = tables.map(() => 0); // account of each table
  for (const [a, name] of accounts.entries()) {
    merger.clear();
    for (const [t, table] of tables.entries()) {
      const own = next[t]!;
      if (table.accounts[own] !== name) continue;
      while (!table.holds(own)) await table.load(own);
      const run = table.run(own);
      if (run !== null) merger.add(run, 0);
      addTotals(totals, a, table.totals, own);
      next[t] = own + 1;
    }
    merger.into(columns);
    columns.endAccount(a);
  }
  const facets = columns.finish();
  const texts = facets.map((entries, f) =>
    new ReadableTexts(tables.map((table) => table.texts[f]!)).heldBy(entries),
  );
  return { accounts, totals, facets, texts, fields: new Set(tables.flatMap(({ fields }) => fields).sort()) };
}
