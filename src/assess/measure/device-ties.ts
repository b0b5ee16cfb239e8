import { tieMeasure } from './ties.js';

/**
 * Share of members that many devices (or TLS fingerprints) tie into one mesh across declared organisations:
 * (C − h) / (M − h) with M members that show a device, C the members of the largest component through devices that are
 * no hub, h the most that one device ties. In [0, 1], both inclusive. Unrelated accounts: about 0; the fingerprint of a
 * popular client is a hub. One lent computer: 0. Explained by shared workstations of one employer (H3) and by a gateway's
 * servers (H4). Source: evidence.md 5.3 rows 6 and 18. O(v log v) a call.
 */
export const deviceTies = tieMeasure({
  name: 'device-ties',
  family: 'infrastructure',
  identifiers: ['device'],
  needs: [['device']],
  explainedBy: ['H3', 'H4'],
  each: true,
});
