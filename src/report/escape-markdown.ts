import { spelled, visible } from '../evidence/hidden-characters.js';
import { cut } from './escape-terminal.js';

/** What could end a code span, leave a table cell, or act where code spans are not understood. */
const ACTIVE = /[`|<>[\]]/g;

/**
 * Log text for Markdown, as a code span, where neither HTML nor links nor emphasis exist. The characters that could
 * act outside of one are spelled out too, so the text stays inert in a renderer that reads it differently.
 * At most `limit` code points, then an ellipsis.
 */
export function markdownText(text: string, limit = 120): string {
  if (text === '') return '(empty)';
  return `\`${cut(visible(text).replace(ACTIVE, spelled), limit)}\``;
}
