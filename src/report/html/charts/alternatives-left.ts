import type { GroupEntry } from '../../../evidence/findings-document.js';
import { closestWords, leftOver } from '../../outcome.js';
import { signed } from '../../quantity.js';
import { table } from '../../table.js';
import { ALTERNATIVE_WORDS, OUTCOME_WORDS } from '../../wording.js';
import type { Figure } from '../figure.js';
import { lollipops } from './lollipops.js';

/** What each alternative that could be tested leaves for one operator; null where none could. */
export async function alternativesLeft(group: GroupEntry): Promise<Figure | null> {
  const tested = group.alternatives.filter(({ residual_nats }) => residual_nats !== null);
  if (tested.length === 0) return null;
  const title = 'What each alternative leaves';
  const name = (id: (typeof tested)[number]['id']) => `${ALTERNATIVE_WORDS[id].short} (${id})`;
  const untested = group.alternatives.length - tested.length;
  return {
    title,
    summary: [
      `Nats for one operator that are left after each alternative accounted for its part; at or below the line nothing is. ` +
        `Least is left by ${closestWords(group, 'none')}: ${leftOver(group)}.` +
        `${
          untested > 0
            ? ` Not testable here: ${group.alternatives
                .filter(({ residual_nats }) => residual_nats === null)
                .map(({ id }) => id)
                .join(', ')}.`
            : ''
        }`,
    ],
    keys: [],
    pictures: [
      {
        name: title,
        svg: await lollipops(
          tested.map(({ id, residual_nats: left, verdict }) => ({
            label: name(id),
            value: left!,
            text: `${signed(left!)}${id === group.strongest_alternative ? ' closest' : ''}`,
            filled: verdict !== 'explains',
          })),
        ),
      },
    ],
    table: table(
      ['Alternative', 'Left over (nats)', 'Outcome'],
      group.alternatives.map(({ id, residual_nats: left, verdict }) => [
        name(id),
        left === null ? '' : signed(left),
        OUTCOME_WORDS[verdict],
      ]),
      [1],
    ),
  };
}
