/** What a calibrated ratio rests on, in the same words wherever it is said. */

import type { FindingsDocument } from '../evidence/findings-document.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { counted, figure, thousands } from './quantity.js';

/** The other proposition of every ratio of a document. */
export function referenceGroups({ configuration: { reference } }: FindingsDocument): string {
  return reference?.used === true
    ? 'groups that linking finds in the reference log'
    : 'groups of other kinds that linking finds in simulated worlds';
}

/** The reference of the groups that have a ratio, with its size and what it allows; null where none has one. */
export function referenceWords(document: FindingsDocument): Phrase | null {
  const [n] = document.groups.flatMap(({ support: { calibrated } }) => calibrated?.references ?? []);
  if (n === undefined) return null;
  const { reference } = document.configuration;
  const others =
    reference?.used === true
      ? phrase`The reference is ${counted(n, 'group')} that linking finds in a log that whoever ran this vouched for (${joined(
          reference.inputs.map(({ name }): Phrase => [quoted(name)]),
          ', ',
        )}: ${counted(reference.accounts, 'account')}, ${counted(reference.requests, 'request')}), taken as free of operations, beside groups of simulated operations with columns as this log has them.`
      : `The reference is simulated: ${counted(n, 'group')} of other kinds that linking finds in simulated worlds, ` +
        'beside groups of simulated operations there, all with columns as this log has them. No real log entered it.';
  return [
    ...(typeof others === 'string' ? [others] : others),
    ' A ratio says how much more often the operations score so than the reference groups. Its cap is the ' +
      `lower 95 % bound of the share of the operations that score as high, times n / 3: with n = ${thousands(n)}, never ` +
      `more than ${figure(n / 3)}. Whether the reference may be read for another population, such as the customers of ` +
      "this log, is the reader's decision.",
  ];
}
