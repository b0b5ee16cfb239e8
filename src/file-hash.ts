import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * Size and SHA-256 (hex) of a file, read once, in bounded memory.
 * @throws the system's error where it cannot be read
 */
export async function fileHash(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
