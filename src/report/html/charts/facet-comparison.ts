import type { FacetComparisonEntry } from '../../../evidence/figures-entry.js';
import { type Phrase, phrase, quoted } from '../../phrase.js';
import { percent } from '../../quantity.js';
import { table } from '../../table.js';
import { facetWords } from '../../wording.js';
import { draw, type Frame, innerWidth, label, places, strokes, words } from '../drawing.js';
import type { Figure } from '../figure.js';
import { SERIES, seriesSigns } from '../series.js';

const STEP = 20;

/** One facet in the group, in matched accounts and in the whole log. */
export async function facetFigure(entry: FacetComparisonEntry): Promise<Figure | null> {
  const { facet, unit, values, shares, other } = entry;
  if (values.length === 0) return null;
  const rest = SERIES.some((series) => other[series] > 0);
  const rows = [
    ...values.map((value, i) => ({
      name: [quoted(value, 60)] as Phrase,
      label: label(value, 24),
      group: shares.group[i] ?? 0,
      twin: shares.twin[i] ?? 0,
      log: shares.log[i] ?? 0,
    })),
    ...(rest ? [{ name: ['all others'] as Phrase, label: 'all others', ...other }] : []),
  ];
  const [first] = rows;
  const title = `${capital(facetWords(facet))}${unit === '' ? '' : ` (${unit})`}`;
  return {
    title,
    summary: phrase`${first!.name}: ${percent(first!.group)} of the requests of this group, ${percent(first!.twin)} of the matched accounts', ${percent(first!.log)} of all.`,
    keys: ['group', 'twin', 'log'],
    pictures: [{ name: title, svg: await drawRows(rows) }],
    table: table(
      [title, 'This group', 'Matched accounts', 'Whole log'],
      rows.map((row) => [row.name, percent(row.group), percent(row.twin), percent(row.log)]),
      [1, 2, 3],
    ),
  };
}

interface Row {
  readonly label: string;
  readonly group: number;
  readonly twin: number;
  readonly log: number;
}

function drawRows(rows: readonly Row[]): Promise<string> {
  const frame: Frame = { left: 150, right: 50, top: 16, bottom: 4, height: rows.length * STEP };
  const width = innerWidth(frame);
  const most = Math.max(...rows.flatMap(({ group, twin, log }) => [group, twin, log]), 0.01);
  const place = places([0, most], width);
  const at = (i: number) => i * STEP + STEP / 2;
  return draw(
    [
      strokes(
        rows.map((_, i) => ({ x: 0, y: at(i), x2: width, y2: at(i) })),
        { color: 'var(--line)' },
      ),
      strokes(
        rows.map(({ twin, group }, i) => ({ x: place(twin), y: at(i), x2: place(group), y2: at(i) })),
        { color: 'var(--group)', width: 2, opacity: 0.45 },
      ),
      ...SERIES.map((series) =>
        seriesSigns(
          series,
          rows.map((row, i) => ({ x: place(row[series]), y: at(i) })),
        ),
      ),
      words(
        rows.map((row, i) => ({ x: -8, y: at(i), text: row.label })),
        { align: 'right' },
      ),
      words([{ x: width + 46, y: -8, text: 'this group' }], { align: 'right', soft: true, size: 9 }),
      words(
        rows.map((row, i) => ({ x: width + 46, y: at(i), text: percent(row.group) })),
        { align: 'right' },
      ),
    ],
    frame,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
