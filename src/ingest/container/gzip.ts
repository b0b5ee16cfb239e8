import { createGunzip, type Gunzip } from 'node:zlib';
import { type Bytes, joined, place } from './bytes.js';

const PIECE = 32 * 1024; // bytes handed to gunzip at once: bounds what one step can inflate to 32 MiB

/**
 * Decompresses gzip; members may be concatenated. Zeros after the last member are padding; anything else there is
 * damage, because it may be rows. Of damaged data what was inflated before is given, up to 64 KiB before the fault.
 */
export async function* gunzip(packed: Bytes): Bytes {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  let ready: Buffer[] = []; // inflated and not yet handed out
  let failure: Error | null = null;
  let damage: string | null = null;
  let below: string | null = null; // what is wrong with the stored bytes themselves
  let ended = false; // the last member is over
  let taken = 0; // stored bytes looked at, up to the fault if there is one
  let given = 0; // inflated bytes handed out
  // The stream flows all the time, so that nothing inflated is lost when it fails; each write is waited for,
  // which holds the input back instead.
  gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
  gunzip.on('error', (error) => {
    failure = error;
  });
  try {
    for (;;) {
      const next = await packed.next();
      if (next.done) {
        below = next.value;
        break;
      }
      const chunk = next.value;
      for (let at = 0; at < chunk.length && failure === null; at += PIECE) {
        const part = chunk.subarray(at, at + PIECE);
        let used = 0;
        if (!ended) {
          const before = gunzip.bytesWritten;
          await written(gunzip, part);
          used = gunzip.bytesWritten - before;
          ended = failure === null && used < part.length;
        }
        if (ended && damage === null) {
          const odd = part.subarray(used).findIndex((byte) => byte !== 0);
          if (odd !== -1) damage = `${TRAILING} (from stored byte ${taken + used + odd})`;
        }
        taken += part.length;
        const inflated = ready;
        ready = [];
        for (const piece of inflated) given += piece.length;
        yield* inflated;
      }
    }
    if (failure === null) await finished(gunzip);
    for (const piece of ready) given += piece.length;
    yield* ready;
    if (failure !== null) damage = `${damageText(failure)} ${place(taken, given)}`;
    return joined(damage, below);
  } finally {
    gunzip.destroy();
    await packed.return(null);
  }
}

const TRAILING = 'something follows the end of the gzip data, which was not read';

/** Waits until gunzip has taken in a part, or has failed and told so. */
function written(gunzip: Gunzip, part: Buffer): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('close', resolve);
    gunzip.write(part, (error) => {
      if (error) return; // its own event comes first, then `close`
      gunzip.removeListener('close', resolve);
      resolve();
    });
  });
}

/** Waits until gunzip has given everything or has failed. */
function finished(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('close', resolve);
    gunzip.end();
  });
}

function damageText(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return code === 'Z_BUF_ERROR'
    ? 'the gzip data ends early at'
    : `the gzip data is damaged (${error.message}) at or before`;
}
