import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { includes, leafHash, RecordTree, type TrackedLeaf } from '../../src/evidence/record-tree.js';

const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const record = (i: number) => sha(Buffer.from(`record ${i}`));

const RECORDS = Array.from({ length: 200 }, (_, i) => record(i));
const known = new Map<string, Buffer>(); // roots of stretches of these

/** RFC 9162, section 2.1.1, word for word, over the records from `from` on. */
function plainRoot(n: number, from = 0): Buffer {
  if (n === 0) return sha();
  if (n === 1) return sha(Uint8Array.of(0), RECORDS[from]!);
  const k = split(n);
  const of = `${from} ${n}`;
  const root = known.get(of) ?? sha(Uint8Array.of(1), plainRoot(k, from), plainRoot(n - k, from + k));
  known.set(of, root);
  return root;
}

/** RFC 9162, section 2.1.3.1, word for word. */
function plainPath(m: number, n: number, from = 0): Buffer[] {
  if (n === 1) return [];
  const k = split(n);
  return m < k
    ? [...plainPath(m, k, from), plainRoot(n - k, from + k)]
    : [...plainPath(m - k, n - k, from + k), plainRoot(k, from)];
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Repeatable pseudo-random bits (xorshift). */
function bits(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

describe('the record tree', () => {
  test('has the root and paths of the plain recursive one for sizes 0 to 200', () => {
    for (let size = 0; size <= 200; size++) {
      const random = bits(size + 1);
      const tree = new RecordTree();
      const tracked: { i: number; leaf: TrackedLeaf }[] = [];
      for (let i = 0; i < size; i++) {
        const leaf = tree.add(RECORDS[i]!.toString('hex'), random() % 3 === 0);
        if (leaf !== null) tracked.push({ i, leaf });
        if (tracked.length > 0 && random() % 5 === 0)
          tree.drop(tracked.splice(random() % tracked.length, 1)[0]!.leaf);
      }
      const root = tree.root();
      expect(tree.size).toBe(size);
      expect(root).toBe(plainRoot(size).toString('hex'));
      for (const { i, leaf } of tracked) {
        const proof = tree.proof(leaf);
        const path = plainPath(i, size).map((hash) => hash.toString('hex'));
        expect(proof).toEqual({ leaf: i, size, path });
        expect(includes(root, leafHash(RECORDS[i]!.toString('hex')), proof)).toBe(true);
      }
    }
  });

  test('proofs hold while the tree grows, each for its own size', () => {
    const tree = new RecordTree();
    const leaf = tree.add(record(0).toString('hex'), true);
    for (let i = 1; i < 70; i++) {
      tree.add(record(i).toString('hex'));
      expect(includes(tree.root(), leafHash(record(0).toString('hex')), tree.proof(leaf))).toBe(true);
    }
  });

  test('any change of a proof, leaf or root is told', () => {
    const tree = new RecordTree();
    const leaves = Array.from({ length: 21 }, (_, i) => tree.add(record(i).toString('hex'), true));
    const root = tree.root();
    for (const [i, tracked] of leaves.entries()) {
      const leaf = leafHash(record(i).toString('hex'));
      const proof = tree.proof(tracked);
      const changed = (hash: string) => (hash[0] === '0' ? '1' : '0') + hash.slice(1);
      expect(includes(changed(root), leaf, proof)).toBe(false);
      expect(includes(root, changed(leaf), proof)).toBe(false);
      expect(includes(root, record(i).toString('hex'), proof)).toBe(false); // no leaf hash
      expect(includes(root, leaf, { ...proof, leaf: (i + 1) % 21 })).toBe(false);
      expect(includes(root, leaf, { ...proof, leaf: 21 + i })).toBe(false);
      expect(includes(root, leaf, { ...proof, leaf: -1 })).toBe(false);
      expect(includes(root, leaf, { ...proof, leaf: i + 0.5 })).toBe(false);
      expect(includes(root, leaf, { ...proof, path: proof.path.slice(1) })).toBe(false);
      expect(includes(root, leaf, { ...proof, path: [...proof.path, root] })).toBe(false);
      expect(includes(root, leaf, { ...proof, path: [...proof.path].reverse() })).toBe(false);
      for (const [at, hash] of proof.path.entries())
        expect(includes(root, leaf, { ...proof, path: proof.path.with(at, changed(hash)) })).toBe(false);
      expect(includes(root, leaf, { ...proof, path: proof.path.with(0, 'no hash') })).toBe(false);
    }
  });

  test('a dropped leaf and one of another tree have no proof', () => {
    const tree = new RecordTree();
    const leaf = tree.add(record(0).toString('hex'), true);
    expect(() => new RecordTree().proof(leaf)).toThrow(/another tree/);
    tree.drop(leaf);
    expect(() => tree.proof(leaf)).toThrow(/dropped/);
  });
});
