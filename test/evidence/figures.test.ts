import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { jsonLines } from '../../src/evidence/json-lines.js';
import { figures } from './figures-fixture.js';
import { assessment, document, group, HOSTILE, member } from './fixture.js';

const schema = JSON.parse(readFileSync('src/evidence/findings-1.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

describe('figures in the findings document', () => {
  test('are with the alerts, and absent where assessment made none', () => {
    const { groups } = document();
    expect(groups.map((each) => 'figures' in each)).toEqual([true, true, false, false]);
    expect(groups.map(({ alert }) => alert)).toEqual([true, true, false, false]);
  });

  test('are rounded, with times in ISO 8601', () => {
    const entry = document().groups[0]!.figures!;
    expect(entry.activity.from).toBe('2026-04-22T00:00:00.000000Z');
    expect(entry.activity.group[1]!.first_time).toBe('2026-04-22T08:00:01.000000Z');
    expect(entry.hand_overs.pairs[0]!.gap_hours).toBe(3.26);
    expect(entry.infrastructure.values[0]!.rarity_nats).toBe(8.778);
    expect(entry.adoption).toMatchObject({
      released: '2026-05-12T00:00:00.000000Z',
      from: '2026-04-22T00:00:00.000000Z',
      column_hours: 24,
    });
    expect(entry.sensitivity[0]).toEqual({ without: 'lengths', score: 7.65432, holds: true });
    expect(entry.posteriors[0]).toEqual({ one_in: 100, probability: 0.929235, probability_low: 0.913838 });
    for (const list of [entry.hours.group, entry.hours.twin, entry.hours.log]) {
      expect(list.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 4);
      for (const x of list) expect(Number(x.toFixed(6))).toBe(x);
    }
  });

  test('keep hostile ids and values whole, in plain ASCII where they are hidden characters', () => {
    const members = HOSTILE.map((id) => member(id, 0.5, 1));
    const usual = figures(members);
    const hostile = figures(members, {
      facets: HOSTILE.slice(0, 8).map((facet) => ({
        ...usual.facets[1]!,
        facet,
        values: HOSTILE.slice(0, 3),
      })),
      infrastructure: {
        ...usual.infrastructure,
        values: HOSTILE.map((value) => ({ ...usual.infrastructure.values[0]!, facet: 'payment', value })),
        edges: HOSTILE.map((_, i) => [i, i] as const),
      },
      handOvers: {
        ...usual.handOvers,
        pairs: HOSTILE.slice(1).map((started, i) => ({
          ended: HOSTILE[i]!,
          started,
          gapHours: i,
          shared: [{ facet: 'device', value: started }],
        })),
      },
      adoption: { ...usual.adoption!, model: HOSTILE[6]! },
    });
    const findings = document({
      assessment: assessment({ groups: [group({ members, figures: hostile })] }),
    });
    const text = [...jsonLines(findings)].join('');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    const back = JSON.parse(text) as FindingsDocument;
    expect(back).toEqual(findings);
    expect(validate(back), JSON.stringify(validate.errors)).toBe(true);
    expect(back.groups[0]!.figures!.activity.group.map(({ account_id }) => account_id)).toEqual(HOSTILE);
  });
});
