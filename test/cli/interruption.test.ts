import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CommandIo } from '../../src/cli/command-io.js';
import { endingOnInterrupt, stoppableAtOnce } from '../../src/cli/interruption.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const io: CommandIo = { stdout: () => {}, stderr: () => {}, stderrIsTerminal: false, env: {} };

afterEach(() => vi.restoreAllMocks());

describe('signals to stop', () => {
  test.each(SIGNALS)('%s ends the run with 130, also just before work that never yields', async (signal) => {
    const codes: unknown[] = [];
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      codes.push(code);
      return undefined as never;
    });
    let stoppedBefore = false;
    await endingOnInterrupt(io, async () => {
      process.kill(process.pid, signal);
      await stoppableAtOnce(() => {
        stoppedBefore = codes.length === 1;
        expect(process.listenerCount(signal)).toBe(0);
      });
    });
    expect(codes).toEqual([130]);
    expect(stoppedBefore).toBe(true);
  });

  test('nothing listens afterwards that did not before', async () => {
    const counts = () => SIGNALS.map((signal) => process.listenerCount(signal));
    const before = counts();
    await endingOnInterrupt(io, () => stoppableAtOnce(() => undefined));
    expect(counts()).toEqual(before);
  });
});
