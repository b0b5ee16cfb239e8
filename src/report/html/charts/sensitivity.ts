import type { FiguresEntry } from '../../../evidence/figures-entry.js';
import type { GroupEntry } from '../../../evidence/findings-document.js';
import { counted, signed, thousands } from '../../quantity.js';
import { table } from '../../table.js';
import { FAMILY_WORDS } from '../../wording.js';
import type { Figure } from '../figure.js';
import { lollipops } from './lollipops.js';
import { shortFamily } from './waterfall.js';

/** The score without each family of evidence; null where that was not computed. */
export async function sensitivityFigure(
  group: GroupEntry,
  { sensitivity }: FiguresEntry,
): Promise<Figure | null> {
  if (sensitivity.length === 0) return null;
  const title = 'The score without one family of evidence';
  const holding = sensitivity.filter(({ holds }) => holds).length;
  return {
    title,
    summary: [
      `The score is ${signed(group.score)}. Left out one at a time, ${thousands(holding)} of ` +
        `${counted(sensitivity.length, 'family').replace('familys', 'families')} leave it where an alert needs it; hollow where not.`,
    ],
    keys: [],
    pictures: [
      {
        name: title,
        svg: await lollipops([
          { label: 'all families', value: group.score, text: signed(group.score), filled: true },
          ...sensitivity.map(({ without, score, holds }) => ({
            label: `without ${shortFamily(FAMILY_WORDS[without])}`,
            value: score,
            text: `${signed(score)}${holds ? '' : ' too low'}`,
            filled: holds,
          })),
        ]),
      },
    ],
    table: table(
      ['Left out', 'Score', 'Enough for an alert'],
      sensitivity.map(({ without, score, holds }) => [
        FAMILY_WORDS[without],
        signed(score),
        holds ? 'yes' : 'no',
      ]),
      [1],
    ),
  };
}
