import type { LogView, Measure } from './measure.js';
import { byOrganisation, LEAST_HOLDERS, reach, tiesOf } from './ties.js';

/** Families in the sense of independence: networks and devices come from different layers, prompts from the work. */
const KINDS: readonly string[] = ['payment', 'network', 'device', 'prompt'];

/**
 * Share of members that independent kinds of ties hold in one mesh. Ties through payments, networks, devices and prompts
 * (as in `ties.ts`: no hubs, across declared organisations) are united; of the largest component those members count that
 * at least two kinds tie: (C − h) / (M − h) with M members that show at least two kinds of values, h the most counted
 * members that one value ties. In [0, 1], both inclusive; 0 where one kind alone ties. Unrelated accounts: 0, chance ties
 * of one kind seldom meet those of another. A household shares card, network and device, and gives 0 because h is taken
 * off. No alternative brings it about by itself: a gateway's own exits and cards are hubs. NaN with fewer than four members
 * that show two kinds. O(v log v) a call, for v values of the members.
 */
export const crossTies: Measure = {
  name: 'cross-ties',
  family: 'infrastructure',
  unit: 'share',
  speaks: 'high',
  needs: [
    ['payment', 'device', 'prompt'],
    ['ip', 'device', 'prompt'],
  ],
  explainedBy: [],
  prepare({ data }: LogView) {
    const kinds = KINDS.flatMap((name) => data.identifiers.filter((i) => i.name === name));
    const org = data.identifiers.find((i) => i.name === 'org');
    return (members) => {
      const orgs = byOrganisation(org, members);
      // Which values cross organisations is settled before any tie joins two of them.
      const all = kinds.map((identifier) => tiesOf([identifier], members, orgs));
      const shown = new Uint8Array(members.length);
      const tied = new Uint8Array(members.length);
      for (const { has, held } of all) {
        const mine = new Set(held.flatMap((places) => [...places]));
        for (let place = 0; place < members.length; place++) {
          shown[place]! += has[place]!;
          if (mine.has(place)) tied[place]!++;
        }
      }
      const holders = shown.reduce((n, x) => n + (x >= 2 ? 1 : 0), 0);
      if (holders < LEAST_HOLDERS) return Number.NaN;
      const held = all.flatMap((ties) => ties.held);
      for (const places of held) for (const place of places) orgs.join(places[0]!, place);
      return reach(held, orgs, holders, (place) => tied[place]! >= 2, true);
    };
  },
};
