/**
 * Known ids that look most like one that is not known: smallest edit distance (Levenshtein 1966, over code units, cased
 * letters alike), ties by code units. Ids that share less than half of their letters with it are no help and are left
 * out. Only ids within a length of `reach` of it are compared, so the cost is O(ids × length²) for short ids and bounded
 * for long ones.
 */
export function nearestIds(id: string, known: Iterable<string>, most: number): string[] {
  const wanted = id.slice(0, LONGEST).toLowerCase();
  const reach = Math.floor(wanted.length / 2);
  const found: { readonly id: string; readonly distance: number }[] = [];
  for (const each of known) {
    if (Math.abs(each.length - wanted.length) > reach) continue;
    const worst = found.length < most ? reach : found.at(-1)!.distance;
    const distance = editDistance(wanted, each.toLowerCase(), worst);
    if (distance > worst) continue;
    found.push({ id: each, distance });
    found.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : Number(a.id > b.id)));
    if (found.length > most) found.pop();
  }
  return found.map((each) => each.id);
}

/** Code units of an id that are compared. */
const LONGEST = 64;

/** The edit distance, or any number above `worst` where it is above. */
function editDistance(a: string, b: string, worst: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
    if (Math.min(...row) > worst) return worst + 1;
  }
  return row[b.length]!;
}
