import type { FiguresEntry } from '../../../evidence/figures-entry.js';
import { joined, type Phrase, phrase, quoted } from '../../phrase.js';
import { counted, figure, thousands } from '../../quantity.js';
import { table } from '../../table.js';
import { facetWords } from '../../wording.js';
import { draw, type Frame, innerWidth, label, signs, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';

const ROW = 13;
const LEAST = 60;
/** Strokes of the most common and of the rarest value, in pixels. */
const THINNEST = 0.4;
const THICKEST = 2.4;

/** Which members share which rare values; null where nothing is shared. */
export async function infrastructureFigure({ infrastructure }: FiguresEntry): Promise<Figure | null> {
  const { members, values, edges, members_left_out: membersOut, values_left_out: valuesOut } = infrastructure;
  if (values.length === 0 || members.length === 0) return null;
  const title = 'Who shares what';
  const [rarest] = [...values].sort((a, b) => b.rarity_nats - a.rarity_nats);
  const out = [
    ...(membersOut > 0 ? [counted(membersOut, 'member')] : []),
    ...(valuesOut > 0 ? [counted(valuesOut, 'shared value')] : []),
  ];
  const users = (place: number): Phrase =>
    joined(
      edges.flatMap(([member, value]) => (value === place ? [[quoted(members[member] ?? '', 40)]] : [])),
      ', ',
    );
  return {
    title,
    summary: phrase`Members to the left, values that they share to the right; thicker is rarer in the log. Rarest: ${facetWords(rarest!.facet)} ${quoted(rarest!.value, 40)}, with ${counted(rarest!.members, 'member')} of ${counted(rarest!.accounts, 'account')} that use it.${out.length === 0 ? '' : ` Not shown: ${out.join(' and ')}.`}`,
    keys: [],
    pictures: [{ name: title, svg: await drawGraph(infrastructure) }],
    table: table(
      ['Kind', 'Value', 'Members', 'Accounts in the log', 'Rarity (nats)', 'Members shown that use it'],
      values.map(({ facet, value, members: sharing, accounts, rarity_nats: rarity }, i) => [
        facetWords(facet),
        [quoted(value, 80)],
        thousands(sharing),
        thousands(accounts),
        figure(rarity),
        users(i),
      ]),
      [2, 3, 4],
    ),
  };
}

function drawGraph({ members, values, edges }: FiguresEntry['infrastructure']): Promise<string> {
  const height = Math.max(LEAST, ROW * Math.max(members.length, values.length));
  const frame: Frame = { left: 88, right: 178, top: 4, bottom: 4, height };
  const width = innerWidth(frame);
  const place = (i: number, of: number) => ((i + 0.5) / of) * height;
  const from = members.map((_, i) => place(i, members.length));
  const to = values.map((_, i) => place(i, values.length));
  const rarities = values.map(({ rarity_nats }) => rarity_nats);
  const rarest = Math.max(...rarities, 1);
  return draw(
    [
      strokes(
        edges.map(([member, value]) => ({
          x: 0,
          y: from[member]!,
          x2: width,
          y2: to[value]!,
          width: THINNEST + (THICKEST - THINNEST) * (rarities[value]! / rarest),
        })),
        { color: 'var(--group)', width: 'own', opacity: 0.55 },
      ),
      signs(
        from.map((y) => ({ x: 0, y })),
        { shape: 'circle', size: 26, fill: 'var(--group)' },
      ),
      signs(
        to.map((y) => ({ x: width, y })),
        { shape: 'square', size: 40, fill: 'var(--ink)' },
      ),
      words(
        members.map((id, i) => ({ x: -7, y: from[i]!, text: label(id, 15) })),
        { align: 'right', size: 9 },
      ),
      words(
        values.map(({ facet, value }, i) => ({
          x: width + 8,
          y: to[i]!,
          text: `${facetWords(facet)} ${label(value, 32 - facetWords(facet).length)}`,
        })),
        { align: 'left', size: 9.5 },
      ),
    ],
    frame,
  );
}
