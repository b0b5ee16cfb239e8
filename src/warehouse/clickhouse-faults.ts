import { StillhuntError } from '../errors.js';

/** A fault of a statement as the server tells it: its own number, and its words without wrapping. */
export interface ServerFault {
  readonly code: number;
  readonly text: string;
}

const LONGEST = 300; // characters of the server's words that are repeated

/** What the server says of a fault, from the text of its answer; null where that is no answer of ClickHouse. */
export function serverFault(message: string): ServerFault | null {
  const found = /(?:Code|Error): (\d+)[.,]/.exec(message);
  if (found === null) return null;
  const text = message
    .slice(found.index + found[0].length)
    .replace(/^\s*e\.displayText\(\) =/, '')
    .replace(/, e\.what\(\) = .*$/s, '')
    .replace(/ ?\(version [^)]*\)+\s*$/s, '')
    .replace(/DB::[A-Za-z]*Exception: /g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { code: Number(found[1]), text: text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text };
}

const RIGHTS = 'The user needs to read the table, SELECT on it, and nothing else.';

/** What to do about the faults that people can mend, by the server's number of them. */
const ADVICE: Readonly<Record<number, string>> = {
  60: 'Check the table in --from; DATABASE.TABLE is as SHOW TABLES writes it.',
  81: 'Check the database in --from.',
  115: 'The server does not know a setting that was sent; a user with readonly=1 gets none.',
  159: 'The server ends statements of this length (max_execution_time): ask with more --slices, for fewer days, or have the limit raised.',
  160: 'The server expects this to take longer than it allows: ask with more --slices, for fewer days, or have the limit raised.',
  164: RIGHTS,
  192: 'Check the user in --from.',
  193: 'Check the password: STILLHUNT_CLICKHOUSE_PASSWORD or --password-file.',
  194: 'The user has a password: STILLHUNT_CLICKHOUSE_PASSWORD or --password-file.',
  195: 'The server does not let this user in from this address.',
  201: 'The quota of the user is used up: wait, or have it raised.',
  202: 'The server has too many statements under way: run again later.',
  209: 'A server of the cluster does not answer another in time: run again when it is well.',
  210: 'A server of the cluster cannot be reached by the others: run again when it is well.',
  241: 'A statement needs more memory than the server allows: ask with more --slices.',
  279: 'A server of the cluster cannot be reached by the others: run again when it is well.',
  394: 'It was ended on the server, not here. Run again.',
  497: RIGHTS,
  516: 'Check the user in --from, and the password: STILLHUNT_CLICKHOUSE_PASSWORD or --password-file.',
};

const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it does not answer',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** What failed: the server by name, and what it was asked for. */
export interface Asked {
  readonly name: string;
  readonly purpose: string;
  /** Seconds that an answer may take. */
  readonly seconds: number;
}

/** A failed statement as an error for the user: exit code 3, what the server says, and what to do. */
export function statementFailed(error: unknown, { name, purpose, seconds }: Asked): StillhuntError {
  if (error instanceof StillhuntError) return error;
  const { message, code } = error as Error & { code?: unknown };
  const input = (what: string, next?: string) => new StillhuntError('input', what, next);
  const own = typeof code === 'string' && /^\d+$/.test(code); // the client found the number already
  const fault = own
    ? { ...(serverFault(message) ?? { text: shortened(message) }), code: Number(code) }
    : serverFault(message);
  if (fault !== null) {
    return input(
      `${name} answers to ${purpose} with its error ${fault.code}: ${fault.text}.`.replace(/\.\.$/, '.'),
      ADVICE[fault.code] ?? 'stillhunt explain-sql shows the statements that are run.',
    );
  }
  if (typeof code === 'string' && CERTIFICATE.test(code))
    return input(
      `${name} cannot be trusted: ${message}.`,
      'Name the authority that signed its certificate: --ca-file FILE.',
    );
  const unreached = typeof code === 'string' ? UNREACHED[code] : undefined;
  if (unreached !== undefined)
    return input(
      `${name} cannot be reached: ${unreached}.`,
      'Check host and port; the port is that of the HTTP interface, 8123 unless it was changed.',
    );
  if (/timeout/i.test(message))
    return input(
      `${name} gave no answer to ${purpose} for ${seconds} s.`,
      'Wait longer with --statement-timeout SECONDS, or ask with more --slices.',
    );
  if (code === 'ECONNRESET' || code === 'EPIPE' || /aborted|socket hang up|premature close/i.test(message))
    return input(`The connection to ${name} was lost while it answered to ${purpose}.`, 'Run again.');
  return input(
    `${name} does not answer as ClickHouse does: ${shortened(message)}.`,
    'Check host and port; the port is that of the HTTP interface, 8123 unless it was changed, with TLS 8443.',
  );
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} ...` : line;
}
