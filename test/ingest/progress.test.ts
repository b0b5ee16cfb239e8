import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgress, progressText } from '../../src/cli/progress.js';

class Screen extends Writable {
  text = '';
  readonly columns = 120;

  constructor(readonly isTTY: boolean) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const step = (bytesRead: number, bytesTotal: number | null = 1000) => ({
  bytesRead,
  bytesTotal,
  rows: bytesRead,
  source: 'a\u001b.csv',
});

function show(
  screen: Screen,
  settings: { quiet?: boolean; env?: Record<string, string> },
  times: number[],
): string {
  let time = 0;
  const display = createProgress({
    stream: screen,
    env: settings.env ?? {},
    quiet: settings.quiet ?? false,
    now: () => time,
  });
  for (const at of times) {
    time = at;
    display.update(step(at / 100));
  }
  display.stop();
  return screen.text;
}

describe('createProgress', () => {
  it('writes a plain line every ten seconds where there is no terminal, and in CI', () => {
    const times = [1000, 9000, 10_500, 12_000, 25_000];
    const lines =
      'reading: 10 %  105 B of 1.0 kB  105 rows  10 rows/s  1 min 30 s left\nreading: 25 %  250 B of 1.0 kB  250 rows  10 rows/s  1 min 15 s left\n';
    expect(show(new Screen(false), {}, times)).toBe(lines);
    expect(show(new Screen(true), { env: { CI: 'true' } }, times)).toBe(lines);
    expect(show(new Screen(false), {}, [1000, 9000])).toBe('');
  });

  it('draws a bar on a terminal, with colour unless NO_COLOR is set', () => {
    const drawn = show(new Screen(true), {}, [1000, 50_000]);
    expect(drawn).toContain('50 %  500 B of 1.0 kB  500 rows');
    expect(drawn).toContain('\u001b[36m');
    expect(drawn).not.toContain('a\u001b.csv');
    const plain = show(new Screen(true), { env: { NO_COLOR: '1' } }, [1000, 50_000]);
    expect(plain).toContain('############------------');
    expect(plain).not.toContain('\u001b[36m');
  });

  it('says nothing when quiet', () => {
    expect(show(new Screen(true), { quiet: true }, [1000, 50_000])).toBe('');
    expect(show(new Screen(false), { quiet: true }, [1000, 50_000])).toBe('');
  });

  it('makes do without a total', () => {
    expect(progressText(step(2_500_000, null), 2000)).toBe('2.5 MB  2,500,000 rows  1,250,000 rows/s');
    expect(progressText(step(0, 0), 0)).toBe('0 B  0 rows');
  });
});
