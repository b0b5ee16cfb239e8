import { randomInt } from 'node:crypto';

const SECRET = randomInt(2 ** 32) | 0; // numbers of entries depend on arrival alone
const MOST_BYTES = 2 ** 31 - 1; // of the arena: places in it are 32-bit integers
const MAX_PROBES = 32; // longer chains mean values that were made to collide

/**
 * Numbers byte strings in order of arrival: an open-addressing table of hash and number beside an arena of the
 * bytes, so that no string is made for a value that was met before. Expected O(length) a look-up.
 */
export class ByteDictionary {
  /** Entries held. */
  size = 0;
  private slots: Int32Array; // hash, number plus 1; 0 is free
  private starts: Int32Array; // of entry n in the arena; entry n + 1 starts at its end
  private mask: number;
  private arena: Uint8Array;
  private arenaView: DataView;

  /** @param room entries to make room for at first, a power of two */
  constructor(room = 1024) {
    this.slots = new Int32Array(room * 2);
    this.starts = new Int32Array(room);
    this.mask = room - 1;
    this.arena = new Uint8Array(room * 16);
    this.arenaView = new DataView(this.arena.buffer);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.starts[this.size]!;
  }

  /** Number of the `length` bytes of `view` from `from` on; -1 where they are not held. */
  find(view: DataView, from: number, length: number): number {
    const hash = hashOf(view, from, length);
    const { slots, mask } = this;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = ((hash + probe) & mask) * 2;
      const found = slots[slot + 1]!;
      if (found === 0) return -1;
      if (slots[slot] === hash && this.same(found - 1, view, from, length)) return found - 1;
    }
    return -1;
  }

  /** Enters bytes that are not held; gives their number, or -1 where there is no room or too many were made to collide. */
  add(bytes: Uint8Array, view: DataView, from: number, length: number): number {
    if (this.size * 4 >= this.slots.length) this.grow();
    const hash = hashOf(view, from, length);
    const slot = freeSlot(this.slots, hash);
    const start = this.starts[this.size]!;
    if (slot === -1 || start + length > MOST_BYTES) return -1;
    if (start + length > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, start + length));
      arena.set(this.arena.subarray(0, start));
      this.arena = arena;
      this.arenaView = new DataView(arena.buffer);
    }
    this.arena.set(bytes.subarray(from, from + length), start);
    const entry = this.size++;
    if (this.size >= this.starts.length) {
      const starts = new Int32Array(this.starts.length * 2);
      starts.set(this.starts);
      this.starts = starts;
    }
    this.starts[this.size] = start + length;
    this.slots[slot] = hash;
    this.slots[slot + 1] = entry + 1;
    return entry;
  }

  clear(): void {
    this.size = 0;
    this.slots.fill(0);
  }

  private same(entry: number, view: DataView, from: number, length: number): boolean {
    const start = this.starts[entry]!;
    if (this.starts[entry + 1]! - start !== length) return false;
    const { arenaView } = this;
    let n = 0;
    for (const whole = length & ~3; n < whole; n += 4) {
      if (arenaView.getInt32(start + n, true) !== view.getInt32(from + n, true)) return false;
    }
    for (; n < length; n++) {
      if (arenaView.getUint8(start + n) !== view.getUint8(from + n)) return false;
    }
    return true;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2);
    for (let at = 0; at < this.slots.length; at += 2) {
      if (this.slots[at + 1] === 0) continue;
      const slot = freeSlot(slots, this.slots[at]!);
      if (slot === -1) continue; // found no more, and entered anew: the number changes, what it stands for does not
      slots[slot] = this.slots[at]!;
      slots[slot + 1] = this.slots[at + 1]!;
    }
    this.slots = slots;
    this.mask = slots.length / 2 - 1;
  }
}

function freeSlot(slots: Int32Array, hash: number): number {
  const mask = slots.length / 2 - 1;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const slot = ((hash + probe) & mask) * 2;
    if (slots[slot + 1] === 0) return slot;
  }
  return -1;
}

function hashOf(view: DataView, from: number, length: number): number {
  let hash = length ^ SECRET;
  let at = from;
  for (const end = from + (length & ~3); at < end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if (length >= 4) hash ^= view.getInt32(from + length - 4, true);
  else for (const end = from + length; at < end; at++) hash = (hash << 8) ^ view.getUint8(at) ^ (hash >>> 24);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
