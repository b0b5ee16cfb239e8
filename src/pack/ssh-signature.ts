import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { Ed25519Key, KEY_TYPE } from './ed25519-key.js';
import { SshReader, sshNumber, sshString } from './ssh-wire.js';

/** What the signature is for; keeps one made for something else, such as a commit, from counting here. */
export const NAMESPACE = 'stillhunt-pack';

const MAGIC = 'SSHSIG';
const VERSION = 1;
const HASH = 'sha512';
const BEGIN = '-----BEGIN SSH SIGNATURE-----\n';
const END = '-----END SSH SIGNATURE-----\n';
const LINE = 70; // as ssh-keygen breaks lines

/**
 * An armoured SSH signature over a message (OpenSSH PROTOCOL.sshsig), the same to the byte as what
 * `ssh-keygen -Y sign -n stillhunt-pack` makes with the same ed25519 key: such signatures hold nothing random.
 */
export function sshSignature(message: Uint8Array, privateKey: KeyObject): string {
  const signature = sign(null, signedBytes(message), privateKey);
  return armoured(
    Buffer.concat([
      Buffer.from(MAGIC),
      sshNumber(VERSION),
      sshString(Ed25519Key.of(privateKey).blob),
      sshString(NAMESPACE),
      sshString(''),
      sshString(HASH),
      sshString(Buffer.concat([sshString(KEY_TYPE), sshString(signature)])),
    ]),
  );
}

/** A signature that was read and not yet checked. */
export interface ReadSignature {
  /** The key that it names as its own; whose it is, it cannot say. */
  readonly key: Ed25519Key;
  /** Whether this key made it over this message. */
  readonly covers: (message: Uint8Array) => boolean;
}

/**
 * Reads an armoured SSH signature. Returns in words what is wrong with one that is not an ed25519 signature with SHA-512
 * in our namespace, or that is not written as ssh-keygen writes it.
 */
export function readSshSignature(text: string): ReadSignature | string {
  const body = /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n$/.exec(
    text,
  );
  if (body === null) return 'it is no armoured SSH signature';
  const blob = Buffer.from(body[1]!, 'base64');
  if (armoured(blob) !== text) return 'it is not written as ssh-keygen writes signatures';
  try {
    return parsed(new SshReader(blob));
  } catch (error) {
    if (error instanceof RangeError) return 'it ends early';
    throw error;
  }
}

function parsed(reader: SshReader): ReadSignature | string {
  if (reader.raw(MAGIC.length).toString('latin1') !== MAGIC) return 'it is no SSH signature';
  const version = reader.number();
  if (version !== VERSION) return `it has version ${version} of the format, expected ${VERSION}`;
  const key = Ed25519Key.fromBlob(reader.string());
  const namespace = reader.string().toString('latin1');
  const reserved = reader.string();
  const hash = reader.string().toString('latin1');
  const signature = new SshReader(reader.string());
  if (reader.left > 0) return 'something follows it';
  if (key === null) return 'its key is not of the type ssh-ed25519; ssh-keygen -Y verify can check it';
  if (namespace !== NAMESPACE) return `it was made for the namespace ${namespace}, expected ${NAMESPACE}`;
  if (reserved.length > 0) return 'its reserved part is not empty';
  if (hash !== HASH) return `it uses the hash ${hash}, expected ${HASH}`;
  const type = signature.string().toString('latin1');
  const bytes = signature.string();
  if (type !== KEY_TYPE || signature.left > 0) return 'its key and its signature are of different types';
  return { key, covers: (message) => verify(null, signedBytes(message), key.keyObject, bytes) };
}

function signedBytes(message: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(MAGIC),
    sshString(NAMESPACE),
    sshString(''),
    sshString(HASH),
    sshString(createHash(HASH).update(message).digest()),
  ]);
}

function armoured(blob: Buffer): string {
  const lines = blob.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `${BEGIN}${lines.map((line) => `${line}\n`).join('')}${END}`;
}
