import { StillhuntError } from '../errors.js';
import { CATALOGUE } from '../facet/catalogue.js';
import { ColumnWriter } from './column-writer.js';
import { emptyTotals, type FacetTable } from './facet-table.js';
import { NameNumbers } from './name-numbers.js';
import { MOST_ROWS, RunMerger } from './sorted-run.js';
import { StoredTable, type StoredTableFile } from './stored-table.js';
import { StoredTexts } from './stored-texts.js';

/** Bytes read at a time of all tables together, and of one at least and at most. */
const READ_BYTES = 32 << 20;
const FEWEST_BYTES = 1 << 16;
const MOST_BYTES = 1 << 20;
/** Files that are open at a time at most; systems permit some hundred. */
const MOST_OPEN = 128;

/**
 * The table of several tables on disk, which `mergeTables` would give of them; their order plays no part in the result, and
 * merging is fastest where they come in order of their days. Each file is read once and checked meanwhile. Memory is that of
 * the result, names, and a record batch of each file. O(entries · log files).
 * @throws StillhuntError `input` for a file that is no facet table of this version; `integrity` for one that is not what was
 *   written or cannot be read
 */
export async function mergeStoredTables(files: readonly StoredTableFile[]): Promise<FacetTable> {
  const tables: StoredTable[] = [];
  const texts = new NameNumbers();
  const shared = { accounts: new NameNumbers(), texts, textsOfValues: new StoredTexts(texts.names) };
  const share = Math.min(MOST_BYTES, Math.max(FEWEST_BYTES, READ_BYTES / files.length));
  const chunk = Math.floor(share / 8) * 8;
  try {
    for (const file of files)
      tables.push(await StoredTable.open(file, chunk, files.length <= MOST_OPEN, shared));
    const table = await merged(tables, files, shared);
    for (const each of tables) await each.finish();
    return table;
  } finally {
    for (const table of tables) await table.close();
  }
}

async function merged(
  tables: readonly StoredTable[],
  files: readonly StoredTableFile[],
  shared: { readonly accounts: NameNumbers; readonly textsOfValues: StoredTexts },
): Promise<FacetTable> {
  const { names } = shared.accounts;
  const order = Uint32Array.from(names, (_, n) => n).sort((x, y) => (names[x]! < names[y]! ? -1 : 1)); // by UTF-16 code units
  const most = CATALOGUE.map((_, f) => files.reduce((sum, { entries }) => sum + entries[f]!, 0));
  const columns = new ColumnWriter(order.length, most);
  const totals = emptyTotals(order.length);
  const merger = new RunMerger();
  const next = new Uint32Array(tables.length); // account of each table
  for (const [a, number] of order.entries()) {
    merger.clear();
    for (let t = 0; t < tables.length; t++) {
      const table = tables[t]!;
      const own = next[t]!;
      if (table.accounts[own] !== number) continue;
      while (!table.holds(own)) await table.load(own);
      const run = table.run(own);
      if (run !== null) merger.add(run, 0);
      table.addTotals(totals, a, own);
      next[t] = own + 1;
    }
    if (totals.requests[a]! >= MOST_ROWS) throw tooMany(totals.requests[a]!);
    merger.into(columns);
    columns.endAccount(a);
  }
  const facets = columns.finish();
  return {
    accounts: Array.from(order, (number) => names[number]!),
    totals,
    facets,
    texts: facets.map((entries, f) => shared.textsOfValues.of(f, entries, merger.cut[f] === 1)),
    fields: new Set(tables.flatMap(({ fields }) => fields).sort()),
  };
}

/** Counts of one account are 32-bit words while they are merged. */
function tooMany(requests: number): StillhuntError {
  return new StillhuntError(
    'input',
    `An account has ${requests} requests, and 4,294,967,295 are the most that can be merged.`,
    'Choose fewer days, or divide the account in the logs.',
  );
}
