import { describe, expect, it } from 'vitest';
import type { Evasion } from '../../src/simulate/world.js';
import { cells, smallLog } from './small-log.js';

/**
 * A simulated log is worth nothing if a column gives its operations away by accident of how it was made. For every
 * column and several views of it, no single value may find operations with precision above 0.9 and recall above 0.5,
 * counted in rows, in accounts that ever show the value, or in accounts that mostly show it. Identifiers may be shared,
 * because that is evidence and no accident; their emptiness, length and shape may still not tell.
 */
const SHARED_IDENTIFIERS = new Set([
  'ip',
  'asn',
  'user_agent',
  'payment_id',
  'device_id',
  'org_id',
  'system_prompt_hash',
]);
const NUMBERS = new Set([
  'input_tokens',
  'output_tokens',
  'cached_tokens',
  'latency_ms',
  'max_tokens',
  'temperature',
  'asn',
]);

/** What a rule could look at in one cell. */
function views(column: string, cell: string): string[] {
  const seen = [`length ${cell.length}`, `shape ${cell.replace(/[0-9a-f]+/g, '#').slice(0, 24)}`];
  if (cell === '' || !SHARED_IDENTIFIERS.has(column)) seen.push(`value ${cell}`);
  if (NUMBERS.has(column) && cell !== '') {
    const value = Number(cell);
    seen.push(`half-octave ${Math.floor(2 * Math.log2(value + 1))}`, `last digit ${cell.at(-1)}`);
  }
  if (column === 'timestamp')
    seen.push(`hour ${cell.slice(11, 13)}`, `minute ${cell.slice(14, 16)}`, `ms ${cell.slice(22, 23)}`);
  return seen;
}

interface Tally {
  rows: number;
  operationRows: number;
  readonly byAccount: Uint32Array; // rows by account number
}

function bestRule(evasion: Evasion, seed: number): string[] {
  const { text, labels } = smallLog({ seed, evasion, accounts: 1_000 });
  const operation = new Set(
    cells(labels)
      .rows.filter((row) => row[2] === 'operation')
      .map(([account]) => account!),
  );
  const { header, rows } = cells(text);
  const names = [...new Set(rows.map((row) => row[2]!))];
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const accountOf = Uint32Array.from(rows, (row) => numberOf.get(row[2]!)!);
  const operates = names.map((name) => operation.has(name));
  const rowsOf = new Uint32Array(names.length);
  let operationRows = 0;
  for (const account of accountOf) {
    rowsOf[account]!++;
    if (operates[account]) operationRows++;
  }
  const giveaways: string[] = [];
  for (let column = 0; column < header.length; column++) {
    // Cells repeat, so views are made once for each distinct one.
    const rowsWith = new Map<string, number>();
    for (const row of rows) rowsWith.set(row[column]!, (rowsWith.get(row[column]!) ?? 0) + 1);
    const viewsOf = new Map<string, string[]>();
    const counts = new Map<string, number>();
    for (const [cell, count] of rowsWith) {
      const seen = views(header[column]!, cell);
      viewsOf.set(cell, seen);
      for (const view of seen) counts.set(view, (counts.get(view) ?? 0) + count);
    }
    // A rule that finds half of the operations' rows or accounts needs at least so many rows.
    const least = Math.min(operationRows, operation.size) / 2;
    const tallies = new Map<string, Tally>();
    for (const [view, count] of counts) {
      if (count >= least)
        tallies.set(view, { rows: 0, operationRows: 0, byAccount: new Uint32Array(names.length) });
    }
    const talliesOf = new Map<string, Tally[]>();
    for (const [cell, seen] of viewsOf) {
      talliesOf.set(
        cell,
        seen.map((view) => tallies.get(view)).filter((tally) => tally !== undefined),
      );
    }
    for (const [n, row] of rows.entries()) {
      const account = accountOf[n]!;
      for (const tally of talliesOf.get(row[column]!)!) {
        tally.rows++;
        if (operates[account]) tally.operationRows++;
        tally.byAccount[account]!++;
      }
    }
    for (const [view, { rows: all, operationRows: hits, byAccount }] of tallies) {
      const judge = (how: string, found: number, flagged: number, truth: number) => {
        if (found / flagged > 0.9 && found / truth > 0.5)
          giveaways.push(`${header[column]}: ${view} in ${how}`);
      };
      judge('rows', hits, all, operationRows);
      const accounts = names.map((_, account) => account).filter((account) => byAccount[account]! > 0);
      const mostly = accounts.filter((account) => byAccount[account]! > 0.5 * rowsOf[account]!);
      for (const [how, list] of [
        ['accounts', accounts],
        ['most rows of accounts', mostly],
      ] as const) {
        judge(how, list.filter((account) => operates[account]).length, list.length, operation.size);
      }
    }
  }
  return giveaways;
}

describe('no column gives an operation away', () => {
  it.each([
    [1, 101],
    [2, 102],
    [3, 103],
    [3, 104],
  ] as const)('evasion %i, seed %i', (evasion, seed) => {
    expect(bestRule(evasion, seed)).toEqual([]);
  });
});
