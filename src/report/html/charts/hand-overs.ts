import type { FiguresEntry } from '../../../evidence/figures-entry.js';
import type { GroupEntry } from '../../../evidence/findings-document.js';
import { joined, type Phrase, phrase, quoted } from '../../phrase.js';
import { counted, day, figure, thousands } from '../../quantity.js';
import { table } from '../../table.js';
import { facetWords } from '../../wording.js';
import { boxes, draw, type Frame, innerWidth, label, words } from '../drawing.js';
import type { Figure } from '../figure.js';

const STEP = 20;

/** Members that start soon after another one ended; null where none does. */
export async function handOversFigure(
  group: GroupEntry,
  { hand_overs: handOvers, twin }: FiguresEntry,
  period: { readonly from: string | null; readonly to: string | null },
): Promise<Figure | null> {
  const { pairs, pairs_in_all: all, twin_pairs_in_all: twins, within_hours: within } = handOvers;
  if (pairs.length === 0 || period.from === null || period.to === null) return null;
  const title = 'Accounts that follow one another';
  const both = (shared: (typeof pairs)[number]['shared']): Phrase =>
    shared.length === 0
      ? ['nothing shown']
      : joined(
          shared.map(({ facet, value }) => phrase`${facetWords(facet)} ${quoted(value, 60)}`),
          '; ',
        );
  return {
    title,
    summary: [
      `${counted(all, 'time')} a member starts within ${figure(within)} h after another one ended; among ` +
        `${counted(twin.accounts, 'matched account')} ${thousands(twins)}. Filled: the earlier account, from its first request to its ` +
        `last; hollow: the later one; at the side the hours between them.${all > pairs.length ? ` Shown: ${thousands(pairs.length)}.` : ''}`,
    ],
    keys: [],
    pictures: [{ name: title, svg: await drawLives(group, pairs, { from: period.from, to: period.to }) }],
    table: table(
      ['Ended', 'Started', 'Hours between', 'Both have'],
      pairs.map(({ ended, started, gap_hours: gap, shared }) => [
        [quoted(ended)],
        [quoted(started)],
        figure(gap),
        both(shared),
      ]),
      [2],
    ),
  };
}

function drawLives(
  group: GroupEntry,
  pairs: FiguresEntry['hand_overs']['pairs'],
  period: { readonly from: string; readonly to: string },
): Promise<string> {
  const frame: Frame = { left: 124, right: 48, top: 4, bottom: 20, height: pairs.length * STEP };
  const width = innerWidth(frame);
  const [start, end] = [Date.parse(period.from), Date.parse(period.to)];
  const place = (time: string) => ((Date.parse(time) - start) / Math.max(1, end - start)) * width;
  const lives = new Map(group.members.map((member) => [member.account_id, member]));
  const bars = (account: (pair: (typeof pairs)[number]) => string, top: number) =>
    pairs.flatMap((pair, i) => {
      const life = lives.get(account(pair));
      if (life === undefined || life.first_time === null || life.last_time === null) return [];
      const x = place(life.first_time);
      // An account that lived an hour is still to be seen.
      const x2 = Math.max(x + 1.5, place(life.last_time));
      return [{ x, x2, y: i * STEP + top, y2: i * STEP + top + 6 }];
    });
  const stroke = { stroke: 'var(--group)', width: 1 };
  return draw(
    [
      boxes(
        bars(({ ended }) => ended, 3),
        { fill: 'var(--group)', ...stroke },
      ),
      boxes(
        bars(({ started }) => started, 11),
        { fill: 'var(--paper)', ...stroke },
      ),
      words(
        pairs.map(({ ended, started }, i) => ({
          x: -8,
          y: i * STEP + STEP / 2,
          text: `${label(ended, 11)} → ${label(started, 11)}`,
        })),
        { align: 'right', size: 9 },
      ),
      words(
        pairs.map(({ gap_hours: gap }, i) => ({
          x: width + 8,
          y: i * STEP + STEP / 2,
          text: `${figure(gap)} h`,
        })),
        { align: 'left' },
      ),
      words([{ x: 0, y: frame.height + 11, text: day(period.from) }], { align: 'left', soft: true }),
      words([{ x: width, y: frame.height + 11, text: day(period.to) }], { align: 'right', soft: true }),
    ],
    frame,
  );
}
