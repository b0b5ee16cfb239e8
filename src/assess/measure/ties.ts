import type { Identifier } from '../../link/identifiers.js';
import { owners } from '../../link/value-index.js';
import type { Field } from '../../record/usage-record.js';
import type { AlternativeId, EvidenceFamily } from '../finding.js';
import { Components } from './components.js';
import { heldValues } from './held-values.js';
import type { LogView, Measure } from './measure.js';

/** A value that more than this share of the holders have is a hub: one card, exit or template explains all its ties. */
export const HUB_SHARE = 0.2;
/** But a value of so few members never is. */
export const HUB_LEAST = 3;
/** With fewer holders a mesh cannot be told from a household. */
export const LEAST_HOLDERS = 4;

/** Values of one family that tie members of different declared organisations. */
export interface Ties {
  /** Per place: 1 where the member has any value of the family. */
  readonly has: Uint8Array;
  /** For each tying value the places of its members, ascending. */
  readonly held: readonly Uint32Array[];
}

/** Members joined by the organisations they declare; who declares none stands alone. */
export function byOrganisation(org: Identifier | undefined, members: readonly number[]): Components {
  const joined = new Components(members.length);
  if (org === undefined) return joined;
  const { starts, places } = heldValues(org, members, 'common');
  for (let v = 0; v + 1 < starts.length; v++) {
    for (let k = starts[v]! + 1; k < starts[v + 1]!; k++) joined.join(places[starts[v]!]!, places[k]!);
  }
  return joined;
}

/** The tying values: at least two organisations have them, no hub, and not more accounts outside than inside. */
export function tiesOf(of: readonly Identifier[], members: readonly number[], orgs: Components): Ties {
  const has = new Uint8Array(members.length);
  for (const { values } of of) {
    const { starts } = values.ofAccount;
    members.forEach((a, place) => {
      if (starts[a + 1]! > starts[a]!) has[place] = 1;
    });
  }
  const most = Math.max(HUB_LEAST, HUB_SHARE * has.reduce((n, x) => n + x, 0));
  const held: Uint32Array[] = [];
  for (const identifier of of) {
    const { ids, starts, places } = heldValues(identifier, members, 'common');
    for (let v = 0; v < ids.length; v++) {
      const inside = starts[v + 1]! - starts[v]!;
      if (inside < 2 || inside > most || owners(identifier.values, ids[v]!) > 2 * inside) continue;
      const mine = places.subarray(starts[v]!, starts[v + 1]!);
      if (mine.some((place) => orgs.find(place) !== orgs.find(mine[0]!))) held.push(mine);
    }
  }
  return { has, held };
}

/**
 * How far ties reach beyond what one value does: (C − h) / (M − h), with M the holders, C those who count and are tied,
 * and h the most of these that one value ties. `each`: the component where C − h is largest; otherwise all components
 * together. `counts`: per place, whether the member may count. In [0, 1]; 0 where one value explains all ties.
 */
export function reach(
  held: readonly Uint32Array[],
  orgs: Components,
  holders: number,
  counts: (place: number) => boolean,
  each: boolean,
): number {
  const size = new Map<number, number>();
  const largestHeld = new Map<number, number>();
  const tied = new Set<number>();
  for (const places of held) for (const place of places) if (counts(place)) tied.add(place);
  const componentOf = (place: number) => (each ? orgs.find(place) : 0);
  for (const place of tied) size.set(componentOf(place), (size.get(componentOf(place)) ?? 0) + 1);
  for (const places of held) {
    const component = componentOf(places[0]!);
    const n = places.reduce((sum, place) => sum + (counts(place) ? 1 : 0), 0);
    largestHeld.set(component, Math.max(n, largestHeld.get(component) ?? 0));
  }
  let best = 0;
  for (const [component, n] of size) {
    const h = largestHeld.get(component)!;
    best = Math.max(best, (n - h) / (holders - h));
  }
  return best;
}

/** What one measure of ties differs in from another. */
export interface TieKind {
  readonly name: string;
  readonly family: EvidenceFamily;
  /** Identifiers of linking, pooled; the columns they come from. */
  readonly identifiers: readonly string[];
  readonly needs: readonly (readonly Field[])[];
  readonly explainedBy: readonly AlternativeId[];
  readonly each: boolean;
}

/** Builds a measure of ties. O(v log v) a call, for v values of the members. */
export function tieMeasure({ name, family, identifiers, needs, explainedBy, each }: TieKind): Measure {
  return {
    name,
    family,
    unit: 'share',
    speaks: 'high',
    needs,
    explainedBy,
    prepare({ data }: LogView) {
      const of = data.identifiers.filter((i) => identifiers.includes(i.name));
      const org = data.identifiers.find((i) => i.name === 'org');
      return (members) => {
        const orgs = byOrganisation(org, members);
        const { has, held } = tiesOf(of, members, orgs);
        const holders = has.reduce((n, x) => n + x, 0);
        if (holders < LEAST_HOLDERS) return Number.NaN;
        for (const places of held) for (const place of places) orgs.join(places[0]!, place);
        return reach(held, orgs, holders, () => true, each);
      };
    },
  };
}
