/** How often the method was wrong where the truth was known, in words for every medium. */

import type { ErrorRateEntry, ErrorRatesEntry } from '../evidence/error-rates-entry.js';
import { percent, ratio, thousands } from './quantity.js';

/** What evasion levels mean. */
export const EVASION_WORDS: Readonly<Record<number, string>> = {
  1: 'careless or merely proxied',
  2: 'every account has habits of its own',
  3: 'habits copied from real clients',
};

/** What is counted as an error, in a phrase for a table. */
export function errorRateWords({ code, evasion, ratio: from }: ErrorRateEntry): string {
  const level =
    evasion === null
      ? ''
      : `, evasion ${evasion}${EVASION_WORDS[evasion] === undefined ? '' : ` (${EVASION_WORDS[evasion]})`}`;
  const high = from === null ? '' : ` of ${ratio(from)} or more`;
  switch (code) {
    case 'operations-missed':
      return `planted operations without an alert that matches them (F1 of at least 0.8)${level}`;
    case 'look-alikes-flagged':
      return `planted look-alikes with more than a tenth of their accounts in alerts${level}`;
    case 'others-with-high-ratio':
      return `groups that are no operation with a likelihood ratio${high}, in worlds that hold operations`;
    case 'crowd-alerts':
      return 'groups that alert, in worlds that hold no operation';
    case 'crowd-with-high-ratio':
      return `groups with a likelihood ratio${high}, in worlds that hold no operation`;
  }
}

/** `1 of 26 (3.8 %; 95 % interval 0.7 % to 18.9 %)`. */
export function errorShare({ errors, of, share, low, high }: ErrorRateEntry): string {
  return `${thousands(errors)} of ${thousands(of)} (${percent(share)}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

/** What a reader in a hurry should know of errors: missed operations, flagged look-alikes, false alerts. */
export function errorSummary({ rates }: ErrorRatesEntry): string {
  const counts = (code: ErrorRateEntry['code'], level: (evasion: number) => string) =>
    rates
      .filter((rate) => rate.code === code)
      .map(({ errors, of, evasion }) => {
        const known = evasion === null ? '' : level(evasion);
        return `${thousands(errors)} of ${thousands(of)}${known === '' ? '' : ` (${known})`}`;
      })
      .join(', ');
  return (
    'In simulated logs, where the truth is known: operations missed ' +
    `${counts('operations-missed', (evasion) => EVASION_WORDS[evasion] ?? '')}; look-alikes flagged ` +
    `${counts('look-alikes-flagged', () => '')}; false alerts where there was no operation ` +
    `${counts('crowd-alerts', () => '')} groups. Another log may differ.`
  );
}
