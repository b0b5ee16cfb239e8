import { randomUUID } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { StillhuntError } from '../errors.js';
import type { ClickhouseAddress } from './clickhouse-address.js';
import { clickhouseDialect } from './clickhouse-dialect.js';
import { type Asked, serverFault, statementFailed } from './clickhouse-faults.js';
import type { Statement, TableName, Warehouse, WarehouseColumn } from './warehouse.js';

export interface ClickhouseOptions {
  readonly password: string;
  /** Certificate of the authority that signed the server's, PEM; absent for those that Node trusts. */
  readonly authority?: Buffer;
  /** Seconds that a statement may go without an answer, which is all the time that it runs; default an hour. */
  readonly statementSeconds?: number;
  /** Told about once a second while a statement runs, where the user may read `system.processes`. */
  readonly onServer?: (progress: ServerProgress) => void;
  /** Milliseconds between two looks at a running statement; default a second. */
  readonly watchMillis?: number;
}

/** What the server says of a statement that it runs. */
export interface ServerProgress {
  readonly rowsRead: number;
  /** About as many will be read; 0 where the server does not know yet. */
  readonly rowsTotal: number;
  /** Bytes that the statement holds on the server that was asked, and held at most. */
  readonly memory: number;
  readonly memoryPeak: number;
}

const HOUR = 3600;
const PROBE_SECONDS = 30;
const KILL_MILLIS = 5000;
/** Bytes of an answer that the server holds in memory before it puts them aside until the answer is whole. */
const ANSWER_BUFFER = 16 << 20;
/** Ends a statement whose client has gone; servers before about 2019 do not know it. */
const ENDS_WITH_CLIENT = 'cancel_http_readonly_queries_on_client_close';

/**
 * A table of a ClickHouse server, from 18.16 on, over its HTTP interface. It needs the right to read the table alone: it sends
 * nothing but SELECT and DESCRIBE, asks the server to refuse writes where the user might do more, and KILL QUERY for statements of
 * its own that are given up, which users with read rights may do. Users with `readonly=1` get no settings.
 */
export class ClickhouseWarehouse implements Warehouse {
  readonly name: string;
  readonly table: TableName;
  readonly dialect = clickhouseDialect;

  private constructor(
    address: ClickhouseAddress,
    private readonly client: ClickHouseClient,
    private readonly options: ClickhouseOptions,
    /** What the user may set: nothing with `1`, anything but rights with `2`, all with `0`. */
    private readonly readonly: '0' | '1' | '2',
    private readonly endsWithClient: boolean,
  ) {
    this.name = address.name;
    this.table = { database: address.database, table: address.table };
  }

  /**
   * Connects, and asks what the user may set.
   * @throws StillhuntError `input` where the server cannot be reached or trusted, or refuses the user
   */
  static async open(
    address: ClickhouseAddress,
    options: ClickhouseOptions,
    signal?: AbortSignal,
  ): Promise<ClickhouseWarehouse> {
    const { host, port, secure, user, name } = address;
    const { password, authority, statementSeconds = HOUR } = options;
    const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client'); // for who needs it alone
    const client = createClient({
      url: `http${secure ? 's' : ''}://${host}:${port}`,
      username: user,
      password,
      request_timeout: statementSeconds * 1000,
      max_open_connections: 4,
      // A connection that idles between statements may be closed by the server just when it is used again.
      keep_alive: { enabled: false },
      log: { level: ClickHouseLogLevel.OFF }, // errors are thrown; it would print them too, with settings
      ...(secure && authority !== undefined ? { tls: { ca_cert: authority } } : {}),
    });
    const patience = AbortSignal.timeout(PROBE_SECONDS * 1000);
    try {
      const rows = await list<{ name: string; value: string }>(
        client,
        `SELECT name, value FROM system.settings WHERE name IN ('readonly', '${ENDS_WITH_CLIENT}')`,
        signal === undefined ? patience : AbortSignal.any([signal, patience]),
      );
      const setting = new Map(rows.map((row) => [row.name, row.value]));
      const readonly = setting.get('readonly');
      return new ClickhouseWarehouse(
        address,
        client,
        options,
        readonly === '0' || readonly === '2' ? readonly : '1',
        setting.has(ENDS_WITH_CLIENT),
      );
    } catch (error) {
      // It answers, and keeps its settings to itself: none are sent then.
      if (serverFault(String((error as Error).message))?.code === 497)
        return new ClickhouseWarehouse(address, client, options, '1', false);
      await client.close();
      if (signal?.aborted) throw givenUp();
      const asked = { name, purpose: 'a first question', seconds: PROBE_SECONDS };
      throw statementFailed(patience.aborted ? new Error('Timeout error.') : error, asked);
    }
  }

  async columns(): Promise<readonly WarehouseColumn[]> {
    const { database, table } = this.table;
    try {
      const statement = `DESCRIBE TABLE ${quoted(database!)}.${quoted(table)}`;
      const columns = await list<WarehouseColumn>(this.client, statement);
      return columns.map(({ name, type }) => ({ name, type }));
    } catch (error) {
      throw statementFailed(error, this.asked('its columns'));
    }
  }

  async *rows({ text, purpose, settings }: Statement, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    if (signal?.aborted) throw givenUp();
    const id = `stillhunt-${randomUUID()}`;
    const watch = this.watch(id);
    let running = true; // on the server, for all that is known
    try {
      const { stream } = await this.client.exec({
        query: text,
        query_id: id,
        clickhouse_settings: this.settings(settings),
        ...(signal === undefined ? {} : { abort_signal: signal }),
      });
      if (signal !== undefined) addAbortSignal(signal, stream);
      for await (const chunk of stream) yield chunk as Uint8Array;
      running = false;
    } catch (error) {
      watch.stop();
      const ended = serverFault(String((error as Error).message)) !== null;
      if (!ended) await this.kill(id);
      running = false;
      throw signal?.aborted ? givenUp() : statementFailed(error, this.asked(purpose));
    } finally {
      watch.stop();
      if (running) await this.kill(id); // whoever asked wants no more
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private asked(purpose: string): Asked {
    return { name: this.name, purpose, seconds: this.options.statementSeconds ?? HOUR };
  }

  /** An answer is sent when it is whole: an error in mid-stream would otherwise stand among the rows as if it were some. */
  private settings(wanted: Statement['settings']): Record<string, string | number> {
    return {
      wait_end_of_query: 1,
      buffer_size: ANSWER_BUFFER, // neither is a setting: any user may send them
      ...(this.readonly === '0' ? { readonly: 2 } : {}), // first: what follows is set under it
      ...(this.readonly === '1' ? {} : wanted),
      ...(this.readonly !== '1' && this.endsWithClient ? { [ENDS_WITH_CLIENT]: 1 } : {}),
    };
  }

  /** Ends a statement of ours on the server, as far as that can be reached: leaving the connection does not. */
  private async kill(id: string): Promise<void> {
    try {
      await this.client.command({
        query: `KILL QUERY WHERE query_id = '${id}' ASYNC`,
        abort_signal: AbortSignal.timeout(KILL_MILLIS),
      });
    } catch {
      // The server is gone, or the statement has ended by itself.
    }
  }

  /** Asks now and then how far a statement is, and tells it. */
  private watch(id: string): { stop(): void } {
    const { onServer, watchMillis = 1000 } = this.options;
    if (onServer === undefined) return { stop: () => {} };
    let asking = false;
    const look = async () => {
      if (asking) return;
      asking = true;
      try {
        const [row] = await list<Record<keyof typeof PROCESS, string>>(this.client, processOf(id));
        if (row !== undefined)
          onServer({
            rowsRead: Number(row.read_rows),
            rowsTotal: Number(row.total_rows_approx),
            memory: Number(row.memory_usage),
            memoryPeak: Number(row.peak_memory_usage),
          });
        asking = false;
      } catch {
        clearInterval(timer); // the user may not look
      }
    };
    const timer = setInterval(() => void look(), watchMillis);
    return { stop: () => clearInterval(timer) };
  }
}

/** Columns of `system.processes` that are looked at. */
const PROCESS = { read_rows: 1, total_rows_approx: 1, memory_usage: 1, peak_memory_usage: 1 };

function processOf(id: string): string {
  return `SELECT ${Object.keys(PROCESS).join(', ')} FROM system.processes WHERE query_id = '${id}'`;
}

async function list<T>(client: ClickHouseClient, query: string, signal?: AbortSignal): Promise<T[]> {
  const answer = await client.query({
    query,
    format: 'JSON',
    ...(signal === undefined ? {} : { abort_signal: signal }),
  });
  return (await answer.json<T>()).data;
}

function quoted(identifier: string): string {
  return `\`${identifier.replace(/[\\`]/g, '\\$&')}\``;
}

function givenUp(): StillhuntError {
  return new StillhuntError('interrupted', 'Interrupted; the server was told to end the statement.');
}
