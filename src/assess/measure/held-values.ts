import type { Identifier } from '../../link/identifiers.js';

/** The values that members of a group have, with the members that have each. */
export interface HeldValues {
  /** Value numbers, ascending. */
  readonly ids: Uint32Array;
  /** `places[starts[v] … starts[v + 1])`: who has value `ids[v]`, as places in the list of members, ascending. */
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

/**
 * Gathers what the members have. `which`: `common` leaves out values that one account of the log has alone. Sorted
 * instead of counted in a map, so that sums over the result always run in the same order. O(v log v) for v values.
 */
export function heldValues(
  identifier: Identifier,
  members: readonly number[],
  which: 'all' | 'common',
): HeldValues {
  const { starts, ids } = which === 'all' ? identifier.values.ofAccount : identifier.common;
  let size = 0;
  for (const a of members) size += starts[a + 1]! - starts[a]!;
  const keys = new Float64Array(size); // value number and place in one integer below 2^53
  let at = 0;
  members.forEach((a, place) => {
    for (let e = starts[a]!; e < starts[a + 1]!; e++) keys[at++] = ids[e]! * members.length + place;
  });
  keys.sort();
  const held: number[] = [];
  const from: number[] = [];
  const places = new Uint32Array(size);
  for (let k = 0; k < size; k++) {
    const id = Math.floor(keys[k]! / members.length);
    places[k] = keys[k]! % members.length;
    if (held[held.length - 1] === id) continue;
    held.push(id);
    from.push(k);
  }
  return { ids: Uint32Array.from(held), starts: Uint32Array.from([...from, size]), places };
}
