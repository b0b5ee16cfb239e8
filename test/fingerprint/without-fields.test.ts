import { describe, expect, it } from 'vitest';
import { Accumulator, encodeFacetTable, type FacetTable } from '../../src/fingerprint/index.js';
import { withoutFields } from '../../src/fingerprint/without-fields.js';
import type { Field } from '../../src/record/usage-record.js';
import type { ColumnFamily } from '../../src/simulate/columns.js';
import { readAll, tempFile } from '../ingest/read-all.js';
import { smallLog } from '../simulate/small-log.js';

async function tableOf(drop: readonly ColumnFamily[]): Promise<FacetTable> {
  const { text } = smallLog({ seed: 7, evasion: 2, accounts: 300, days: 3, requests: 6000, drop });
  const { batches } = await readAll([tempFile('log.csv', text)]);
  const accumulator = new Accumulator();
  for (const batch of batches) accumulator.add(batch);
  return accumulator.finish();
}

describe('a table without fields', () => {
  it.each<[string, ColumnFamily[], Field[]]>([
    ['nothing', [], []],
    ['network and payment', ['network', 'payment'], ['ip', 'asn', 'country', 'payment']],
    ['prompts', ['prompts'], ['prompt', 'system_prompt']],
    ['outcome', ['outcome'], ['status', 'stop_reason', 'latency_ms']],
  ])('is the table of a log that never had them, to the byte: %s', async (_name, families, fields) => {
    const emptied = withoutFields(await tableOf([]), new Set(fields));
    expect(Buffer.compare(encodeFacetTable(emptied), encodeFacetTable(await tableOf(families)))).toBe(0);
  });

  it('takes sums with their tokens', async () => {
    const table = await tableOf([]);
    const emptied = withoutFields(table, new Set<Field>(['input_tokens', 'output_tokens']));
    expect(emptied.totals.inputTokens.every((sum) => sum === 0)).toBe(true);
    expect(emptied.totals.requests).toEqual(table.totals.requests);
    expect(emptied.accounts).toEqual(table.accounts);
  });
});
