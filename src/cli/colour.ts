import { Chalk, type ChalkInstance } from 'chalk';
import type { CommandIo } from './command-io.js';

/** Colour on stdout where a person looks: on a terminal, outside CI, unless NO_COLOR or TERM=dumb says no. */
export function stdoutColour(io: CommandIo): ChalkInstance {
  const { NO_COLOR, CI, TERM } = io.env;
  const refused = Boolean(NO_COLOR) || Boolean(CI) || TERM === 'dumb';
  return new Chalk({ level: io.stdoutIsTerminal === true && !refused ? 1 : 0 });
}
