/** What a calibrated ratio rests on, in the same words wherever it is said. */

import type { GroupEntry } from '../evidence/findings-document.js';
import { counted, figure } from './quantity.js';

/** The other proposition of every ratio. */
export const REFERENCE_GROUPS = 'groups of other kinds that linking finds in simulated worlds';

/** The reference of the groups that have a ratio, with its size and what it allows; nothing where none has one. */
export function referenceParagraph(groups: readonly GroupEntry[]): string[] {
  const sizes = groups.flatMap(({ support: { calibrated } }) => calibrated?.references ?? []);
  const [n] = sizes;
  if (n === undefined) return [];
  return [
    '### What the ratios rest on',
    `The reference is simulated: ${counted(n, 'reference group')}, which are ${REFERENCE_GROUPS}, beside groups of ` +
      'simulated operations there, all with columns as this log has them. A ratio says how much more often the ' +
      'operations reach such a score than the reference groups. Its cap is the lower 95 % bound of the share of the ' +
      `operations that score as high, times n / 3: with ${counted(n, 'reference group')} never more than ${figure(n / 3)}. ` +
      'No group of this log and no real operation entered the reference. Whether it may be read for another ' +
      "population, such as the customers of this log, is the reader's decision.",
  ];
}
