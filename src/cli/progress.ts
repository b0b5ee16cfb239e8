import { Presets, SingleBar } from 'cli-progress';
import type { IngestProgress } from '../ingest/index.js';
import type { CommandIo } from './command-io.js';

/** What a progress display needs of the world, so that tests can pass their own. */
export interface ProgressSettings {
  /** Where it is shown: stderr. */
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly quiet: boolean;
  /** Milliseconds, never going back, such as `performance.now`. */
  readonly now: () => number;
}

/** How far a run is; `text` stands in place of the words for bytes and rows, where these are not what is done. */
export interface ShownProgress extends IngestProgress {
  readonly text?: string;
}

export interface ProgressDisplay {
  /** Takes how far the run is; may be called often. */
  update(progress: ShownProgress): void;
  /** Ends the display and leaves the terminal clean. */
  stop(): void;
}

/** The settings of a command: nothing is shown where it is quiet or has no stream to show it on. */
export function progressSettings(quiet: boolean, { stderrStream, env }: CommandIo): ProgressSettings {
  return {
    stream: stderrStream ?? process.stderr,
    env,
    quiet: quiet || stderrStream === undefined,
    now: () => performance.now(),
  };
}

/** Milliseconds between plain lines. */
export const LINE_MILLIS = 10_000;
const REDRAW_PER_SECOND = 5;

/**
 * Shows how far a run is: a live bar on a terminal, otherwise a plain line about every ten seconds, nothing in a
 * run shorter than that, and nothing at all when quiet. Colour is used on terminals without `NO_COLOR`.
 *
 *   reading [##########----------]  52 %  1.2 GB of 2.3 GB  6,120,334 rows  98,412 rows/s  1 min 2 s left
 */
export function createProgress(settings: ProgressSettings): ProgressDisplay {
  if (settings.quiet) return { update: () => {}, stop: () => {} };
  return showsLive(settings) ? new BarDisplay(settings) : new LineDisplay(settings);
}

/** Whether a line can be drawn over: on a terminal that a person looks at. */
export function showsLive({ stream, env }: ProgressSettings): boolean {
  const ci = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  return stream.isTTY === true && !ci && env.TERM !== 'dumb';
}

class BarDisplay implements ProgressDisplay {
  private readonly bar: SingleBar;
  private readonly started: number;
  private total: number | null = null; // bytes; null before the first update
  private drawn = Number.NEGATIVE_INFINITY; // when it was drawn last

  constructor(private readonly settings: ProgressSettings) {
    const { stream, env, now } = settings;
    const colour = env.NO_COLOR === undefined || env.NO_COLOR === '';
    this.started = now();
    this.bar = new SingleBar(
      {
        stream,
        format: `reading [${colour ? '\u001b[36m{bar}\u001b[0m' : '{bar}'}] {text}`,
        barsize: 24,
        barCompleteChar: '#',
        barIncompleteChar: '-',
        hideCursor: true,
        clearOnComplete: true,
        linewrap: false,
        fps: REDRAW_PER_SECOND,
        gracefulExit: false, // the command line answers to interrupts
      },
      Presets.legacy,
    );
  }

  update(progress: ShownProgress): void {
    const time = this.settings.now();
    const payload = { text: progressText(progress, time - this.started) };
    if (this.total === null) {
      // Without a total the bar stays empty and the text says what there is to say.
      this.total = progress.bytesTotal ?? 0;
      this.bar.start(Math.max(1, this.total), 0, payload);
    }
    if (time - this.drawn < 1000 / REDRAW_PER_SECOND && progress.bytesRead < this.total) return;
    this.drawn = time;
    this.bar.update(this.total === 0 ? 0 : Math.min(progress.bytesRead, this.total), payload);
  }

  stop(): void {
    if (this.total !== null) this.bar.stop();
  }
}

class LineDisplay implements ProgressDisplay {
  private readonly started: number;
  private written: number; // when the last line was written

  constructor(private readonly settings: ProgressSettings) {
    this.started = settings.now();
    this.written = this.started;
  }

  update(progress: ShownProgress): void {
    const time = this.settings.now();
    if (time - this.written < LINE_MILLIS) return;
    this.written = time;
    this.settings.stream.write(`reading: ${progressText(progress, time - this.started)}\n`);
  }

  stop(): void {}
}

/** One line of ASCII; the name of the source is left out, because it is not ours. */
export function progressText(progress: ShownProgress, elapsedMillis: number): string {
  if (progress.text !== undefined) return progress.text;
  const { bytesRead, bytesTotal, rows } = progress;
  const seconds = elapsedMillis / 1000;
  const parts: string[] = [];
  if (bytesTotal !== null && bytesTotal > 0) {
    parts.push(
      `${Math.floor((100 * bytesRead) / bytesTotal)} %`,
      `${showBytes(bytesRead)} of ${showBytes(bytesTotal)}`,
    );
  } else {
    parts.push(showBytes(bytesRead));
  }
  parts.push(`${showCount(rows)} rows`);
  if (seconds > 0) parts.push(`${showCount(Math.round(rows / seconds))} rows/s`);
  if (seconds > 0 && bytesRead > 0 && bytesTotal !== null && bytesTotal > bytesRead) {
    parts.push(`${showDuration(((bytesTotal - bytesRead) / bytesRead) * seconds)} left`);
  }
  return parts.join('  ');
}

export function showBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  for (const unit of ['kB', 'MB', 'GB']) {
    if (value < 999.95) return `${value.toFixed(1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

export function showCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function showDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
