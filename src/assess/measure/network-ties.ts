import { tieMeasure } from './ties.js';

/**
 * Share of members that many networks tie into one mesh across declared organisations: (C − h) / (M − h) with M members
 * that have a network, C the members of the largest component through networks that are no hub, h the most that one
 * network ties. In [0, 1], both inclusive. Unrelated accounts: about 0, since a carrier's or a VPN's networks serve more
 * accounts outside than inside. One exit or one household: 0. Explained by an employer's offices with seats that declare
 * nothing (H3), and by a gateway's pool of exits (H4). Source: BotGraph, evidence.md 5.3 row 6. O(v log v) a call.
 */
export const networkTies = tieMeasure({
  name: 'network-ties',
  family: 'infrastructure',
  identifiers: ['network'],
  needs: [['ip']],
  explainedBy: ['H3', 'H4'],
  each: true,
});
