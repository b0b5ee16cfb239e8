import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { IngestSummary } from '../../../src/ingest/index.js';
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

const LONG = Array.from({ length: 8 }, (_, i) => `a-folder-with-a-rather-long-name-0${i}`).join('/');
const TREE: readonly (readonly [path: string, rows: number, seed: string])[] = [
  [`${LONG}/ünïcode.csv`, 5, 'long'],
  ['b.csv', 30, 'b'],
  ['inner/path.csv', 40, 'path'],
  ['packed.csv.gz', 20, 'packed'],
  ['packed2.csv.zst', 10, 'packed2'],
];
const TREE_IDS = TREE.flatMap(([, rows, seed]) => requestIds(rows, seed));

const shown = (name: string) => relative(process.cwd(), fixturePath(name));
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
const states = ({ sources }: IngestSummary) =>
  sources.map(({ name, status }) => [name.replace(/^[^!]*/, ''), status]);

describe('tar archives', () => {
  it.each([
    ['gnu.tar.gz', 'gzip'],
    ['pax.tar.zst', 'zstd'],
  ])('makes a source of each log in %s, however it arrives', async (name, compression) => {
    for (const blockBytes of [1, 7, 64 * 1024]) {
      const { rows, summary, batches } = await readAll([fixturePath(name)], { blockBytes });
      expect(idsOf(rows)).toEqual(TREE_IDS);
      expect(summary.sources.map((source) => source.name)).toEqual(
        TREE.map(([path]) => `${shown(name)}!${path}`),
      );
      expect(summary.sources.map((source) => source.rows.accepted)).toEqual(TREE.map(([, count]) => count));
      expect(batches.map(({ source }) => source)).toEqual([0, 1, 2, 3, 4]);
      expect(summary.sources.map((source) => source.compression)).toEqual([
        'none',
        'none',
        'none',
        'gzip',
        'zstd',
      ]);
      const bytes = fixtureBytes(name);
      for (const source of summary.sources) {
        expect(source.archive).toEqual({
          name: shown(name),
          bytes: bytes.length,
          sha256: sha256(bytes),
          compression,
        });
      }
      expect(summary.sources[2]).toMatchObject({ sha256: sha256(rowsText(40, 'path')), status: 'complete' });
      expect(summary.warnings.filter((text) => !text.includes('stand in'))).toEqual([
        `${shown(name)}: 1 .csv, 1 .txt files in it were not read; their names are not those of logs, or they are links.`,
      ]);
    }
  });

  it.each(['ustar.tar', 'v7.tar'])('reads %s, with offsets inside the entries', async (name) => {
    const plain = await readAll([tempFile('b.csv', rowsText(30, 'b'))]);
    const { rows, summary } = await readAll([fixturePath(name)]);
    const b = summary.sources.findIndex((source) => source.name.endsWith('!b.csv'));
    expect(b === 0 ? rows.slice(0, 30) : rows.slice(40)).toEqual(plain.rows);
    expect(summary.rows.accepted).toBe(70);
  });

  it('gives the same rows whether packed or not', async () => {
    const tar = gunzipSync(fixtureBytes('gnu.tar.gz'));
    for (const bytes of [tar, gzipSync(tar)]) {
      expect(idsOf((await readAll([tempFile('x', bytes)])).rows)).toEqual(TREE_IDS);
    }
  });

  it('reads archives one after the other in one file, as cat writes them', async () => {
    const both = Buffer.concat([fixtureBytes('ustar.tar'), gunzipSync(fixtureBytes('gnu.tar.gz'))]);
    const { rows, summary } = await readAll([tempFile('both.tar', both)]);
    expect(rows).toHaveLength(70 + 105);
    expect(
      summary.sources.map(({ name }) => name.replace(/^[^!]*/, '')).filter((name) => name.includes('b.csv')),
    ).toEqual(['!b.csv', '!b.csv#2']);
    expect(summary.warnings.join()).toContain('holds b.csv more than once');
    expect(summary.sources.filter(({ duplicateOf }) => duplicateOf !== null)).toHaveLength(2);
  });

  it('reads an archive in an archive, and says of a deeper one that it was not read', async () => {
    const path = fixturePath('nested.tar.gz');
    const { rows, summary } = await readAll([path]);
    expect(idsOf(rows)).toEqual([...requestIds(30, 'b'), ...requestIds(40, 'path'), ...requestIds(30, 'b')]);
    expect(states(summary)).toEqual([
      ['!first.csv', 'complete'],
      ['!inner.tar.gz!x.csv', 'complete'],
      ['!deep.tar!deep2.tar', 'damaged'],
      ['!last.csv', 'complete'],
    ]);
    expect(summary.sources[2]!.statusDetail).toContain('unpack the outer one first');
    const sums = new Set(summary.sources.map(({ archive }) => archive!.sha256));
    expect([...sums]).toEqual([sha256(fixtureBytes('nested.tar.gz'))]);
  });

  it.each(['sparse-gnu.tar', 'sparse-pax.tar'])('does not misread the sparse file in %s', async (name) => {
    const { summary } = await readAll([fixturePath(name)]);
    expect(states(summary).map(([, status]) => status)).toEqual(['complete', 'damaged', 'complete']);
    expect(summary.sources[1]!.statusDetail).toContain('sparse');
    expect(summary.rows).toMatchObject({ read: 60, accepted: 60 });
  });

  it('says what an archive without logs holds', async () => {
    const tar = fixtureBytes('ustar.tar');
    const renamed = Buffer.from(tar.toString('latin1').replaceAll('.csv\0', '.cs_\0'), 'latin1');
    for (const at of [0, 2560]) mend(renamed, at);
    const error = await readError([tempFile('none.tar', renamed)]);
    expect(error.message).toMatch(/holds no logs; it held 2 unnamed files/);
  });

  it('takes paths for names alone, and bounds them', async () => {
    for (const [path, shown] of [
      ['../../etc/x.csv', '../../etc/x.csv'],
      ['/etc/x.csv', 'etc/x.csv'],
      ['./././x.csv', 'x.csv'],
    ]) {
      const tar = Buffer.from(fixtureBytes('ustar.tar'));
      tar.fill(0, 0, 100).write(path!, 0);
      mend(tar, 0);
      const { summary } = await readAll([tempFile('paths.tar', tar)]);
      expect(states(summary)[0]).toEqual([`!${shown}`, 'complete']);
    }
  });
});

describe('damaged archives', () => {
  it('keeps what comes before a cut, and tells of it wherever it is', async () => {
    const name = 'ustar.tar'; // two entries, then two blocks of zeros
    const size = fixtureBytes(name).length;
    for (const at of spread(700, size - 1024, 120)) {
      const { rows, summary } = await readAll([cut(name, at)]);
      const ids = [...requestIds(40, 'path'), ...requestIds(30, 'b')];
      expect(idsOf(rows)).toEqual(ids.slice(0, rows.length));
      expect(summary.sources.some(({ status }) => status === 'damaged')).toBe(true);
      expect(
        summary.sources.every(
          ({ statusDetail }) => statusDetail === '' || / at its byte \d+$/.test(statusDetail),
        ),
      ).toBe(true);
    }
  });

  it.each(['gnu.tar.gz', 'pax.tar.zst'])('tells of a cut of %s wherever it is', async (name) => {
    for (const at of spread(300, fixtureBytes(name).length, 60)) {
      const summary = await readAll([cut(name, at)]).then(
        (read) => {
          expect(idsOf(read.rows)).toEqual(TREE_IDS.slice(0, read.rows.length));
          return read.summary;
        },
        (error) => {
          expect(error.message).toContain('is damaged: the ');
        },
      );
      if (summary) expect(summary.sources.at(-1)!.status).toBe('damaged');
    }
  });

  it('loses the entry whose header is damaged, says so, and reads the others', async () => {
    const second = 512 + 2048; // where the second entry starts
    expect(fixtureBytes('ustar.tar').toString('latin1', second, second + 5)).toBe('b.csv');
    for (let at = second; at < second + 512; at += 3) {
      const { rows, summary } = await readAll([flipped('ustar.tar', at)]);
      if (summary.sources.at(-1)!.status === 'complete') {
        expect(at - second).toSatisfy((byte: number) => byte >= 148 && byte < 156); // around the sum's digits
        expect(rows).toHaveLength(70);
      } else {
        expect(states(summary)).toEqual([
          ['!inner/path.csv', 'complete'],
          ['', 'damaged'],
        ]);
        expect(summary.sources[1]!.statusDetail).toContain(
          `no entry starts at byte ${second} of the archive`,
        );
        expect(rows).toHaveLength(40);
      }
    }
    const first = await readAll([flipped('v7.tar', 3)]).catch((error) => error);
    expect(first).toMatchObject({ name: 'StillhuntError' }); // without a mark it is then no archive
  });

  it.each(['gnu.tar.gz', 'pax.tar.zst'])(
    'never loses rows of %s unseen where a bit is wrong',
    async (name) => {
      let damaged = 0;
      for (const at of spread(0, fixtureBytes(name).length, 150)) {
        try {
          const { rows, summary } = await readAll([flipped(name, at)]);
          if (summary.sources.some(({ status }) => status === 'damaged')) damaged++;
          else expect(idsOf(rows)).toEqual(TREE_IDS);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StillhuntError', kind: 'input' });
          if (String(error).includes('is damaged: the ')) damaged++;
        }
      }
      expect(damaged).toBeGreaterThan(50);
    },
  );

  it('gives the attributes of a lost entry to no other', async () => {
    const tar = gunzipSync(fixtureBytes('gnu.tar.gz'));
    const name = tar.indexOf(`${LONG}/ünï`); // the bytes of the long name, then the header that it belongs to
    tar[Math.ceil((name + LONG.length + 16) / 512) * 512 + 5]! ^= 0x10;
    const { rows, summary } = await readAll([tempFile('x.tar', tar)]);
    expect(states(summary)).toEqual([
      ...TREE.slice(1).map(([path]) => [`!${path}`, 'complete']),
      ['', 'damaged'],
    ]);
    expect(idsOf(rows)).toEqual(TREE_IDS.slice(5));
  });

  it('loses one compressed entry without the others', async () => {
    const tar = gunzipSync(fixtureBytes('gnu.tar.gz'));
    const packed = tar.indexOf(Buffer.from([0x1f, 0x8b]));
    tar.fill(0xff, packed + 100, packed + 120);
    const { rows, summary } = await readAll([tempFile('x.tar', tar)]);
    expect(summary.sources.map(({ status }) => status)).toEqual([
      'complete',
      'complete',
      'complete',
      'damaged',
      'complete',
    ]);
    expect(idsOf(rows).slice(-10)).toEqual(requestIds(10, 'packed2'));
  });
});

/** Makes the sum of a header agree with its bytes. */
function mend(tar: Buffer, at: number): void {
  tar.fill(0x20, at + 148, at + 156);
  const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}
