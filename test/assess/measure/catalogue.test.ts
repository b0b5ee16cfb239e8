import { describe, expect, it } from 'vitest';
import { accountTraits } from '../../../src/assess/account-traits.js';
import { MEASURES } from '../../../src/assess/measure/catalogue.js';
import { measuresAside, residualsOf } from '../../../src/assess/residual.js';
import { WEIGHTS } from '../../../src/assess/weights.js';
import type { FacetTable } from '../../../src/fingerprint/index.js';
import { linkData } from '../../../src/link/index.js';
import { FIELDS } from '../../../src/record/usage-record.js';
import { FED, sourceRows, strangers, tableOf } from '../../link/world.js';
import { Seeded } from '../../record/seeded.js';

const random = new Seeded(11);
const rows = [...strangers(random, 120), ...sourceRows(random, { ...FED, accounts: 16 })];
const view = (table: FacetTable) => ({ table, data: linkData(table), traits: accountTraits(table) });
const called = (table: FacetTable, prefix: string) =>
  table.accounts.flatMap((name, a) => (name.startsWith(prefix) ? [a] : []));

describe('MEASURES', () => {
  it('have names of their own, in kebab case', () => {
    const names = MEASURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('hold every measure that has a weight', () => {
    const names = new Set(MEASURES.map(({ name }) => name));
    expect(Object.keys(WEIGHTS).filter((name) => !names.has(name))).toEqual([]);
  });

  it('say the same again, and leave members as they were', () => {
    const log = view(tableOf(rows));
    const members = Object.freeze(called(log.table, 'fed_'));
    for (const measure of MEASURES) {
      const measured = measure.prepare(log);
      expect(measured(members), measure.name).toBe(measure.prepare(log)(members));
      expect(measured(members), measure.name).toBe(measured(members));
    }
  });

  it('are NaN or finite for groups of any size, with every column and with none', () => {
    for (const kept of [rows, rows.map(({ time, account }) => ({ time, account })), rows.slice(0, 1)]) {
      const log = view(tableOf(kept));
      const all = [...log.table.accounts.keys()];
      for (const measure of MEASURES) {
        const measured = measure.prepare(log);
        for (const n of [1, 2, 3, 8, all.length].filter((n) => n <= all.length)) {
          const value = measured(all.slice(0, n));
          expect(Number.isNaN(value) || Number.isFinite(value), `${measure.name} of ${n}`).toBe(true);
        }
      }
    }
  });

  it('stand aside without the columns they need, and are named then', () => {
    const log = view(tableOf(rows.map(({ time, account, ip }) => ({ time, account, ip: ip! }))));
    const members = called(log.table, 'fed_');
    const given = (anyOf: readonly string[]) =>
      anyOf.some((field) => ['time', 'account', 'ip'].includes(field));
    const taken = MEASURES.filter(({ needs }) => needs.every(given)).map(({ name }) => name);
    const aside = measuresAside(log.table.fields);
    expect(taken.length).toBeGreaterThan(10);
    expect(aside.map(({ name }) => name)).toEqual(
      MEASURES.map(({ name }) => name).filter((name) => !taken.includes(name)),
    );
    for (const { missing } of aside) expect(missing.length).toBeGreaterThan(0);
    expect(aside.find(({ name }) => name === 'cross-ties')!.missing).toEqual(['payment', 'device', 'prompt']);
    for (const { name } of residualsOf(log)(members)) expect(taken).toContain(name);
    expect(measuresAside(new Set(FIELDS))).toEqual([]);
  });

  it('tie the fed accounts and not the strangers', () => {
    const log = view(tableOf(rows));
    const of = (name: string, prefix: string) =>
      MEASURES.find((measure) => measure.name === name)!.prepare(log)(called(log.table, prefix));
    for (const name of ['payment-ties', 'content-ties', 'cross-ties']) {
      expect(of(name, 'fed_'), name).toBeGreaterThan(0.9);
      expect(of(name, 'stranger_'), name).toBe(0);
    }
    expect(of('network-churn', 'fed_')).toBeGreaterThan(of('network-churn', 'stranger_') + 2);
  });
});
