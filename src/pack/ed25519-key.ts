import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { SshReader, sshString } from './ssh-wire.js';

export const KEY_TYPE = 'ssh-ed25519';
const KEY_BYTES = 32;

/** A public ed25519 key: 32 bytes (RFC 8032, section 5.1.5). */
export class Ed25519Key {
  private constructor(readonly bytes: Buffer) {}

  /** The public half of a key. Throws for keys of other types. */
  static of(key: KeyObject): Ed25519Key {
    const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
    return new Ed25519Key(Buffer.from(String(x), 'base64url'));
  }

  /** From the encoding of SSH (RFC 8709, section 4); null for anything else. */
  static fromBlob(blob: Buffer): Ed25519Key | null {
    try {
      const reader = new SshReader(blob);
      if (reader.string().toString('latin1') !== KEY_TYPE) return null;
      const bytes = reader.string();
      return reader.left === 0 && bytes.length === KEY_BYTES ? new Ed25519Key(Buffer.from(bytes)) : null;
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  get blob(): Buffer {
    return Buffer.concat([sshString(KEY_TYPE), sshString(this.bytes)]);
  }

  /** As `ssh-keygen -l` prints it: `SHA256:` and the hash of the blob in base64 without padding. */
  get fingerprint(): string {
    return `SHA256:${createHash('sha256').update(this.blob).digest('base64').replace(/=+$/, '')}`;
  }

  /** Type and key as in a file `.pub` and in `allowed_signers`. */
  get line(): string {
    return `${KEY_TYPE} ${this.blob.toString('base64')}`;
  }

  get keyObject(): KeyObject {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: this.bytes.toString('base64url') };
    return createPublicKey({ key: jwk, format: 'jwk' });
  }
}
