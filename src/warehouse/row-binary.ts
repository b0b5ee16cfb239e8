/** Reads the row format of `Dialect` from chunks of any size, a row at a time. */
export class RowBinary {
  private bytes: Uint8Array;
  private view: DataView;
  private at = 0;
  private end = 0;

  constructor() {
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
  }

  /**
   * Rows as `row` reads them, in order. What is read of a row is valid until the next one.
   * @throws Error where the bytes end inside of a row
   */
  async *rows<T>(chunks: AsyncIterable<Uint8Array>, row: (from: RowBinary) => T): AsyncGenerator<T> {
    for await (const chunk of chunks) {
      this.take(chunk);
      for (;;) {
        if (this.at === this.end) break;
        const start = this.at;
        let read: T;
        try {
          read = row(this);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          this.at = start; // the rest of the row is yet to come
          break;
        }
        yield read;
      }
    }
    if (this.at !== this.end) throw new Error('the answer ends inside of a row');
  }

  u8(): number {
    this.need(1);
    return this.bytes[this.at++]!;
  }

  u16(): number {
    this.need(2);
    const value = this.view.getUint16(this.at, true);
    this.at += 2;
    return value;
  }

  u32(): number {
    this.need(4);
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  i32(): number {
    return this.u32() | 0;
  }

  /** A whole number below 2^53. */
  u64(): number {
    const low = this.u32();
    return this.u32() * 2 ** 32 + low;
  }

  length(): number {
    let length = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.u8();
      length += (byte & 127) * shift;
      if (byte < 128) return length;
    }
  }

  text(): string {
    const length = this.length();
    this.need(length);
    const text = decoder.decode(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }

  /** Null for null. */
  nullableText(): string | null {
    return this.u8() === 1 ? null : this.text();
  }

  private need(bytes: number): void {
    if (this.at + bytes > this.end) throw new RangeError('more bytes are needed');
  }

  private take(chunk: Uint8Array): void {
    const rest = this.end - this.at;
    if (rest === 0) {
      this.bytes = chunk;
      this.end = chunk.length;
    } else {
      const joined = new Uint8Array(rest + chunk.length);
      joined.set(this.bytes.subarray(this.at, this.end));
      joined.set(chunk, rest);
      this.bytes = joined;
      this.end = joined.length;
    }
    this.at = 0;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // a mark at the start is part of the text
