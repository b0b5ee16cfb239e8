import type { GroupEntry } from '../../evidence/findings-document.js';
import { percent, thousands } from '../quantity.js';
import { type Table, table } from '../table.js';

/** What the ratio makes of a reader's own prior; null where nothing is calibrated. */
export function posteriorTable({
  figures,
}: GroupEntry): { readonly intro: string; readonly table: Table } | null {
  if (figures === undefined || figures.posteriors.length === 0) return null;
  return {
    intro:
      'The prior is the reader’s: how rare are operations among groups that linking finds? From there the ratio leads to these shares.',
    table: table(
      ['One group in', 'With the ratio', 'With its lower bound'],
      figures.posteriors.map(({ one_in: oneIn, probability, probability_low: low }) => [
        thousands(oneIn),
        percent(probability),
        percent(low),
      ]),
      [0, 1, 2],
    ),
  };
}
