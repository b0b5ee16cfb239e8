import type { Phrase } from '../phrase.js';
import type { Table } from '../table.js';
import { htmlTable } from './html-table.js';
import { html, Markup, NOTHING, phraseHtml, phraseWords } from './markup.js';

/** A picture with what it says in words and in numbers, so that nobody needs to see it. */
export interface Figure {
  readonly title: string;
  /** What is to be seen, in a sentence or two. */
  readonly summary: Phrase;
  /** Signs of the picture, in the order in which they are explained. */
  readonly keys: readonly Key[];
  /** One, or two side by side at the same scale. */
  readonly pictures: readonly { readonly name: string; readonly svg: string }[];
  readonly table: Table;
}

/** How the group, those it is compared with, and marks are told apart, by shape and by colour. */
export type Key = keyof typeof KEYS;

const KEYS = {
  group: { sign: '●', words: 'this group' },
  twin: { sign: '◆', words: 'matched accounts' },
  log: { sign: '▲', words: 'whole log' },
  for: { sign: '■', words: 'speaks for one operator' },
  against: { sign: '□', words: 'speaks against' },
} as const;

/** Numbers the figures of a page, so that each has ids of its own. */
export class FigureNumbers {
  private last = 0;

  next(): string {
    this.last++;
    return `f${this.last}`;
  }
}

/** The figure with its picture, words and numbers. `id` is unique in the page. */
export function figureHtml({ title, summary, keys, pictures, table }: Figure, id: string): Markup {
  const described = phraseWords(summary);
  const drawn = pictures.map(({ name, svg }, i) => {
    const own = `${id}${String.fromCharCode(97 + i)}`;
    const inside = html`<title id="${own}t">${name}</title><desc id="${own}d">${described}</desc>`;
    const tag = `<svg role="img" aria-labelledby="${own}t" aria-describedby="${own}d"`;
    return new Markup(svg.replace('<svg', tag).replace('>', () => `>${inside.text}`));
  });
  const key = keys.map(
    (each) =>
      html`<li class="${each}"><span aria-hidden="true">${KEYS[each].sign}</span> ${KEYS[each].words}</li>`,
  );
  const name = `Numbers: ${title}`;
  return html`<figure${pictures.length > 1 ? html` class="wide"` : NOTHING}>
<figcaption><h4>${title}</h4><p>${phraseHtml(summary)}</p>${key.length === 0 ? NOTHING : html`<ul class="key">${key}</ul>`}</figcaption>
<div class="drawn">${drawn}</div>
<details><summary>${name}</summary>${htmlTable(table, name)}</details>
</figure>
`;
}
