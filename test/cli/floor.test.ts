import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyze } from '../../src/cli/analysis.js';
import { createFloorProgress } from '../../src/cli/floor-progress.js';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { Analyze } from '../../src/floor/index.js';
import { finding, plantedGroups, rowsOf } from '../floor/small-log.js';
import { run as runCommand } from './run.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stillhunt-floor-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const COLUMNS = ['account', 'org', 'payment', 'ip', 'model', 'max_tokens', 'input_tokens', 'output_tokens'];

/** A log of strangers as CSV. */
function log(accounts: number): string {
  const path = join(base, 'usage.csv');
  const lines = rowsOf(accounts).map((row) =>
    [
      new Date(row.time / 1000).toISOString(),
      ...COLUMNS.map((name) => row[name as keyof typeof row] ?? ''),
    ].join(','),
  );
  writeFileSync(path, `${['timestamp', ...COLUMNS].join(',')}\n${lines.join('\n')}\n`);
  return path;
}

const run = (argv: string[], analysis: Analyze) => runCommand(argv, {}, analysis);

function read(folder: string, file: string): string {
  return readFileSync(join(base, folder, file), 'utf8');
}

const findings = (folder: string) => JSON.parse(read(folder, 'findings.json')) as FindingsDocument;

describe('investigate --floor', () => {
  test('end to end: the floor stands in every view, and the findings stay those of the log alone', async () => {
    const input = log(100);
    const plain = await run(['investigate', input, '--out', join(base, 'plain')], analyze);
    const floor = await run(['investigate', input, '--out', join(base, 'floor'), '--floor'], analyze);
    expect([plain.code, floor.code, floor.stderr]).toEqual([0, 0, '']);

    expect(findings('plain').detection_floor).toBeNull();
    expect(findings('plain').floor.run).toBe(false);
    const { detection_floor, floor: note, ...rest } = findings('floor');
    expect(note.run).toBe(true);
    // A tenth of 100 accounts has room for groups of 8 and no larger; each is analysed in a copy of its own.
    expect(new Set(detection_floor!.cells.map(({ accounts }) => accounts))).toEqual(new Set([8]));
    expect(detection_floor!.analyses).toBe(detection_floor!.cells.length * 2);
    const { detection_floor: _, floor: __, ...alone } = findings('plain');
    expect(rest).toEqual(alone);
    for (const file of ['ranking.csv', 'coverage.json', 'quarantine.csv']) {
      expect(read('floor', file)).toBe(read('plain', file));
    }
    expect(readFileSync(join(base, 'floor', 'facets.arrow'))).toEqual(
      readFileSync(join(base, 'plain', 'facets.arrow')),
    );
    expect(plain.stdout).toContain(
      'would miss: not known, the detection floor was not measured (add --floor)',
    );
    expect(floor.stdout).toMatch(/\nwould miss: (?!not known)/);
    expect(read('floor', 'report.md')).toContain('## What would have been missed');
    expect(read('plain', 'report.md')).not.toContain('## What would have been missed');

    await run(['investigate', input, '--out', join(base, 'again'), '--floor'], analyze);
    expect(read('again', 'SHA256SUMS')).toBe(read('floor', 'SHA256SUMS'));
  });

  test('writes what the analysis of the copies found', async () => {
    const found = finding((names) => names.length >= 8);
    const out = join(base, 'out');
    const { code, stdout } = await run(
      ['investigate', log(100), '--out', out, '--floor', '--fail-on', 'alert'],
      found,
    );
    expect(code).toBe(0); // planted groups alert in the copies, and trip no gate
    expect(stdout).toContain('No group exceeded the threshold.');
    const { disguises, cells } = findings('out').detection_floor!;
    expect(cells.every(({ planted, recovered }) => planted === 2 && recovered === 2)).toBe(true);
    expect(disguises.map(({ from }) => from?.accounts)).toEqual([8, 8]);
    expect(stdout).toMatch(/\nwould miss: groups < 8 accounts, < \d+ requests, or extraction share < 25 %\n/);
  });

  test('without --floor the log is analysed once, and nothing is planted', async () => {
    let runs = 0;
    const counted: Analyze = async (table) => {
      runs++;
      expect(plantedGroups(table).size).toBe(0);
      return finding(() => false)(table);
    };
    await run(['investigate', log(100), '--out', join(base, 'out')], counted);
    expect(runs).toBe(1);
  });
});

describe('the progress of the floor', () => {
  function shown(env: NodeJS.ProcessEnv, isTTY: boolean, quiet = false): string {
    const stream = Object.assign(new PassThrough(), { isTTY });
    let time = 0;
    const display = createFloorProgress({ stream, env, quiet, now: () => time });
    for (let done = 0; done <= 4; done++) {
      display.update(done, 4);
      time += 4_000;
    }
    display.stop();
    return String(stream.read() ?? '');
  }

  test('is a line drawn over on a terminal, and gone at the end', () => {
    const text = shown({}, true);
    expect(text).toContain('detection floor: 3 of 4 analyses');
    expect(text.endsWith('\r\u001b[K')).toBe(true);
    expect(text).not.toContain('\n');
  });

  test('is a plain line about every ten seconds elsewhere, and nothing when quiet', () => {
    expect(shown({}, false)).toBe('detection floor: 3 of 4 analyses\n');
    expect(shown({ CI: 'true' }, true)).toBe('detection floor: 3 of 4 analyses\n');
    expect(shown({}, true, true)).toBe('');
  });
});
