import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/** A small simulated log with operations, cut into one file a day in `base`/nights; gives their paths. */
export async function simulateWeek(base: string): Promise<string[]> {
  const world = join(base, 'world');
  const { code } = await run([
    ...['simulate', '--out', world, '--seed', '7', '--evasion', '1'],
    ...['--accounts', '700', '--days', '5', '--requests', '40000'],
  ]);
  if (code !== 0) throw new Error('the log could not be simulated');
  const [head, ...rows] = readFileSync(join(world, 'log.csv'), 'utf8').trimEnd().split('\n');
  const time = head!.split(',').indexOf('timestamp');
  const byDay = new Map<string, string[]>();
  for (const row of rows) {
    const day = row.split(',')[time]!.slice(0, 10);
    const lines = byDay.get(day);
    if (lines === undefined) byDay.set(day, [row]);
    else lines.push(row);
  }
  mkdirSync(join(base, 'nights'));
  return [...byDay.keys()].sort().map((day) => {
    const path = join(base, 'nights', `${day}.csv`);
    writeFileSync(path, `${[head, ...byDay.get(day)!].join('\n')}\n`);
    return path;
  });
}
