import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StillhuntError } from '../../src/errors.js';
import { expandInputs, type IngestProgress, readBatches } from '../../src/ingest/index.js';
import { readAll, tempFolder } from './read-all.js';

const LOG = 'timestamp,account_id\n2026-03-02T11:04:09Z,a\n';

function logFolder(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'b/c'), { recursive: true });
  mkdirSync(join(folder, 'none'));
  for (const name of [
    'a.csv',
    'B.csv',
    'b/z.CSV.GZ',
    'b/c/y.tsv',
    'b/notes.md',
    'b/._a.csv',
    'none/x.xml',
    'x.txt',
  ]) {
    writeFileSync(join(folder, name), LOG);
  }
  symlinkSync(folder, join(folder, 'b/loop'));
  return folder;
}

const names = (inputs: string[], cwd: string) => expandInputs(inputs, cwd).map(({ name }) => name);

function refusal(inputs: string[], cwd: string): StillhuntError {
  try {
    expandInputs(inputs, cwd);
  } catch (error) {
    if (error instanceof StillhuntError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('expandInputs', () => {
  it('takes the logs of a folder in code-unit order, each once', () => {
    const cwd = logFolder();
    expect(names(['.'], cwd)).toEqual(['B.csv', 'a.csv', 'b/c/y.tsv', 'b/z.CSV.GZ']);
    expect(names(['a.csv', './a.csv', join(cwd, 'a.csv'), '*.csv', 'b'], cwd)).toEqual([
      'B.csv',
      'a.csv',
      'b/c/y.tsv',
      'b/z.CSV.GZ',
    ]);
  });

  it('takes what is named or matched whatever its name, and stdin', () => {
    const cwd = logFolder();
    expect(names(['x.txt', '-', '-'], cwd)).toEqual(['-', 'x.txt']);
    expect(names(['*.txt', 'b/*.md'], cwd)).toEqual(['b/notes.md', 'x.txt']);
  });

  it('takes in folders what has the name of a log, packed or not', () => {
    const cwd = tempFolder();
    const plain = ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'log', 'parquet', 'arrow', 'feather'];
    const logs = plain.flatMap((kind) => [`a.${kind}`, `a.${kind}.gz`, `a.${kind}.zst`]);
    logs.push('a.tar', 'a.tgz', 'a.tar.gz', 'a.tar.zst');
    for (const name of [...logs, 'a.zst', 'a.gz', 'a.csv.bz2', 'a.csv.zip', 'a.tgz.gz', 'csv']) {
      writeFileSync(join(cwd, name), LOG);
    }
    expect(names(['.'], cwd)).toEqual(logs.sort());
  });

  it('says what is wrong', () => {
    const cwd = logFolder();
    expect(refusal([], cwd).kind).toBe('usage');
    expect(refusal(['gone.csv'], cwd).message).toContain('No file or folder "gone.csv"');
    expect(refusal(['*.parquet'], cwd).message).toContain('matches no log');
    const folder = refusal(['none'], cwd);
    expect(folder.message).toContain('1 .xml');
    expect(folder.next).toContain('.tar.gz and .tar.zst');
  });
});

describe('readBatches over sources', () => {
  it('hashes what is stored, numbers sources in order and reports progress', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'b.csv'), LOG);
    writeFileSync(join(cwd, 'a.csv'), `${LOG}2026-03-02T11:04:10Z,b\n`);
    const steps: IngestProgress[] = [];
    const { batches, summary } = await readAll(['.'], { cwd, onProgress: (step) => steps.push(step) });
    expect(summary.sources.map(({ name, firstTime, lastTime }) => [name, lastTime! - firstTime!])).toEqual([
      ['a.csv', 1_000_000],
      ['b.csv', 0],
    ]);
    expect(summary.sources[1]!.sha256).toBe(createHash('sha256').update(LOG).digest('hex'));
    expect(batches.map(({ source, rows }) => [source, rows])).toEqual([
      [0, 2],
      [1, 1],
    ]);
    const total = 2 * LOG.length + 23;
    expect(steps.at(-1)).toEqual({ bytesRead: total, bytesTotal: total, rows: 3, source: 'b.csv' });
  });

  it('reads stdin', async () => {
    async function* stdin() {
      for (const byte of Buffer.from(LOG)) yield Buffer.from([byte]);
    }
    const { rows, summary } = await readAll(['-'], { stdin: stdin() });
    expect(rows).toHaveLength(1);
    expect(summary.sources[0]).toMatchObject({ name: '-', bytes: LOG.length });
  });

  it('fills batches to the row and leaves nothing of refused rows in them', async () => {
    const cwd = tempFolder();
    const lines = Array.from({ length: 250 }, (_, n) =>
      n % 5 === 4 ? `never,bad${n},m` : `2026-03-02T11:04:09Z,a${n},m`,
    );
    writeFileSync(join(cwd, 'a.csv'), `timestamp,account_id,model\n${lines.join('\n')}\n`);
    const { batches } = await readAll(['a.csv'], { cwd, batchRows: 64 });
    expect(batches.map(({ rows }) => rows)).toEqual([64, 64, 64, 8]);
    for (const { rows, time, offset, line, account, text } of batches) {
      for (const column of [time, offset, line, account.codes, text.model!.codes])
        expect(column).toHaveLength(rows);
      expect(account.dictionary).toHaveLength(rows);
      expect(account.dictionary.some((name) => name.startsWith('bad'))).toBe(false);
      expect(text.model).toMatchObject({ dictionary: ['m'] });
    }
  });

  it('finds a wrong header before anything is read', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'a.csv'), LOG);
    writeFileSync(join(cwd, 'b.csv'), 'timestamp,model\n2026-03-02T11:04:09Z,m\n');
    const reading = readBatches(['.'], { cwd });
    await expect(reading.next()).rejects.toThrow(/b\.csv has no column that is known as the account/);
  });

  it('refuses options that mean nothing', async () => {
    for (const options of [
      { batchRows: 0 },
      { blockBytes: 0.5 },
      { constants: { account: ' ' } },
      { timezone: 'Nowhere' },
    ]) {
      await expect(readBatches(['.'], options).next()).rejects.toThrow(StillhuntError);
    }
  });
});
