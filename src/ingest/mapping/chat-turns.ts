import { parsedText } from './path.js';

/**
 * The system prompt or the last user turn of a request as text, from what APIs of several makers hold: a list of
 * messages with `role` and `content` or `parts`, a body with `messages`, `contents`, `input`, `system`,
 * `system_instruction` or `prompt`, the same as JSON text, or plain text, which is the user's turn. A list of parts without
 * roles is a system prompt. Null where there is none, and for JSON that is cut off: its head is the client's, not the user's.
 */
export function turnOf(value: unknown, turn: 'system' | 'last-user'): string | null {
  const given = typeof value === 'string' ? (parsedText(value) ?? value) : value;
  if (typeof given === 'string') return turn === 'last-user' && !CUT_JSON.test(given) ? given : null;
  if (Array.isArray(given))
    return turn === 'system' && isParts(given) ? textOf(given) : fromMessages(given, turn);
  if (typeof given !== 'object' || given === null) return null;
  const body = given as Record<string, unknown>;
  if (turn === 'system') {
    for (const key of ['system', 'system_instruction', 'systemInstruction', 'instructions']) {
      const text = textOf(body[key]);
      if (text !== null) return text;
    }
  }
  for (const key of ['messages', 'contents', 'input']) {
    const list = body[key];
    if (Array.isArray(list)) return fromMessages(list, turn);
    if (typeof list === 'string' && turn === 'last-user') return list;
  }
  return turn === 'last-user' ? textOf(body['prompt'] ?? body['inputText']) : null;
}

/** Starts like an object, or a list of objects, with a key. */
const CUT_JSON = /^\s*(?:\[\s*)?\{\s*"/;

function isParts(list: readonly unknown[]): boolean {
  return list.every(
    (item) => typeof item === 'object' && item !== null && !('role' in item) && 'type' in item,
  );
}

/** Depth to which contents are looked into. */
const DEEPEST = 8;

const SYSTEM_ROLES = new Set(['system', 'developer']);

function fromMessages(list: readonly unknown[], turn: 'system' | 'last-user'): string | null {
  const messages = list.filter((item) => typeof item === 'object' && item !== null) as Record<
    string,
    unknown
  >[];
  const wanted =
    turn === 'system'
      ? messages.find(({ role }) => typeof role === 'string' && SYSTEM_ROLES.has(role))
      : messages.findLast(({ role }) => role === undefined || role === 'user');
  return wanted === undefined ? null : textOf(wanted['content'] ?? wanted['parts'] ?? wanted['text']);
}

/** Text of a content: plain, or the texts of its parts joined by line ends. */
function textOf(content: unknown, depth = 0): string | null {
  if (typeof content === 'string') return content === '' ? null : content;
  if (depth > DEEPEST) return null;
  if (Array.isArray(content)) {
    const parts = content.map((part) => textOf(part, depth + 1)).filter((text) => text !== null);
    return parts.length === 0 ? null : parts.join('\n');
  }
  if (typeof content !== 'object' || content === null) return null;
  const part = content as Record<string, unknown>;
  return textOf(part['text'] ?? part['content'] ?? part['parts'] ?? null, depth + 1);
}
