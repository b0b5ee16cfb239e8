import { describe, expect, it } from 'vitest';
import { comparedFacets } from '../../../src/assess/figures/compared-facets.js';
import { facetComparisons, logFacets } from '../../../src/assess/figures/facet-comparison.js';
import type { FacetComparison } from '../../../src/assess/figures/figures.js';
import type { Row } from '../../record/rows.js';
import { rowsOf, type World, worldOf, worldRows } from './world.js';

const world = worldOf(worldRows());

function compared({ log }: World, members: readonly number[], twins: readonly number[]): FacetComparison[] {
  const facets = logFacets(comparedFacets(log.table, log.data), log.table.accounts.length);
  return facetComparisons(facets, members, twins);
}

/** Half-octave ranges by their definition: [2^(k/2), 2^((k+1)/2)). */
function plainRange(x: number): string {
  if (x === 0) return '0';
  let k = Math.floor(2 * Math.log2(x)) - 1;
  while (2 ** ((k + 1) / 2) <= x + 1e-9) k++;
  const from = Math.ceil(2 ** (k / 2) - 1e-9);
  const to = Math.ceil(2 ** ((k + 1) / 2) - 1e-9) - 1;
  return from === to ? `${from}` : `${from}–${to}`;
}

const READ: Readonly<Record<string, (row: Row) => string | undefined>> = {
  model: (row) => row.model,
  client: (row) => row.user_agent,
  asn: (row) => row.asn,
  status: (row) => row.status?.toString(),
  max_tokens: (row) => row.max_tokens?.toString(),
  input_length: (row) => (row.input_tokens === undefined ? undefined : plainRange(row.input_tokens)),
  output_length: (row) => (row.output_tokens === undefined ? undefined : plainRange(row.output_tokens)),
};

function plainShares(rows: readonly Row[], read: (row: Row) => string | undefined): Map<string, number> {
  const values = rows.map(read).filter((value) => value !== undefined);
  const shares = new Map<string, number>();
  for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  return shares;
}

describe('facet comparisons', () => {
  const [members, twins] = [world.called('m'), world.called('c').slice(3, 27)];
  const comparisons = compared(world, members, twins);

  it('are the shares that the rows have, of group, twins and log, with the rest', () => {
    expect(comparisons.map(({ facet }) => facet).sort()).toEqual(
      [
        'asn',
        'cached_share',
        'client',
        'input_length',
        'max_tokens',
        'model',
        'output_length',
        'status',
      ].sort(),
    );
    for (const { facet, values, shares, other } of comparisons) {
      const read = READ[facet];
      if (read === undefined) continue;
      const parts = [rowsOf(world, members), rowsOf(world, twins), world.rows].map((rows) =>
        plainShares(rows, read),
      );
      for (const [part, list] of [shares.group, shares.twin, shares.log].entries()) {
        for (const [v, value] of values.entries()) {
          expect(list[v], `${facet} ${value}`).toBeCloseTo(parts[part]!.get(value) ?? 0, 10);
        }
      }
      const rest = parts.map((of) =>
        [...of].reduce((sum, [value, x]) => (values.includes(value) ? sum : sum + x), 0),
      );
      expect(other.group).toBeCloseTo(rest[0]!, 10);
      expect(other.twin).toBeCloseTo(rest[1]!, 10);
      expect(other.log).toBeCloseTo(rest[2]!, 10);
      expect(shares.group).toEqual([...shares.group].sort((x, y) => y - x));
      expect(values.length).toBe(Math.min(8, parts[0]!.size));
    }
  });

  it('come in the order of the distance between group and twins', () => {
    const distances = comparisons
      .filter(({ facet }) => READ[facet] !== undefined)
      .map(({ facet }) => {
        const group = plainShares(rowsOf(world, members), READ[facet]!);
        const twin = plainShares(rowsOf(world, twins), READ[facet]!);
        const all = new Set([...group.keys(), ...twin.keys()]);
        return [...all].reduce((sum, v) => sum + Math.abs((group.get(v) ?? 0) - (twin.get(v) ?? 0)) / 2, 0);
      });
    for (let i = 1; i < distances.length; i++)
      expect(distances[i]).toBeLessThanOrEqual(distances[i - 1]! + 1e-9);
    expect(distances[0]).toBeCloseTo(1, 9);
  });

  it('do not set a group apart from itself: the same accounts on both sides differ nowhere', () => {
    for (const { shares, other } of compared(world, members, members)) {
      expect(shares.twin).toEqual(shares.group);
      expect(other.twin).toBe(other.group);
    }
  });

  it('compare with the log where there is no twin, and leave out what the group does not have', () => {
    const alone = compared(world, world.called('b'), []);
    expect(alone.map(({ facet }) => facet).sort()).toEqual(['client', 'model']);
    expect(alone[0]!.facet).toBe('client');
    for (const { shares, other } of alone) {
      expect(shares.twin.every((x) => x === 0)).toBe(true);
      expect(other.twin).toBe(0);
    }
    expect(
      compared(worldOf(world.rows.map(({ time, account }) => ({ time, account }))), members, twins),
    ).toEqual([]);
  });
});
