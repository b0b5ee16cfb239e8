/** Exit codes of the command line; other programs rely on them. */
export const EXIT = {
  done: 0,
  gate: 1,
  usage: 2,
  input: 3,
  partial: 4,
  integrity: 5,
  internal: 6,
  interrupted: 130,
} as const;

export type ErrorKind = 'usage' | 'input' | 'partial' | 'integrity' | 'internal' | 'interrupted';

/**
 * A mistake or fault that a user can act on. The message names what was received, what was expected and
 * where; `next` says what to do. The command line prints both and exits with `EXIT[kind]`; it prints a stack
 * only for errors of other classes, because those are bugs.
 */
export class StillhuntError extends Error {
  override readonly name = 'StillhuntError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly next?: string,
  ) {
    super(message);
  }
}
