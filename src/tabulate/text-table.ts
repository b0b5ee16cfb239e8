/** Texts and bytes beyond which they are handed on. */
const MANY = 1 << 18;
const MUCH = 1 << 25;
const MAX_PROBES = 64; // longer chains mean values that were made to collide

/** Cells as they were written by the value that they stand for, each once; no string is made for one met before. */
export class TextTable {
  private size = 0;
  private slots = new Int32Array(1024); // entry plus 1
  private lo = new Uint32Array(512);
  private hi = new Uint32Array(512);
  private starts = new Int32Array(513);
  private arena = Buffer.alloc(1 << 14);
  private view = new DataView(this.arena.buffer, this.arena.byteOffset, this.arena.length);

  /** @param note takes the cells that are handed on */
  constructor(private readonly note: (lo: number, hi: number, cell: string) => void) {}

  /** Takes a cell of `bytes`, which `view` shows. */
  add(lo: number, hi: number, bytes: Buffer, view: DataView, from: number, length: number): void {
    const mask = this.slots.length - 1;
    let slot = Math.imul(lo ^ (hi >>> 7), 0x9e3779b1) >>> 7;
    for (let probe = 0; probe < MAX_PROBES; probe++, slot++) {
      const entry = this.slots[slot & mask]! - 1;
      if (entry < 0) {
        this.enter(slot & mask, lo, hi, bytes, from, length);
        return;
      }
      if (this.lo[entry] !== lo || this.hi[entry] !== hi) continue;
      const start = this.starts[entry]!;
      if (this.starts[entry + 1]! - start === length && sameBytes(this.view, start, view, from, length))
        return;
    }
    this.note(lo, hi, bytes.toString('utf8', from, from + length));
  }

  /** Visits the cells held. */
  forEach(visit: (lo: number, hi: number, cell: string) => void): void {
    for (let e = 0; e < this.size; e++)
      visit(this.lo[e]!, this.hi[e]!, this.arena.toString('utf8', this.starts[e]!, this.starts[e + 1]!));
  }

  /** Hands everything on and starts anew. */
  drain(): void {
    this.forEach(this.note);
    this.size = 0;
    this.slots.fill(0);
  }

  private enter(slot: number, lo: number, hi: number, bytes: Buffer, from: number, length: number): void {
    const start = this.starts[this.size]!;
    if (length > MUCH || start + length > MUCH || this.size >= MANY) {
      this.drain();
      this.note(lo, hi, bytes.toString('utf8', from, from + length));
      return;
    }
    if (start + length > this.arena.length) {
      const arena = Buffer.alloc(Math.max(this.arena.length * 2, start + length));
      this.arena.copy(arena, 0, 0, start);
      this.arena = arena;
      this.view = new DataView(arena.buffer, arena.byteOffset, arena.length);
    }
    bytes.copy(this.arena, start, from, from + length);
    const entry = this.size++;
    this.lo[entry] = lo;
    this.hi[entry] = hi;
    this.starts[entry + 1] = start + length;
    this.slots[slot] = entry + 1;
    if (this.size === this.lo.length) this.grow();
  }

  private grow(): void {
    const entries = this.size * 2;
    const lo = new Uint32Array(entries);
    const hi = new Uint32Array(entries);
    const starts = new Int32Array(entries + 1);
    lo.set(this.lo);
    hi.set(this.hi);
    starts.set(this.starts);
    this.lo = lo;
    this.hi = hi;
    this.starts = starts;
    this.slots = new Int32Array(entries * 2);
    const mask = this.slots.length - 1;
    for (let e = 0; e < this.size; e++) {
      let slot = Math.imul(lo[e]! ^ (hi[e]! >>> 7), 0x9e3779b1) >>> 7;
      let probe = 0;
      while (probe < MAX_PROBES && this.slots[slot & mask] !== 0) {
        slot++;
        probe++;
      }
      if (probe < MAX_PROBES) this.slots[slot & mask] = e + 1; // else it is handed on, and may be entered anew
    }
  }
}

/** Whether two stretches of bytes are the same. */
export function sameBytes(a: DataView, aFrom: number, b: DataView, bFrom: number, length: number): boolean {
  let n = 0;
  for (const whole = length & ~3; n < whole; n += 4) {
    if (a.getInt32(aFrom + n, true) !== b.getInt32(bFrom + n, true)) return false;
  }
  for (; n < length; n++) if (a.getUint8(aFrom + n) !== b.getUint8(bFrom + n)) return false;
  return true;
}
