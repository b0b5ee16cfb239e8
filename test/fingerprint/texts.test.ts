import { describe, expect, it } from 'vitest';
import {
  Accumulator,
  decodeFacetTable,
  encodeFacetTable,
  type FacetTable,
  mergeTables,
} from '../../src/fingerprint/index.js';
import { batchOf, type Row } from '../record/rows.js';

const BATCH = 100_000;

function tableOf(rows: readonly Row[]): FacetTable {
  const accumulator = new Accumulator();
  for (let i = 0; i < rows.length; i += BATCH) accumulator.add(batchOf(rows.slice(i, i + BATCH)));
  return accumulator.finish();
}

describe('readable texts', () => {
  it('are kept with their values, however many one account rotates through and however the log is split', () => {
    const many = Array.from(
      { length: 600_000 },
      (_, i): Row => ({ time: 1, account: 'rotator', user_agent: `ua${i}` }),
    );
    const few = Array.from(
      { length: 50 },
      (_, i): Row => ({ time: 1, account: `acc${i}`, user_agent: `client/${i}` }),
    );
    const whole = encodeFacetTable(tableOf([...many, ...few]));
    const merged = encodeFacetTable(mergeTables([tableOf(many), tableOf(few)]));
    expect(Buffer.compare(whole, merged)).toBe(0);
    const texts = decodeFacetTable(whole, 'whole').texts.flatMap((ofFacet) => [...ofFacet.values()]);
    for (const { user_agent } of few) expect(texts).toContain(user_agent);
  });
});

describe('a facet table on disk', () => {
  it('names what it found when the bytes are no Arrow file', () => {
    const text = new TextEncoder().encode('account,facet,value\n1,2,3\n');
    expect(() => decodeFacetTable(text, 'facets.arrow')).toThrow(
      expect.objectContaining({ kind: 'input', message: expect.stringContaining('facets.arrow') }),
    );
  });
});
