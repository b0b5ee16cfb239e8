import { createHash } from 'node:crypto';
import type { Bytes } from './container/bytes.js';

/** Counts and hashes bytes as they pass. */
export class StoredBytes {
  count = 0;
  /** What is wrong with what they were read from, known at the end. */
  damage: string | null = null;
  private readonly hash = createHash('sha256');
  private digest: string | null = null; // set once all were read

  constructor(
    private readonly name: string,
    private readonly from: Bytes,
  ) {}

  /** In hex. */
  get sha256(): string {
    if (this.digest === null) throw new Error(`${this.name} was not read to its end`);
    return this.digest;
  }

  /** Lets go of what they are read from, where reading stops early. */
  async close(): Promise<void> {
    await this.from.return(null);
  }

  async *bytes(): Bytes {
    for (;;) {
      const next = await this.from.next();
      if (next.done) {
        this.digest = this.hash.digest('hex');
        this.damage = next.value;
        return next.value;
      }
      this.count += next.value.length;
      this.hash.update(next.value);
      yield next.value;
    }
  }
}
