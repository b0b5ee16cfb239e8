import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/facet/catalogue.js';
import { FIELDS, NUMBER_FIELDS, REQUIRED_FIELDS, TEXT_FIELDS } from '../../src/record/usage-record.js';

describe('the canonical record', () => {
  it('requires time and account and nothing else', () => {
    expect(REQUIRED_FIELDS).toEqual(['time', 'account']);
  });

  it('lists each field once', () => {
    expect(FIELDS).toEqual(['time', ...TEXT_FIELDS, ...NUMBER_FIELDS]);
    expect(new Set(FIELDS).size).toBe(FIELDS.length);
    expect(FIELDS).toHaveLength(25);
  });

  it('has every field that a facet needs', () => {
    const needed = CATALOGUE.flatMap(({ needs }) => needs.flat());
    expect(needed.filter((field) => !FIELDS.includes(field))).toEqual([]);
  });
});
