import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expandInputs } from '../../src/ingest/index.js';
import { readAll, readError, tempFile, tempFolder } from './read-all.js';

const HEAD = 'timestamp,account_id,input_tokens,prompt\n';
const row = (account: string, tokens = '1', prompt = 'p') =>
  `2026-03-02T11:04:09Z,${account},${tokens},${prompt}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(`a${n % 7}`)).join('');

describe('headers', () => {
  it.each(['timestamp,ac"count\n', 'timestamp,"account"x\n', 'timestamp,"account\n'])(
    'refuses the quotes of %j',
    async (head) => {
      const error = await readError([tempFile('head.csv', `${head}2026-03-02T11:04:09Z,a\n`)]);
      expect(error.message).toContain('the header has a quote');
    },
  );

  it('gives up on a source of empty lines before it fills the memory', async () => {
    const path = tempFile('empty-lines.csv.gz', gzipSync(Buffer.alloc(64 << 20, '\n')));
    expect((await readError([path])).message).toContain('1 MiB of empty lines');
  });

  it('judges a name of many spaces at once', async () => {
    const path = tempFile('spaces.csv', `foo,"2026-01-01 ${' '.repeat(500_000)}\nx"\n1,2\n`);
    expect((await readError([path])).message).toContain('without a header');
  }, 5000);
});

describe('cells', () => {
  it('refuses a number of a million digits at once', async () => {
    const path = tempFile('digits.csv', HEAD + row('a', `${'1'.repeat(1_000_000)}x`) + row('b'));
    const { summary } = await readAll([path]);
    expect(summary.quarantine.reasons).toEqual({ 'bad-number': 1 });
  }, 5000);

  it('refuses accounts above 1024 characters, which would be held to the end', async () => {
    const path = tempFile('accounts.csv', HEAD + row('a'.repeat(1024)) + row('b'.repeat(1025)));
    const { rows: read, summary } = await readAll([path]);
    expect(read.map(({ account }) => account)).toEqual(['a'.repeat(1024)]);
    expect(summary.quarantine.examples[0]).toMatchObject({
      reason: 'field-too-long',
      detail: 'account: a text of 1025 characters',
    });
  });

  it('ends a batch early where cells are long, at the same row whatever the block size', async () => {
    const prompts = Array.from({ length: 100 }, (_, n) => row('a', '1', `${n}`.padEnd(1_000_000, 'x')));
    const path = tempFile('prompts.csv', HEAD + prompts.join(''));
    for (const blockBytes of [100_000, 16 << 20]) {
      const { batches } = await readAll([path], { blockBytes });
      expect(batches.map((batch) => batch.rows)).toEqual([34, 34, 32]);
    }
  });
});

describe('gzip', () => {
  const first = gzipSync(HEAD + rows(1000));
  const second = gzipSync(rows(500));

  it.each([0.5, 0.9, 0.999])('tells of a source cut at %f', async (share) => {
    const packed = gzipSync(HEAD + Array.from({ length: 30_000 }, (_, n) => row(`a${n}`, `${n}`)).join(''));
    const path = tempFile('cut.csv.gz', packed.subarray(0, Math.floor(packed.length * share)));
    const { summary } = await readAll([path]);
    expect(summary.sources[0]).toMatchObject({ status: 'damaged' });
    const size = Math.floor(packed.length * share);
    expect(summary.sources[0]!.statusDetail).toMatch(
      `the gzip data ends early at stored byte ${size}, after `,
    );
  });

  it('tells of a source without its checksum, whose rows are all there', async () => {
    for (const missing of [1, 4, 8]) {
      const { summary } = await readAll([tempFile('sum.csv.gz', first.subarray(0, -missing))]);
      expect(summary.sources[0]).toMatchObject({ status: 'damaged', rows: { accepted: 1000 } });
    }
  });

  it('takes zeros at the end for padding, and tells of rows behind them', async () => {
    const padded = await readAll([tempFile('padded.csv.gz', Buffer.concat([first, Buffer.alloc(100_000)]))]);
    expect(padded.summary.sources[0]).toMatchObject({ status: 'complete', rows: { read: 1000 } });
    for (const zeros of [1, 512, 40_000]) {
      const path = tempFile('lost.csv.gz', Buffer.concat([first, Buffer.alloc(zeros), second]));
      for (const blockBytes of [1000, first.length, 256 * 1024]) {
        const { summary } = await readAll([path], { blockBytes });
        expect(summary.sources[0]).toMatchObject({ status: 'damaged', rows: { read: 1000 } });
      }
    }
  });

  it('says that a source without rows is damaged, not empty', async () => {
    const error = await readError([tempFile('stub.csv.gz', first.subarray(0, 12))]);
    expect(error.message).toContain('is damaged: the gzip data ends early');
  });
});

describe('paths', () => {
  it('tells of what cannot be reached instead of failing or passing over it', async () => {
    const folder = tempFolder();
    symlinkSync('nowhere', join(folder, 'lost.csv'));
    writeFileSync(join(folder, 'ok.csv'), HEAD + row('a'));
    expect((await readError([folder])).message).toContain('lost.csv" cannot be read: ENOENT');
    const circle = tempFolder();
    symlinkSync('circle.csv', join(circle, 'circle.csv'));
    expect((await readError([circle])).message).toContain('circle.csv" cannot be read: ELOOP');
    for (const name of [join(circle, 'circle.csv'), join(folder, 'ok.csv', 'x'), 'x'.repeat(300)]) {
      expect((await readError([name])).message).toContain('No file or folder');
    }
    const unnamed = tempFolder();
    writeFileSync(
      Buffer.concat([Buffer.from(`${unnamed}/`), Buffer.from([0xff]), Buffer.from('.csv')]),
      HEAD,
    );
    expect((await readError([unnamed])).next).toContain('not UTF-8');
  });

  it('passes over a pipe in a folder, which would be waited for without end', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'ok.csv'), HEAD + row('a'));
    execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
    expect(expandInputs(['.'], folder).map(({ name }) => name)).toEqual(['ok.csv']);
    expect(expandInputs(['pipe.csv'], folder)).toHaveLength(1);
  });
});
