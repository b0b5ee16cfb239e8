/** For each row the `most` nearest rows offered so far, nearest first, ties by row number. 12 · most bytes a row. */
export class NearestLists {
  private readonly lengths: Uint32Array;
  private readonly others: Uint32Array;
  private readonly distances: Float64Array;

  constructor(
    rows: number,
    private readonly most: number,
  ) {
    this.lengths = new Uint32Array(rows);
    this.others = new Uint32Array(rows * most);
    this.distances = new Float64Array(rows * most);
  }

  /** Distance beyond which nothing enters the list of a row: Infinity while it has room. O(1). */
  reach(row: number): number {
    const { most } = this;
    return this.lengths[row] === most ? this.distances[row * most + most - 1]! : Number.POSITIVE_INFINITY;
  }

  /** Takes `other` into the list of `row` where it belongs; a row that is there already changes nothing. O(most). */
  offer(row: number, other: number, distance: number): void {
    const { most, others, distances } = this;
    const from = row * most;
    const length = this.lengths[row]!;
    const end = from + length;
    if (length === most) {
      if (most === 0) return;
      const worst = distances[end - 1]!;
      if (distance > worst || (distance === worst && other >= others[end - 1]!)) return;
    }
    let at = end;
    while (
      at > from &&
      (distances[at - 1]! > distance || (distances[at - 1] === distance && others[at - 1]! > other))
    )
      at--;
    // Equal rows are at equal distance, so this is where the row would stand.
    if (at > from && others[at - 1] === other && distances[at - 1] === distance) return;
    const last = length === most ? end - 1 : end;
    for (let i = last; i > at; i--) {
      others[i] = others[i - 1]!;
      distances[i] = distances[i - 1]!;
    }
    others[at] = other;
    distances[at] = distance;
    if (length < most) this.lengths[row] = length + 1;
  }

  list(row: number): number[] {
    const from = row * this.most;
    return Array.from(this.others.subarray(from, from + this.lengths[row]!));
  }
}
