/**
 * Rearranges places from … to of two parallel arrays so that place `rank` holds what it would hold if they were
 * sorted by key, ties by item, with nothing larger before it and nothing smaller after it. Returns the item there.
 * Items are distinct. Expected O(to − from) (Hoare 1961, Algorithm 65); the pivot is the median of three.
 */
export function selectRank(
  keys: Float64Array,
  items: Uint32Array,
  from: number,
  to: number,
  rank: number,
): number {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(keys, items, middle, keys[low]!, items[low]!)) swap(keys, items, low, middle);
    if (below(keys, items, high, keys[low]!, items[low]!)) swap(keys, items, low, high);
    if (below(keys, items, high, keys[middle]!, items[middle]!)) swap(keys, items, middle, high);
    const key = keys[middle]!;
    const item = items[middle]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (below(keys, items, i, key, item)) i++;
      while (above(keys, items, j, key, item)) j--;
      if (i <= j) {
        swap(keys, items, i, j);
        i++;
        j--;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return items[rank]!;
}

function below(keys: Float64Array, items: Uint32Array, at: number, key: number, item: number): boolean {
  return keys[at]! < key || (keys[at]! === key && items[at]! < item);
}

function above(keys: Float64Array, items: Uint32Array, at: number, key: number, item: number): boolean {
  return keys[at]! > key || (keys[at]! === key && items[at]! > item);
}

function swap(keys: Float64Array, items: Uint32Array, i: number, j: number): void {
  const key = keys[i]!;
  const item = items[i]!;
  keys[i] = keys[j]!;
  items[i] = items[j]!;
  keys[j] = key;
  items[j] = item;
}
