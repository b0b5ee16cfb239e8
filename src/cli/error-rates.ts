import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { MeasuredErrors } from '../evidence/error-rates-entry.js';

const FILE = fileURLToPath(new URL('../../fixtures/calibration/error-rates.json', import.meta.url));

/** How often the method was wrong on labelled simulated logs, as measured when it was last changed and shipped with it. */
export async function measuredErrors(): Promise<MeasuredErrors> {
  return JSON.parse(await readFile(FILE, 'utf8')) as MeasuredErrors;
}
