import { visible } from '../../evidence/hidden-characters.js';
import { terminalText } from '../escape-terminal.js';
import type { Phrase, Quoted } from '../phrase.js';

/** Text that is HTML already. Only `html` and this folder's drawings make it, so that nothing is written unescaped. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: strings are escaped wherever they come from. */
export type Part = string | number | Markup | readonly Markup[];

/** HTML with escaped values, for texts and for attributes in double quotes. */
export function html(words: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = words[0]!;
  for (const [i, part] of parts.entries()) text += partText(part) + words[i + 1]!;
  return new Markup(text);
}

/** A number and its per cent stay on one line. */
const UNIT = /(\d) %/g;

function partText(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part).replace(UNIT, '$1&nbsp;%');
  return typeof part === 'number' ? String(part) : part.map(({ text }) => text).join('');
}

export const NOTHING = new Markup('');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes; hidden characters are spelled out. */
function escapeHtml(text: string): string {
  return entities(visible(text));
}

function entities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A value of the log: told from our words by its type, isolated from their direction, cut at its limit. */
export function logText({ quoted, limit }: Quoted): Markup {
  if (quoted === '') return html`(empty)`;
  return new Markup(`<code>${entities(plainLogText(quoted, limit))}</code>`);
}

/** The same where no markup can stand, as in a drawing. Hidden characters are spelled out. */
export function plainLogText(text: string, limit: number): string {
  return terminalText(text, limit);
}

/** A sentence with values of the log. */
export function phraseHtml(words: Phrase): Markup {
  const parts = words.map((part) => (typeof part === 'string' ? html`${part}` : logText(part)));
  return html`${parts}`;
}

/** The words of a sentence without elements, for the description of a drawing. */
export function phraseWords(words: Phrase): Markup {
  const text = words
    .map((part) => (typeof part === 'string' ? part : plainLogText(part.quoted, part.limit)))
    .join('');
  return new Markup(entities(text));
}
