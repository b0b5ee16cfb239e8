import { communities, type Edges, edgesWhere } from './communities.js';
import { candidateLooks, formGroup, type Group } from './membership.js';
import { loss } from './merge-groups.js';
import type { LinkData } from './units.js';

/** Seeds below this size are left as they are. */
export const SMALLEST_SPLIT = 8;
/** Nats a member that a part must lose by the whole: much more than what forbids a merge, since a seed hangs together. */
export const SPLIT_LOSS = 3;

/**
 * A seed taken apart where a tight core sits among looser company: the communities of its stronger half of edges
 * are parts, and when one of them clearly loses by belonging to the whole, the parts stand alone and whoever is
 * in none is left to later adoption. Otherwise the seed itself. `edges`: those inside the seed. O(edges).
 */
export function splitSeed(data: LinkData, members: readonly number[], edges: Edges): Group[] {
  const whole = formGroup(data, members, candidateLooks(data));
  if (members.length < SMALLEST_SPLIT || edges.weight.length === 0) return [whole];
  const weights = edges.weight.toSorted();
  const middle = weights[weights.length >> 1]!;
  const parts = communities(
    edgesWhere(edges, (e) => edges.weight[e]! >= middle),
    1,
  ).map((part) => formGroup(data, part, candidateLooks(data)));
  const held = parts.reduce((n, part) => n + part.members.length, 0);
  if (parts.length === 1 && held === members.length) return [whole];
  return parts.some((part) => part.members.length >= SMALLEST_SPLIT && loss(data, part, whole) > SPLIT_LOSS)
    ? parts
    : [whole];
}
