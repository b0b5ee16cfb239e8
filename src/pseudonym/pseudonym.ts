import { createHmac } from 'node:crypto';
import { StillhuntError } from '../errors.js';

/** Bytes that a key must have: as many as its hash (RFC 2104, section 3). */
const LEAST_KEY_BYTES = 32;

/** Pseudonyms under one key: the same text of the same kind gets the same one in every pack. */
export interface Pseudonyms {
  /** 16 hexadecimal digits that tell keys apart. */
  readonly keyId: string;
  /** `<kind>-` and 32 hexadecimal digits: half of the HMAC, as many as are needed to keep a billion texts apart. */
  readonly of: (kind: string, text: string) => string;
  /** 64 hexadecimal digits, in the place of a hash. */
  readonly digest: (kind: string, text: string) => string;
  /** A key of 128 bits for another keyed function, which tells nothing of this one. */
  readonly derived: (purpose: string) => DerivedKey;
}

/** Four words, the low ones first. */
export type DerivedKey = readonly [number, number, number, number];

/**
 * HMAC-SHA-256 over the kind of value and the text, apart by a zero byte, which no kind holds: whoever lacks the key can
 * neither reverse nor confirm a guess, and equal texts of different kinds do not show as equal. `key`: the content of a
 * key file, without one line ending at its end, so that editors make no difference. O(length of the text) each.
 * @throws StillhuntError `input` for a key of fewer than 32 bytes.
 */
export function pseudonyms(file: Uint8Array): Pseudonyms {
  const key = withoutLineEnd(file);
  if (key.length < LEAST_KEY_BYTES) {
    throw new StillhuntError(
      'input',
      `The pseudonym key has ${key.length} bytes; at least ${LEAST_KEY_BYTES} are needed.`,
      'Make one with: openssl rand -hex 32 > pseudonym.key',
    );
  }
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  const digest = (kind: string, text: string) => hmac(`stillhunt pseudonym 1\0${kind}\0${wellFormed(text)}`);
  return {
    keyId: hmac('stillhunt key id 1').slice(0, 16),
    of: (kind, text) => `${kind}-${digest(kind, text).slice(0, 32)}`,
    digest,
    derived: (purpose) => {
      const bytes = Buffer.from(hmac(`stillhunt derived key 1\0${purpose}`), 'hex');
      return [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at)) as unknown as DerivedKey;
    },
  };
}

function withoutLineEnd(file: Uint8Array): Uint8Array {
  if (file.at(-1) !== 0x0a) return file;
  return file.subarray(0, file.at(-2) === 0x0d ? -2 : -1);
}

/** UTF-8 would make all halves of surrogate pairs alike; written as JSON they stay different. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : `\0${JSON.stringify(text)}`;
}
