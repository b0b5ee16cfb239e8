/**
 * Bytes in order, in chunks that are never empty. What it returns at its end says what is wrong with the data
 * behind it, for people, with the place; null where nothing is. Readers of damaged data take in the rest of what
 * they read from, so that it is still counted and hashed.
 */
export type Bytes = AsyncGenerator<Buffer, string | null, undefined>;

/** Takes chunks until there are at least `count` bytes, or all there are, and gives them back in front of the rest. */
export async function peek(bytes: Bytes, count: number): Promise<{ head: Buffer; bytes: Bytes }> {
  const parts: Buffer[] = [];
  let length = 0;
  let end: { readonly damage: string | null } | null = null;
  while (length < count && end === null) {
    const next = await bytes.next();
    if (next.done) end = { damage: next.value };
    else {
      parts.push(next.value);
      length += next.value.length;
    }
  }
  const head = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  return { head, bytes: rejoined(head, end, bytes) };
}

async function* rejoined(head: Buffer, end: { readonly damage: string | null } | null, rest: Bytes): Bytes {
  try {
    if (head.length > 0) yield head;
    return end === null ? yield* rest : end.damage;
  } finally {
    await rest.return(null);
  }
}

/** Where a fault was found: how far into the stored bytes reading had come, and how much had come out. */
export function place(stored: number, decompressed: number): string {
  return `stored byte ${stored}, after ${decompressed} decompressed bytes`;
}

/** What is wrong with data and with what it was read from, in one text. */
export function joined(damage: string | null, below: string | null): string | null {
  return damage === null || below === null ? (damage ?? below) : `${damage}; ${below}`;
}
