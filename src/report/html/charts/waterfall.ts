import type { GroupEntry } from '../../../evidence/findings-document.js';
import { closest } from '../../outcome.js';
import { signed } from '../../quantity.js';
import { familiesSpeaking } from '../../support-words.js';
import { table } from '../../table.js';
import { FAMILY_WORDS } from '../../wording.js';
import { boxes, draw, type Frame, innerWidth, places, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';

const STEP = 22;

/** How the families of evidence add up to the evidence for one source. */
export async function waterfall(group: GroupEntry): Promise<Figure> {
  const families = group.evidence.filter(({ available }) => available);
  let sum = 0;
  const bars = families.map(({ family, nats }) => {
    const from = sum;
    sum += nats;
    return {
      label: shortFamily(FAMILY_WORDS[family]),
      nats,
      from,
      to: sum,
      kind: nats < 0 ? 'against' : 'for',
    };
  });
  const total = group.support.nats;
  const rows = [...bars, { label: 'all together', nats: total, from: 0, to: total, kind: 'total' }].map(
    (bar, i) => ({ ...bar, y: i * STEP + 4, y2: (i + 1) * STEP - 4, under: (i + 1) * STEP + 4 }),
  );
  return {
    title: 'Evidence for one source, by family',
    summary: [
      `${familiesSpeaking(group)} Each bar starts where the one above ends; together ${signed(total)} nats, before any ` +
        `alternative${closest(group) === undefined ? '' : ' sets its part aside'}.`,
    ],
    keys: ['for', 'against'],
    pictures: [{ name: 'Evidence for one source, by family', svg: await drawBars(rows) }],
    table: table(
      ['Evidence', 'Nats'],
      [
        ...group.evidence.map(({ family, available, nats }) => [
          FAMILY_WORDS[family],
          available ? signed(nats) : 'no data',
        ]),
        ['all together', signed(total)],
      ],
      [1],
    ),
  };
}

interface Bar {
  readonly label: string;
  readonly nats: number;
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly y: number;
  readonly y2: number;
  readonly under: number;
}

function drawBars(rows: readonly Bar[]): Promise<string> {
  const frame: Frame = { left: 150, right: 52, top: 4, bottom: 4, height: rows.length * STEP };
  const width = innerWidth(frame);
  const ends = rows.flatMap(({ from, to }) => [from, to]);
  const place = places([Math.min(0, ...ends), Math.max(1, ...ends)], width);
  const values = rows.map((row) => ({ ...row, x: place(row.from), x2: place(row.to) }));
  const zero = place(0);
  const bars = (kind: string, fill: string, stroke: string) =>
    boxes(
      values.filter((row) => row.kind === kind),
      { fill, stroke, width: 1.5 },
    );
  return draw(
    [
      strokes([{ x: zero, y: 0, x2: zero, y2: frame.height }], { color: 'var(--soft)' }),
      strokes(
        values.slice(0, -1).map(({ x2, y2, under }) => ({ x: x2, y: y2, x2, y2: under })),
        { color: 'var(--soft)', dash: [2, 2] },
      ),
      bars('for', 'var(--group)', 'var(--group)'),
      bars('against', 'var(--paper)', 'var(--group)'),
      bars('total', 'var(--soft)', 'var(--soft)'),
      words(
        rows.map(({ label, y }) => ({ x: -10, y: y + STEP / 2 - 4, text: label })),
        { align: 'right' },
      ),
      words(
        rows.map(({ nats, from, to, y }) => ({
          x: place(Math.max(from, to)) + 6,
          y: y + STEP / 2 - 4,
          text: signed(nats),
        })),
        { align: 'left' },
      ),
    ],
    frame,
  );
}

/** The first word of a family's name. */
export function shortFamily(words: string): string {
  return words.split(/ \(| and /)[0]!;
}
