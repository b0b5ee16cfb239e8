import type { FacetTable } from '../../fingerprint/index.js';
import type { LinkData, ValueIndex } from '../../link/index.js';
import { owners } from '../../link/value-index.js';
import { heldBy } from '../measure/held-by.js';
import { showValue } from '../show-value.js';

/** A value that members share and that is more usual inside the group than in the log. */
export interface ConcentratedValue {
  readonly facet: string;
  /** Place of the facet, and number of the value in it. */
  readonly place: number;
  readonly id: number;
  readonly members: number;
  readonly accounts: number;
  /** −ln of the share of all accounts that have it. */
  readonly rarityNats: number;
}

/** Facets of what accounts come from and who pays, as linking has numbered their values. */
export interface OriginFacet {
  readonly name: string;
  readonly values: ValueIndex;
}

const IDENTIFIERS = ['payment', 'org', 'api_key', 'device', 'network'];
const CATEGORIES = ['asn', 'client'];

/** The origin facets that the log has, in a fixed order. */
export function originFacets({ identifiers, categories }: LinkData): OriginFacet[] {
  return [
    ...IDENTIFIERS.map((name) => identifiers.find((identifier) => identifier.name === name)),
    ...CATEGORIES.map((name) => categories.find((category) => category.name === name)),
  ].filter((facet) => facet !== undefined);
}

/**
 * Values of origin facets that at least two members have and that are more usual among them than in the log: those with
 * the largest product of members and rarity first (ties: more members, then in order of facets and values). These are the
 * bonds that weigh most. O(values of the members).
 */
export function concentratedValues(
  facets: readonly OriginFacet[],
  accounts: number,
  members: readonly number[],
): ConcentratedValue[] {
  return facets
    .flatMap(({ name, values }, place) =>
      [...heldBy(values, members)].flatMap(([id, n]): ConcentratedValue[] => {
        const all = owners(values, id);
        if (n < 2 || n / members.length <= all / accounts) return [];
        const rarityNats = -Math.log(all / accounts);
        return [{ facet: name, place, id, members: n, accounts: all, rarityNats }];
      }),
    )
    .sort(
      (x, y) =>
        y.members * y.rarityNats - x.members * x.rarityNats ||
        y.members - x.members ||
        x.place - y.place ||
        x.id - y.id,
    );
}

/** The value as it is shown. */
export function showConcentrated(
  table: FacetTable,
  facets: readonly OriginFacet[],
  { facet, place, id }: ConcentratedValue,
): string {
  const { lo, hi } = facets[place]!.values;
  return showValue(table, facet, lo[id]!, hi[id]!);
}
