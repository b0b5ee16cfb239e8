import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/stillhunt.js', import.meta.url));

/** Prints the peak resident memory and the processor time when the process ends. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('peak-rss-kib ' + process.resourceUsage().maxRSS + '\\n' + 'cpu-us ' + Object.values(process.cpuUsage()).reduce((a, b) => a + b) + '\\n'));",
)}`;

/**
 * Runs a Node program in a process of its own. Resolves with its standard output, its wall time in milliseconds and
 * its peak resident memory in bytes and the milliseconds that all its threads computed, as the process itself reports
 * them on leaving. Rejects when it ends with another code than 0.
 */
export function run(args) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, ['--import', PEAK, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      const peak = /peak-rss-kib (\d+)/.exec(stderr);
      const cpu = /cpu-us (\d+)/.exec(stderr);
      if (code !== 0) reject(new Error(`${args.join(' ')} ended with ${code}: ${stderr}`));
      else
        resolve({
          stdout,
          milliseconds,
          peakBytes: Number(peak?.[1] ?? 0) * 1024,
          cpuMilliseconds: Number(cpu?.[1] ?? 0) / 1000,
        });
    });
  });
}

export const stillhunt = (...args) => run([BIN, ...args]);
