import { StillhuntError } from '../errors.js';

/** Where a table of a ClickHouse server is, and as whom it is read. */
export interface ClickhouseAddress {
  readonly host: string;
  /** Of the HTTP interface. */
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly database: string;
  readonly table: string;
  /** `clickhouse://host:port/database.table`, without user; what documents show. */
  readonly name: string;
}

const SHAPE = 'clickhouse://USER@HOST:PORT/DATABASE.TABLE';
const PORTS = { plain: 8123, secure: 8443 };

/**
 * Reads `clickhouse://user@host:port/database.table`, or `clickhouses://…` or `…?secure` for TLS. User, database and table may be
 * percent-encoded; a dot inside a name must be. Without a port it is that of the HTTP interface: 8123, with TLS 8443; without a user `default`.
 * @throws StillhuntError `usage` for anything else, above all for a password, which process lists and shell histories would show
 */
export function parseClickhouseAddress(text: string): ClickhouseAddress {
  const scheme = /^clickhouse(s?):\/\//.exec(text);
  let url: URL;
  try {
    if (scheme === null) throw new TypeError('scheme');
    url = new URL(text.replace(/^clickhouses?:/, 'http:'));
  } catch {
    throw refused('it is no such address'); // the text is not repeated: it may hold a password
  }
  if (url.password !== '') {
    throw new StillhuntError(
      'usage',
      '--from has a password in the address, which process lists and shell histories show.',
      'Give it in STILLHUNT_CLICKHOUSE_PASSWORD or with --password-file FILE, and the address without it.',
    );
  }
  const secure = scheme![1] === 's' || asksForTls(url);
  const { hostname, hash } = url;
  if (hash !== '') throw refused('it has a # part');
  if (hostname === '') throw refused('it names no host');
  const port = url.port === '' ? portOf(text, secure) : Number(url.port);
  if (port === 0) throw refused('its port is 0');
  const [database, table, ...rest] = url.pathname.slice(1).split('.').map(decoded);
  if (!database || !table || rest.length > 0) throw refused('its path is not DATABASE.TABLE');
  const named = `${encodeURIComponent(database)}.${encodeURIComponent(table)}`;
  return {
    host: hostname,
    port,
    secure,
    user: url.username === '' ? 'default' : decoded(url.username),
    database,
    table,
    name: `clickhouse${secure ? 's' : ''}://${hostname}:${port}/${named}`,
  };
}

/** The port where the URL class leaves it out: it hides 80, which is the usual one of http alone. */
function portOf(text: string, secure: boolean): number {
  const authority = text.replace(/^[a-z]+:\/\//, '').split(/[/?#]/, 1)[0]!;
  return /:0*80$/.test(authority) ? 80 : secure ? PORTS.secure : PORTS.plain;
}

function asksForTls({ searchParams }: URL): boolean {
  const asked = [...searchParams];
  if (asked.length === 0) return false;
  const [[name, value]] = asked as [[string, string]];
  if (asked.length > 1 || name !== 'secure') throw refused('only ?secure may follow the table');
  if (['', '1', 'true'].includes(value)) return true;
  if (['0', 'false'].includes(value)) return false;
  throw refused('?secure is neither 1 nor 0');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused('a % in it begins no character');
  }
}

function refused(why: string): StillhuntError {
  return new StillhuntError(
    'usage',
    `--from cannot be read: ${why}. Expected ${SHAPE}.`,
    `Example: --from ${SHAPE.toLowerCase().replace('port', '8123')}`,
  );
}
