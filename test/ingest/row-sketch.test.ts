import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RowSketch, rowHash } from '../../src/ingest/row-sketch.js';
import { readAll, tempFile, tempFolder } from './read-all.js';

const HEADER = 'timestamp,account_id,input_tokens,output_tokens,note';
const row = (i: number, note = '') =>
  `2026-03-02T${String(10 + Math.floor(i / 3600)).padStart(2, '0')}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z,acc_${i % 97},${i % 1000},${(i * 7) % 501},${note}`;
const log = (from: number, to: number, note = '') =>
  `${HEADER}\n${Array.from({ length: to - from }, (_, i) => row(from + i, note)).join('\n')}\n`;

async function read(...texts: string[]) {
  const folder = tempFolder();
  const paths = texts.map((text, i) => {
    const path = join(folder, `${i}.csv`);
    writeFileSync(path, text);
    return path;
  });
  return (await readAll(paths, { cwd: folder })).summary;
}

describe('the sample of rows', () => {
  it('sees exports that overlap, whatever else they say, and says by how much', async () => {
    const { sources, warnings } = await read(
      log(0, 20_000),
      log(15_000, 25_000, 'other'),
      log(25_000, 30_000),
    );
    expect(sources[1]!.overlaps).toHaveLength(1);
    expect(sources[1]!.overlaps[0]!.source).toBe('0.csv');
    expect(sources[1]!.overlaps[0]!.share).toBeCloseTo(0.5, 1);
    expect(sources[2]!.overlaps).toEqual([]);
    expect(sources.map(({ repeatedShare }) => repeatedShare)).toEqual([0, 0, 0]);
    expect(warnings.join('\n')).toMatch(/1\.csv: about (?:4\d|5\d) % of its rows stand in 0\.csv too/);
  });

  it('sees rows that a source holds twice', async () => {
    const once = log(0, 9000);
    const { sources, warnings } = await read(once + once.split('\n').slice(1, 3001).join('\n'));
    expect(sources[0]!.repeatedShare).toBeCloseTo(0.25, 1);
    expect(warnings.join('\n')).toMatch(/about 2\d % of its rows repeat/);
  });

  it('says nothing of the same account at other times, or of others at the same time', async () => {
    const others = log(0, 5000).replaceAll('acc_', 'bcc_');
    const later = log(0, 5000).replaceAll('2026-03-02', '2026-03-03');
    const { sources, warnings } = await read(log(0, 5000), others, later);
    expect(sources.map(({ overlaps }) => overlaps)).toEqual([[], [], []]);
    expect(warnings).toEqual([]);
  });

  it('is the same whatever the order and split of the rows', () => {
    const hashes = Array.from({ length: 30_000 }, (_, i) =>
      rowHash(1e15 + i * 17, i % 50, i % 51, i % 9, Number.NaN),
    );
    hashes.push(...hashes.slice(0, 7000));
    const all = new RowSketch(500);
    for (const hash of hashes) all.note(hash);
    const parts = [0, 1, 2].map((part) => {
      const sketch = new RowSketch(500);
      hashes
        .filter((_, i) => i % 3 === part)
        .reverse()
        .forEach((hash) => {
          sketch.note(hash);
        });
      return sketch.sample();
    });
    const merged = new RowSketch(500);
    for (const part of parts) merged.merge(part);
    expect(merged.sample()).toEqual(all.sample());
    expect(all.sample().hashes).toHaveLength(500);
  });

  it('tells rows apart by each thing that makes one', () => {
    const base = [1.7e15, 1, 2, 3, 4] as const;
    const seen = new Set([rowHash(...base)]);
    for (let place = 0; place < 5; place++) {
      for (let step = 1; step <= 200; step++) {
        const changed = [...base] as [number, number, number, number, number];
        changed[place]! += step;
        seen.add(rowHash(...changed));
      }
    }
    expect(seen.size).toBe(1001);
    expect(rowHash(1, 2, 3, Number.NaN, 0)).not.toBe(rowHash(1, 2, 3, 0, Number.NaN));
    for (const hash of seen) expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
  });

  it('of the same file twice is told once', async () => {
    const file = tempFile('a.csv', log(0, 50));
    const copy = tempFile('b.csv', log(0, 50));
    const { summary } = await readAll([file, copy]);
    expect(summary.warnings).toHaveLength(1);
    expect(summary.warnings[0]).toContain('the same bytes');
  });
});
