import type { Phrase } from './phrase.js';
import type { Table } from './table.js';

/** A text in sections, for every medium. */
export interface Section {
  /** One line of our own words and values of the log. */
  readonly heading: Phrase;
  readonly blocks: readonly Block[];
}

/** A paragraph, a list, or a table. */
export type Block =
  | { readonly text: Phrase }
  | { readonly items: readonly Phrase[] }
  | { readonly table: Table };
