import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBatches } from '../../../src/ingest/index.js';
import { readAll, readError, tempFile } from '../read-all.js';
import {
  cut,
  fixtureBytes,
  fixturePath,
  flipped,
  idsOf,
  requestIds,
  rowsText,
  spread,
} from './known-rows.js';

const IDS = requestIds(4000, 'log');

describe('zstd', () => {
  it.each(['log.csv.zst', 'frames.csv.zst'])(
    'reads %s as stock zstd wrote it, however it arrives',
    async (name) => {
      const plain = await readAll([tempFile('log.csv', rowsText(4000, 'log'))]);
      expect(idsOf(plain.rows)).toEqual(IDS);
      for (const blockBytes of [1, 7, 64 * 1024]) {
        const { rows, summary } = await readAll([fixturePath(name)], { blockBytes });
        expect(rows).toEqual(plain.rows); // offsets and lines too
        expect(summary.sources[0]).toMatchObject({
          status: 'complete',
          compression: 'zstd',
          sha256: createHash('sha256').update(fixtureBytes(name)).digest('hex'),
          archive: null,
        });
      }
    },
  );

  it('is told by content, also behind a skippable frame', async () => {
    const path = tempFile(
      'log.txt',
      Buffer.concat([Buffer.from('502a4d180100000000', 'hex'), fixtureBytes('log.csv.zst')]),
    );
    expect(idsOf((await readAll([path])).rows)).toEqual(IDS);
  });

  it('keeps what comes before a cut, whole rows alone, and says where', async () => {
    const size = fixtureBytes('log.csv.zst').length;
    let kept = 0;
    for (const at of spread(5, size, 60)) {
      const reading = readAll([cut('log.csv.zst', at)]);
      const { rows, summary } = await reading.catch((error) => {
        expect(error.message).toContain('is damaged: the zstd data ends early');
        return { rows: [], summary: null };
      });
      if (summary === null) continue;
      const [source] = summary.sources;
      expect(source).toMatchObject({ status: 'damaged', bytes: at });
      expect(source!.statusDetail).toMatch(`the zstd data ends early at stored byte ${at}, after `);
      expect(idsOf(rows)).toEqual(IDS.slice(0, rows.length));
      expect(summary.rows.quarantined).toBe(summary.quarantine.reasons['truncated-last-record'] ?? 0);
      kept = rows.length;
    }
    expect(kept).toBe(4000); // the last cut is in the checksum
  });

  it('never loses rows unseen where a bit is wrong', async () => {
    const size = fixtureBytes('log.csv.zst').length;
    let damaged = 0;
    for (const at of spread(0, size, 80)) {
      try {
        const { rows, summary } = await readAll([flipped('log.csv.zst', at)]);
        if (summary.sources[0]!.status === 'damaged') damaged++;
        else expect(idsOf(rows)).toEqual(IDS);
      } catch (error) {
        expect(error).toMatchObject({ name: 'StillhuntError', kind: 'input' });
      }
    }
    expect(damaged).toBeGreaterThan(20);
  });

  it('reads the other files of the run', async () => {
    const other = tempFile('other.csv', rowsText(3, 'other'));
    const { summary } = await readAll([cut('log.csv.zst', 30_000), other]);
    expect(summary.sources.map(({ status }) => status).sort()).toEqual(['complete', 'damaged']);
    expect(summary.rows.accepted).toBeGreaterThan(2000);
  });

  it('tells of rows behind the last frame', async () => {
    const path = tempFile(
      'log.zst',
      Buffer.concat([fixtureBytes('log.csv.zst'), Buffer.from('2026-03-02T11:04:09Z,a,b\n')]),
    );
    const { summary } = await readAll([path]);
    expect(summary.sources[0]).toMatchObject({ status: 'damaged', rows: { accepted: 4000 } });
    expect(summary.sources[0]!.statusDetail).toContain('something follows the end of the zstd data');
  });

  it('says what to do about a window that needs gigabytes, and takes none', async () => {
    const error = await readError([fixturePath('wide-window.csv.zst')]);
    expect(error.message).toContain('zstd -d --long=31 FILE');
  });

  it('reads a bomb in bounded memory', async () => {
    const path = fixturePath('bomb.csv.zst');
    const before = process.memoryUsage().arrayBuffers;
    let rows = 0;
    let peak = 0;
    for await (const batch of readBatches([path])) {
      rows += batch.rows;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    expect(rows).toBe(2_684_354);
    expect(peak).toBeLessThan(48 << 20); // of 64 MiB
  });

  it('refuses what is compressed twice', async () => {
    const error = await readError([tempFile('log.csv.gz', gzipSync(fixtureBytes('log.csv.zst')))]);
    expect(error.message).toContain('is compressed twice: zstd data inside gzip data');
  });
});
