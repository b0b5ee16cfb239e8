import type { StillhuntError } from '../errors.js';
import { visible } from '../evidence/hidden-characters.js';

/** Text for stderr in which log content cannot act; line breaks stay. */
export function plainLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** What a user sees of a mistake or fault: what happened, then what to do, each in one line whatever names say. */
export function errorText({ message, next }: StillhuntError): string {
  return `${visible(`stillhunt: ${message}`)}\n${next === undefined ? '' : `${visible(next)}\n`}`;
}
