/**
 * Columns that a real export may lack, by what they tell of. The time, the account, the model and the token counts are
 * in no family: every log keeps them.
 */
export const COLUMN_FAMILIES = {
  network: ['ip', 'asn', 'country'],
  payment: ['payment_id'],
  prompts: ['system_prompt_hash', 'prompt_hash'],
  identity: ['request_id', 'org_id', 'api_key_id', 'session_id', 'device_id'],
  client: ['endpoint', 'user_agent', 'max_tokens', 'temperature', 'stream'],
  outcome: ['status', 'stop_reason', 'latency_ms'],
} as const;

export type ColumnFamily = keyof typeof COLUMN_FAMILIES;

export function isColumnFamily(name: string): name is ColumnFamily {
  return Object.hasOwn(COLUMN_FAMILIES, name);
}

/**
 * Takes families of columns out of a log's text, header and rows; nothing to drop passes the chunks through.
 * @param chunks Whole lines, the header first; simulated CSV quotes nothing, so that a comma always separates.
 */
export function* withoutColumns(
  chunks: Iterable<string>,
  families: readonly ColumnFamily[],
): Generator<string> {
  if (families.length === 0) {
    yield* chunks;
    return;
  }
  const dropped = new Set<string>(families.flatMap((family) => COLUMN_FAMILIES[family]));
  let kept: boolean[] | undefined;
  for (const chunk of chunks) {
    let text = '';
    for (const line of chunk.split('\n')) {
      if (line === '') continue;
      const cells = line.split(',');
      kept ??= cells.map((name) => !dropped.has(name));
      text += `${cells.filter((_, n) => kept![n]).join()}\n`;
    }
    yield text;
  }
}
