// Reads a log into the facet table, and prints rows, counts and rows counted straight from bytes as JSON: what the speed
// benchmark measures of stillhunt.
//   node test/bench/facet-table.js FILE [WORKERS]
import { fingerprints } from '../../dist/tabulate/index.js';

const [file, workers] = process.argv.slice(2);
const { table, ingest, fusedRows } = await fingerprints(
  [file],
  workers === undefined ? {} : { workers: Number(workers) },
);
const entries = table.facets.reduce((n, { lo }) => n + lo.length, 0);
console.log(JSON.stringify({ rows: ingest.rows.accepted, entries, fusedRows }));
