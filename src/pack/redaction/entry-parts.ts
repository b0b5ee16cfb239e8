import type { AlternativeEntry, GroupEntry, StatisticEntry } from '../../evidence/findings-document.js';
import type { FloorCellEntry } from '../../evidence/floor-entry.js';
import { CATALOGUE } from '../../facet/catalogue.js';
import { FAMILIES } from '../../link/evidence-family.js';
import { shownValue } from '../../pseudonym/shown-value.js';
import { FIELDS } from '../../record/usage-record.js';
import { isStatistic } from '../../report/statistic-words.js';
import { choice, figure, keyed, list, numbered, object, own, type Rule, rule } from './rule.js';

export const account = keyed('account');
export const group = rule<string>('keyed', (id, { groupIds }) => groupIds.get(id));
export const input = numbered('input');

/** The value of the facet that its object names. */
export const ofFacet = rule<string>('code-or-keyed', (value, to, within) =>
  shownValue('facet' in within ? String(within.facet) : '', value, to),
);

/** Names that stand for facets in the document. */
const FACETS: ReadonlySet<string> = new Set([
  ...CATALOGUE.map(({ name }) => name),
  ...['network', 'input_length', 'output_length'],
]);
export const facet = own<string>((name) => FACETS.has(name));
export const field = own<string>((name) => (FIELDS as readonly string[]).includes(name));
/** As stillhunt writes units; one that a statistic of another name has is withheld with the name. */
const UNIT = /^[a-z]{0,16}(?:\/[a-z]{1,16}){0,2}$/;
export const isField = (key: string) => (FIELDS as readonly string[]).includes(key);
export const isFamily = (key: string) => (FAMILIES as readonly string[]).includes(key);

export const statistic = object<StatisticEntry>({
  name: own(isStatistic),
  value: figure(),
  baseline: figure(),
  unit: rule('own-words-only', (unit, _, within) =>
    'name' in within && isStatistic(String(within.name)) && UNIT.test(unit) ? unit : 'units',
  ),
  n: figure(),
});
export const statistics = list(statistic);

export const family = choice<GroupEntry['evidence'][number]['family']>({
  content: true,
  lengths: true,
  settings: true,
  infrastructure: true,
  payment: true,
  timing: true,
  volume: true,
});
export const alternative = choice<AlternativeEntry['id']>({
  H2: true,
  H3: true,
  H4: true,
  H5: true,
  H6: true,
  H7: true,
  H8: true,
  H9: true,
  H10: true,
});
export const disguise = choice<FloorCellEntry['disguise']>({ plain: true, careful: true });

/** Fewer records than these could be guessed as a whole, and confirmed by their hash: two unknown bits in each make 128. */
export const ROWS_TO_SHOW_HASH = 64;

/** Clear where as many rows as make it no guess are behind it, else keyed; `rows` of what holds the hash. */
export function hashOfRows<T extends object>(kind: string, rows: (within: T) => number): Rule<string> {
  return rule('code-or-keyed', (sha256, { pseudonyms }, within) =>
    rows(within as T) >= ROWS_TO_SHOW_HASH && /^[0-9a-f]{64}$/.test(sha256)
      ? sha256
      : pseudonyms.digest(kind, sha256),
  );
}

export const day = own<string>((text) => /^\d{4}-\d{2}-\d{2}$/.test(text));

export const verdict = choice({ 'operation-hypothesis': true, explained: true, undecided: true });
export const priority = choice({ P1: true, P2: true, P3: true, P4: true });

const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-(?:alpha|beta|rc)\.\d{1,9})?$/;
export const isVersion = (text: string) => VERSION.test(text);
