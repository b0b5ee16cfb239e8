// One step of the benchmark of counting in a warehouse, in a process of its own; prints what it took as JSON.
//   node test/bench/push-run.js push CLICKHOUSE_URL | local LOG
import { createHash } from 'node:crypto';
import { encodeFacetTable } from '../../dist/fingerprint/index.js';
import { fingerprints } from '../../dist/tabulate/index.js';
import { parseClickhouseAddress } from '../../dist/warehouse/clickhouse-address.js';
import { ClickhouseWarehouse } from '../../dist/warehouse/clickhouse-warehouse.js';
import { pushedFingerprints } from '../../dist/warehouse/index.js';

const [way, from] = process.argv.slice(2);
const start = performance.now();
const { table, moved = { bytes: 0, counted: 0, rows: 0 } } =
  way === 'push' ? await pushed() : await fingerprints([from]);
const milliseconds = performance.now() - start;
const hash = createHash('sha256').update(encodeFacetTable(table)).digest('hex');
console.log(
  JSON.stringify({
    milliseconds,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    bytes: moved.bytes,
    counted: moved.counted,
    fetched: moved.rows,
    hash,
  }),
);

async function pushed() {
  const warehouse = await ClickhouseWarehouse.open(parseClickhouseAddress(from), { password: '' });
  try {
    return await pushedFingerprints(warehouse);
  } finally {
    await warehouse.close();
  }
}
