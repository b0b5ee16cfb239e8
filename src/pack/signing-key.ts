import { createPrivateKey, type KeyObject } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { StillhuntError } from '../errors.js';
import { Ed25519Key, KEY_TYPE } from './ed25519-key.js';
import { placeOf } from './folder-claim.js';
import { NAMESPACE } from './ssh-signature.js';
import { SshReader } from './ssh-wire.js';

/** A key to sign with. The private half stays in memory and is never written or printed. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: Ed25519Key;
}

/**
 * Reads an ed25519 private key that is not encrypted, as an OpenSSH key file (PROTOCOL.key) or PKCS#8 PEM.
 * `out` is the pack's folder, in which the key may not lie.
 * @throws StillhuntError `usage` for a key inside of `out`; `input` for a file that cannot be read and for any other
 *   key, with how to sign afterwards. No message holds anything of the key.
 */
export async function readSigningKey(file: string, out: string): Promise<SigningKey> {
  const text = await keyText(file);
  const inside = relative(placeOf(out), realpathSync(file));
  if (inside !== '..' && !inside.startsWith(`..${sep}`)) {
    throw new StillhuntError(
      'usage',
      `The key ${file} lies inside of the evidence folder ${out}.`,
      'Keep private keys apart from what is handed on; move it or choose another --out.',
    );
  }
  const privateKey = keyOf(text);
  if (typeof privateKey === 'string') {
    throw new StillhuntError(
      'input',
      `The key ${file} cannot be used: ${privateKey}.`,
      `Expected an ed25519 key that is not encrypted (ssh-keygen -t ed25519). With any other key, leave --sign-key out and sign in the pack afterwards, beside it: ssh-keygen -Y sign -n ${NAMESPACE} -f ${file} < manifest.json > ../manifest.json.sig`,
    );
  }
  return { privateKey, publicKey: Ed25519Key.of(privateKey) };
}

async function keyText(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The key ${file} cannot be read: ${reason}.`, 'Check the path.');
  }
}

/** The key in a file, or what keeps it from being used. */
function keyOf(text: string): KeyObject | string {
  const openSsh =
    /^-----BEGIN OPENSSH PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----\s*$/.exec(
      text,
    );
  if (openSsh !== null) {
    try {
      return openSshKey(new SshReader(Buffer.from(openSsh[1]!, 'base64')));
    } catch (error) {
      if (error instanceof RangeError) return 'the file is damaged';
      throw error;
    }
  }
  if (text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')) return 'it is encrypted';
  if (/^(ssh-|ecdsa-|sk-)/.test(text)) return 'it is a public key';
  if (!text.includes('PRIVATE KEY-----')) return 'it is no private key';
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    return 'it is encrypted, damaged or of an unknown kind'; // what the library says might quote the file
  }
  return key.asymmetricKeyType === 'ed25519' ? key : `its type is ${key.asymmetricKeyType}`;
}

function openSshKey(reader: SshReader): KeyObject | string {
  const magic = 'openssh-key-v1\0';
  if (reader.raw(magic.length).toString('latin1') !== magic) return 'it is of an unknown kind';
  const cipher = reader.string().toString('latin1');
  reader.string(); // name and settings of the derivation of keys from passwords
  reader.string();
  if (reader.number() !== 1) return 'the file holds several keys';
  const listed = Ed25519Key.fromBlob(reader.string());
  if (cipher !== 'none') return 'it is encrypted';
  const inner = new SshReader(reader.string());
  const [check, again] = [inner.number(), inner.number()];
  if (check !== again) return 'the file is damaged';
  const type = inner.string().toString('latin1');
  if (type !== KEY_TYPE) return `its type is ${type}`;
  const publicBytes = inner.string();
  const seed = inner.string().subarray(0, 32);
  const key = ed25519FromSeed(seed);
  const derived = key === null ? null : Ed25519Key.of(key);
  const agrees = derived?.bytes.equals(publicBytes) === true && listed?.bytes.equals(publicBytes) === true;
  return key !== null && agrees ? key : 'the file is damaged: its private and public halves do not agree';
}

/** RFC 8410, section 7: the private key of ed25519 is its seed of 32 bytes. */
function ed25519FromSeed(seed: Buffer): KeyObject | null {
  if (seed.length !== 32) return null;
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}
