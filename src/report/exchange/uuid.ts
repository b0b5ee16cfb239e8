import { createHash } from 'node:crypto';

/** Namespace of the ids of STIX cyber-observable objects (STIX 2.1, section 2.9). */
export const STIX_OBSERVABLES = '00abedb4-aa42-466c-9c01-fed23315a9b7';

/** Namespace of this program's own ids: the version 5 id of `stillhunt` in the OID namespace of RFC 9562. */
export const STILLHUNT = uuidV5('6ba7b812-9dad-11d1-80b4-00c04fd430c8', 'stillhunt');

/** The UUID of a name in a namespace (RFC 9562, version 5): the same name gives the same id in every run. */
export function uuidV5(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
