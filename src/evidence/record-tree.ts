import { hash } from 'node:crypto';
import type { InclusionProofEntry } from './records-entry.js';

/** A SHA-256 in hexadecimal. */
type Sha256 = string;

// Room for what is hashed: one is made once, because every record of a log comes through here.
const leafBytes = Buffer.alloc(33);
const nodeBytes = Buffer.alloc(65);
nodeBytes[0] = 1;

/** Hash of the leaf of a record with this hash: SHA-256 of a zero byte and its 32 bytes (RFC 9162, section 2.1.1). */
export function leafHash(record: Sha256): Sha256 {
  leafBytes.write(record, 1, 'hex');
  return hash('sha256', leafBytes, 'hex');
}

function nodeHash(left: Sha256, right: Sha256): Sha256 {
  nodeBytes.write(left, 1, 'hex');
  nodeBytes.write(right, 33, 'hex');
  return hash('sha256', nodeBytes, 'hex');
}

/** A leaf whose way to the root is kept while the tree grows. */
export interface TrackedLeaf {
  /** Place of the leaf, from 0. */
  readonly leaf: number;
}

class Tracked implements TrackedLeaf {
  readonly path: Sha256[] = []; // inside of the whole subtree that holds the leaf
  dropped = false;

  constructor(readonly leaf: number) {}
}

/** A whole subtree of 2^height leaves. */
interface Subtree {
  readonly height: number;
  readonly hash: Sha256;
  readonly tracked: Tracked[];
}

/**
 * The Merkle tree of RFC 9162, section 2.1, over records in order, built as they come. Memory: O(log n) hashes, and O(log n) for each
 * tracked leaf. Cost: about two hashes a record, and O(log n) in all for each tracked leaf.
 */
export class RecordTree {
  private readonly subtrees: Subtree[] = []; // of falling height; together all leaves, in order
  private leaves = 0;

  /** Records so far. */
  get size(): number {
    return this.leaves;
  }

  /** Adds a record by its hash; gives its leaf where it is to be tracked. */
  add(record: Sha256, track: true): TrackedLeaf;
  add(record: Sha256, track?: boolean): TrackedLeaf | null;
  add(record: Sha256, track = false): TrackedLeaf | null {
    const leaf = track ? new Tracked(this.leaves) : null;
    let last: Subtree = { height: 0, hash: leafHash(record), tracked: leaf === null ? [] : [leaf] };
    this.leaves++;
    for (let left = this.subtrees.at(-1); left?.height === last.height; left = this.subtrees.at(-1)) {
      this.subtrees.pop();
      last = joined(left, last);
    }
    this.subtrees.push(last);
    return leaf;
  }

  /** Forgets the way of a tracked leaf. */
  drop(leaf: TrackedLeaf): void {
    const tracked = own(leaf);
    tracked.dropped = true;
    tracked.path.length = 0;
  }

  /** The root over all records so far; of no record SHA-256 of nothing. O(log n). */
  root(): Sha256 {
    const { subtrees } = this;
    if (subtrees.length === 0) return hash('sha256', '', 'hex');
    return subtrees.reduceRight((right, { hash: left }, at) =>
      at === subtrees.length - 1 ? right : { height: 0, tracked: [], hash: nodeHash(left, right.hash) },
    ).hash;
  }

  /** Where a tracked leaf stands in the tree as it is now. O(log n + tracked leaves). */
  proof(leaf: TrackedLeaf): InclusionProofEntry {
    const { leaf: place, path: inside, dropped } = own(leaf);
    if (dropped) throw new Error('the leaf was dropped');
    const path = [...inside];
    const at = this.subtrees.findIndex((subtree) => subtree.tracked.some((one) => one === leaf));
    if (at === -1) throw new Error('the leaf is of another tree');
    const after = this.subtrees.slice(at + 1).map((subtree) => subtree.hash);
    if (after.length > 0) path.push(after.reduceRight((right, left) => nodeHash(left, right)));
    for (let before = at - 1; before >= 0; before--) path.push(this.subtrees[before]!.hash);
    return { leaf: place, size: this.leaves, path };
  }
}

function own(leaf: TrackedLeaf): Tracked {
  if (!(leaf instanceof Tracked)) throw new Error('no leaf of a record tree');
  return leaf;
}

function joined(left: Subtree, right: Subtree): Subtree {
  const tracked: Tracked[] = left.tracked.length === 0 && right.tracked.length === 0 ? right.tracked : [];
  for (const [{ tracked: leaves }, sibling] of [[left, right.hash] as const, [right, left.hash] as const]) {
    for (const leaf of leaves) {
      if (leaf.dropped) continue;
      leaf.path.push(sibling);
      tracked.push(leaf);
    }
  }
  return { height: left.height + 1, hash: nodeHash(left.hash, right.hash), tracked };
}

/**
 * Whether a proof shows that a leaf with this hash is in the tree with this root (RFC 9162, section 2.1.3.2). False for
 * anything that is no proof. A proof fits several sizes: that its size is the tree's must be looked at beside.
 * O(length of the path).
 */
export function includes(
  root: Sha256,
  leaf: Sha256,
  { leaf: place, size, path }: InclusionProofEntry,
): boolean {
  if (!isPlace(place) || !isPlace(size) || place >= size || ![leaf, ...path].every(isSha256)) return false;
  // Numbers and not bits: sizes may go beyond 32 of them.
  let at = place;
  let last = size - 1;
  let hashed = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hashed = nodeHash(sibling, hashed);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hashed = nodeHash(hashed, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hashed === root;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isPlace(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
