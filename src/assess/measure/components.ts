/** Places joined into components (union–find with path halving; the smallest place stands for its component). */
export class Components {
  private readonly parent: Uint32Array;

  constructor(size: number) {
    this.parent = Uint32Array.from({ length: size }, (_, place) => place);
  }

  find(place: number): number {
    let p = place;
    while (this.parent[p] !== p) {
      this.parent[p] = this.parent[this.parent[p]!]!;
      p = this.parent[p]!;
    }
    return p;
  }

  join(x: number, y: number): void {
    const p = this.find(x);
    const q = this.find(y);
    if (p < q) this.parent[q] = p;
    else this.parent[p] = q;
  }
}
