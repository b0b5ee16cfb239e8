import { visible } from '../evidence/hidden-characters.js';

/**
 * Log text for a terminal: no escape sequence, direction mark, zero-width or line-breaking character gets through;
 * each is spelled out. At most `limit` code points, then an ellipsis.
 */
export function terminalText(text: string, limit = 200): string {
  // No character is spelled shorter than it is, so what is beyond the limit now is beyond it then.
  return cut(visible(text.slice(0, 2 * (limit + 1))), limit);
}

/** The first `limit` code points, the last of them an ellipsis where something was left out. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = [...text];
  return points.length <= limit ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`;
}
