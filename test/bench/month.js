// A case fed night by night: what each night's ingest costs, and what the analysis of all nights costs against that of one table with
// the same counts. Each step in a process of its own.
//   node test/bench/month.js [--nights 30] [--rows 1000000] [--accounts 50000] [--reading]
// --reading leaves out linking and assessing, which are the same for both.
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run, stillhunt } from './command.js';
import { writeUsageLog } from './usage-log.js';
import { withFolder } from './week.js';

const { values } = parseArgs({
  options: {
    nights: { type: 'string', default: '30' },
    rows: { type: 'string', default: '1000000' },
    accounts: { type: 'string', default: '50000' },
    reading: { type: 'boolean', default: false },
  },
});
const [nights, rows, accounts] = [values.nights, values.rows, values.accounts].map(Number);
const MONTH_RUN = fileURLToPath(new URL('./month-run.js', import.meta.url));
const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);
const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

await withFolder(async (folder) => {
  const hunt = join(folder, 'case');
  console.log('| night | ingest s | CPU s | peak MB |\n|---:|---:|---:|---:|');
  const cpu = [];
  const peaks = [];
  for (let night = 0; night < nights; night++) {
    const log = join(folder, `night-${String(night).padStart(3, '0')}.csv`);
    await writeUsageLog(log, rows, accounts, { night });
    const { milliseconds, cpuMilliseconds, peakBytes } = await stillhunt(
      'ingest',
      log,
      '--case',
      hunt,
      '--quiet',
    );
    cpu.push(cpuMilliseconds);
    peaks.push(peakBytes);
    console.log(
      `| ${night + 1} | ${seconds(milliseconds)} | ${seconds(cpuMilliseconds)} | ${megabytes(peakBytes)} |`,
    );
    await rm(log);
  }
  const third = Math.max(1, Math.floor(nights / 3));
  const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;
  const growth = mean(cpu.slice(-third)) / mean(cpu.slice(0, third));

  const one = join(folder, 'facets.arrow');
  const steps = values.reading ? ['read'] : ['read', 'analyse'];
  await run(['--max-old-space-size=8192', MONTH_RUN, 'join', hunt, one]);
  console.log(`one table of all nights: ${megabytes((await stat(one)).size)} MB\n`);
  console.log(
    '| | case s | CPU s | peak MB | one table s | CPU s | peak MB | ratio of CPU |\n|---|---:|---:|---:|---:|---:|---:|---:|',
  );
  let last = null;
  for (const step of steps) {
    const month = await run([MONTH_RUN, step, hunt]);
    const single = await run([MONTH_RUN, step, one]);
    const cells = [month, single].flatMap(({ milliseconds, cpuMilliseconds, peakBytes }) => [
      seconds(milliseconds),
      seconds(cpuMilliseconds),
      megabytes(peakBytes),
    ]);
    const ratio = (month.cpuMilliseconds / single.cpuMilliseconds).toFixed(2);
    console.log(`| ${step} | ${cells.join(' | ')} | ${ratio} |`);
    last = { step, ratio, peak: month.peakBytes };
  }
  console.log(
    `\nCPU of a night's ingest, last third against first: ${growth.toFixed(2)}\n` +
      `CPU of the step "${last.step}" on the case against one table of the same counts: ${last.ratio}\n` +
      `Peak memory: ${megabytes(Math.max(...peaks))} MB in ingest, ${megabytes(last.peak)} MB in "${last.step}"`,
  );
});
