import { readFileSync } from 'node:fs';
import { StillhuntError } from '../errors.js';

/** How one real API client behaved; origin and units in `fixtures/clients/README.md`. */
export interface ClientProfile {
  readonly id: string;
  /** Coefficient of variation of the gaps between requests. */
  readonly cv: number;
  /** Parts in 10,000 of a week's requests by the client's local hour, Monday 00:00 first; 168 entries. */
  readonly rhythm: readonly number[];
  /** 33 evenly spaced quantiles of input tokens, minimum first. */
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** Reads the profiles that ship with the package. Throws an input error when the file is missing or broken. */
export function readClientProfiles(): ClientProfile[] {
  const file = new URL('../../fixtures/clients/profiles.json', import.meta.url);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ClientProfile[];
  } catch (cause) {
    throw new StillhuntError(
      'input',
      `Cannot read the client profiles at ${file.pathname}: ${String(cause)}`,
      'Reinstall the package; the file ships with it.',
    );
  }
}
