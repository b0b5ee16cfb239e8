import { CATALOGUE } from '../facet/catalogue.js';
import { supported } from '../facet/facet.js';
import type { Field } from '../record/usage-record.js';
import type { FacetEntries, FacetTable } from './facet-table.js';

/**
 * The table as if the log never had some fields: facets that then stand aside have no entries, and nothing else changes.
 * One facet joins two fields and stands while either is there: `length_cell` keeps both token counts unless both go.
 * Shares all that stays with the table given. O(accounts).
 */
export function withoutFields(table: FacetTable, dropped: ReadonlySet<Field>): FacetTable {
  const fields = new Set([...table.fields].filter((field) => !dropped.has(field)));
  const none: FacetEntries = {
    starts: new Uint32Array(table.accounts.length + 1),
    lo: new Uint32Array(0),
    hi: new Uint32Array(0),
    count: new Float64Array(0),
  };
  const stands = CATALOGUE.map((facet) => supported(facet, (field) => fields.has(field)));
  const { requests, inputTokens, outputTokens, firstTime, lastTime } = table.totals;
  const sum = (field: Field, values: Float64Array) =>
    dropped.has(field) ? new Float64Array(values.length) : values;
  return {
    accounts: table.accounts,
    totals: {
      requests,
      inputTokens: sum('input_tokens', inputTokens),
      outputTokens: sum('output_tokens', outputTokens),
      firstTime,
      lastTime,
    },
    facets: table.facets.map((entries, f) => (stands[f] ? entries : none)),
    texts: table.texts.map((texts, f) => (stands[f] ? texts : new Map<string, string>())),
    fields,
  };
}
