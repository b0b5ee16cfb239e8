import type { GroupEntry } from '../../../evidence/findings-document.js';
import { closest } from '../../outcome.js';
import { signed } from '../../quantity.js';
import { familiesSpeaking } from '../../support-words.js';
import { table } from '../../table.js';
import { FAMILY_WORDS } from '../../wording.js';
import { draw, type Frame, innerWidth, pixels, places, words } from '../drawing.js';
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
  const x = pixels('x', width);
  const y = pixels('y', frame.height);
  const bar = (kind: string, look: object) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'rect', strokeWidth: 1.5, ...look },
    encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' } },
  });
  return draw(
    {
      data: { values },
      layer: [
        {
          data: { values: [{ x: place(0), y: 0, y2: frame.height }] },
          mark: { type: 'rule', color: 'var(--soft)' },
          encoding: { x, y, y2: { field: 'y2' } },
        },
        {
          data: {
            values: values.slice(0, -1).map(({ x2, y2: top, under }) => ({ x: x2, y: top, y2: under })),
          },
          mark: { type: 'rule', color: 'var(--soft)', strokeDash: [2, 2] },
          encoding: { x, y, y2: { field: 'y2' } },
        },
        bar('for', { color: 'var(--group)', stroke: 'var(--group)' }),
        bar('against', { color: 'var(--paper)', stroke: 'var(--group)' }),
        bar('total', { color: 'var(--soft)', stroke: 'var(--soft)' }),
        words(
          rows.map(({ label, y: top }) => ({ x: -10, y: top + STEP / 2 - 4, text: label })),
          frame,
          { align: 'right' },
        ),
        words(
          rows.map(({ nats, from, to, y: top }) => ({
            x: place(Math.max(from, to)) + 6,
            y: top + STEP / 2 - 4,
            text: signed(nats),
          })),
          frame,
          { align: 'left' },
        ),
      ],
    },
    frame,
  );
}

/** The first word of a family's name. */
export function shortFamily(words: string): string {
  return words.split(/ \(| and /)[0]!;
}
