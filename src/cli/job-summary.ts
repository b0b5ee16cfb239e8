import { open, stat } from 'node:fs/promises';
import { StillhuntError } from '../errors.js';
import type { GateRun } from '../report/gate/gate-run.js';
import { SUMMARY_BYTES, stepSummary } from '../report/gate/step-summary.js';

/** Whether a summary can be appended to the file, which is made where there is none. @throws StillhuntError `input` */
export async function checkSummary(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** Appends the summary, in what the file may still take; null where that went well, else what did not. */
export async function appendSummary(file: string, run: GateRun): Promise<StillhuntError | null> {
  try {
    const { size } = await stat(file);
    const text = stepSummary(run, SUMMARY_BYTES - size);
    if (text === null)
      return new StillhuntError(
        'input',
        `The summary ${file} has ${size} bytes already, and a platform takes ${SUMMARY_BYTES}: nothing was appended.`,
        'Give each step a file of its own.',
      );
    const handle = await open(file, 'a');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    return unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): StillhuntError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return new StillhuntError('input', `The summary ${file} cannot be written: ${reason}.`);
}
