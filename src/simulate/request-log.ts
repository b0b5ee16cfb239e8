/** Why an answer ended; the code of a stop reason is its place here, the empty one for refused requests. */
export const STOP_REASONS = ['end_turn', 'max_tokens', 'tool_use', 'stop_sequence', ''] as const;
export const ENDPOINTS = ['/v1/messages', '/v1/chat/completions', '/v1/responses'] as const;

const COLUMNS = {
  time: Float64Array, // milliseconds since the epoch with a fraction that only breaks ties
  account: Int32Array,
  key: Int32Array,
  session: Int32Array, // -1: none
  model: Uint8Array,
  endpoint: Uint8Array,
  address: Int32Array,
  userAgent: Int32Array, // -1: none
  device: Int32Array, // -1: none
  input: Int32Array,
  output: Int32Array,
  cached: Int32Array,
  maxTokens: Int32Array, // -1: not set
  temperature: Int16Array, // hundredths; -1: not set
  stream: Uint8Array,
  status: Int16Array,
  stop: Uint8Array,
  latency: Int32Array, // milliseconds
  systemPrompt: Int32Array, // -1: none
  prompt: Int32Array,
} as const;

export type ColumnName = keyof typeof COLUMNS;
export type Row = Record<ColumnName, number>;
type Columns = { [name in ColumnName]: InstanceType<(typeof COLUMNS)[name]> };
const NAMES = Object.keys(COLUMNS) as ColumnName[];

/** Requests as growing typed columns, in order of making; about 75 bytes a request. */
export class RequestLog {
  rows = 0;
  #capacity = 1 << 16;
  #columns: Columns = allocate(this.#capacity);

  /** The columns; only the first `rows` entries are meaningful. Replaced when the log grows. */
  get columns(): Columns {
    return this.#columns;
  }

  add(row: Row): void {
    if (this.rows === this.#capacity) this.#grow();
    const columns = this.#columns;
    for (let i = 0; i < NAMES.length; i++) {
      const name = NAMES[i]!;
      columns[name][this.rows] = row[name];
    }
    this.rows++;
  }

  /** Row numbers by time; O(n log n). */
  timeOrder(): Uint32Array {
    const { time } = this.#columns;
    const order = new Uint32Array(this.rows);
    for (let i = 0; i < order.length; i++) order[i] = i;
    return order.sort((a, b) => time[a]! - time[b]! || a - b);
  }

  #grow(): void {
    const old = this.#columns;
    this.#capacity = Math.ceil(this.#capacity * 1.6);
    this.#columns = allocate(this.#capacity);
    for (const name of NAMES) this.#columns[name].set(old[name]);
  }
}

function allocate(capacity: number): Columns {
  return Object.fromEntries(NAMES.map((name) => [name, new COLUMNS[name](capacity)])) as unknown as Columns;
}
