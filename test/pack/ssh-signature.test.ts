import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSigningKey, type SigningKey } from '../../src/pack/signing-key.js';
import { NAMESPACE, readSshSignature, sshSignature } from '../../src/pack/ssh-signature.js';
import { trustedKeys } from '../../src/pack/trusted-keys.js';
import { sshKeygen, temporaryFolder } from './sealed-pack.js';

const base = temporaryFolder();
const at = (name: string) => join(base, name);
const read = (name: string) => readSigningKey(at(name), at('pack'));
let key: SigningKey;

beforeAll(async () => {
  sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-C', 'ours', '-f', at('key')]);
  sshKeygen(['-q', '-t', 'ed25519', '-N', 'secret', '-C', 'locked', '-f', at('locked')]);
  sshKeygen(['-q', '-t', 'ecdsa', '-N', '', '-f', at('ecdsa')]);
  key = await read('key');
});

const MESSAGES = ['', 'a', '{"schema":"stillhunt/manifest/1"}', '\u0000\r\n\u{1f50f}', 'x'.repeat(100_000)];

describe('a signature', () => {
  test.each(MESSAGES)('is the same to the byte as that of ssh-keygen (%#)', (message) => {
    const theirs = sshKeygen(['-q', '-Y', 'sign', '-n', NAMESPACE, '-f', at('key')], message);
    expect(sshSignature(Buffer.from(message), key.privateKey)).toBe(theirs);
  });

  test('is accepted by ssh-keygen, and only over its message', () => {
    writeFileSync(at('signers'), `examiner namespaces="${NAMESPACE}" ${readFileSync(at('key.pub'), 'utf8')}`);
    writeFileSync(at('sig'), sshSignature(Buffer.from('yes'), key.privateKey));
    const verify = (message: string) =>
      sshKeygen(
        ['-Y', 'verify', '-f', at('signers'), '-I', 'examiner', '-n', NAMESPACE, '-s', at('sig')],
        message,
      );
    expect(verify('yes')).toContain(`Good "${NAMESPACE}" signature for examiner`);
    expect(verify('yes')).toContain(key.publicKey.fingerprint);
    expect(() => verify('no')).toThrow();
  });

  test('is read back, and covers only its message', () => {
    const signature = readSshSignature(sshSignature(Buffer.from('yes'), key.privateKey));
    if (typeof signature === 'string') throw new Error(signature);
    expect(signature.key.bytes.equals(key.publicKey.bytes)).toBe(true);
    expect([signature.covers(Buffer.from('yes')), signature.covers(Buffer.from('yes '))]).toEqual([
      true,
      false,
    ]);
  });

  test('of another namespace, hash or type is refused with the reason', () => {
    const sign = (...args: string[]) => sshKeygen(['-q', '-Y', 'sign', ...args], 'yes');
    expect(readSshSignature(sign('-n', 'git', '-f', at('key')))).toContain('namespace git');
    expect(readSshSignature(sign('-n', NAMESPACE, '-O', 'hashalg=sha256', '-f', at('key')))).toContain(
      'sha256',
    );
    expect(readSshSignature(sign('-n', NAMESPACE, '-f', at('ecdsa')))).toContain(
      'not of the type ssh-ed25519',
    );
    expect(readSshSignature('hello')).toContain('no armoured SSH signature');
  });

  test('with any bit of its text changed is refused or covers nothing', () => {
    const message = Buffer.from('yes');
    const text = Buffer.from(sshSignature(message, key.privateKey));
    for (let bit = 0; bit < text.length * 8; bit++) {
      const flipped = Buffer.from(text);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const signature = readSshSignature(flipped.toString('latin1'));
      expect(typeof signature !== 'string' && signature.covers(message)).toBe(false);
    }
  });
});

describe('a key to sign with', () => {
  test('is read from PKCS#8 too', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(at('pkcs8'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const pair = await read('pkcs8');
    expect(pair.publicKey.keyObject.equals(publicKey)).toBe(true);
  });

  test('has the fingerprint that ssh-keygen prints', () => {
    expect(sshKeygen(['-l', '-f', at('key.pub')])).toContain(key.publicKey.fingerprint);
    expect(readFileSync(at('key.pub'), 'utf8')).toBe(`${key.publicKey.line} ours\n`);
  });

  test.each([
    ['locked', 'it is encrypted'],
    ['ecdsa', 'its type is ecdsa'],
    ['key.pub', 'it is a public key'],
  ])('%s is refused: %s', async (name, reason) => {
    await expect(read(name)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining(reason),
      next: expect.stringContaining('not encrypted'),
    });
  });

  test.each([
    ['rsa', 'pkcs8', 'its type is rsa'],
    ['rsa', 'pkcs1', 'its type is rsa'],
  ] as const)('%s in %s is refused', async (kind, type, reason) => {
    const { privateKey } = generateKeyPairSync(kind, { modulusLength: 2048 });
    writeFileSync(at('other'), privateKey.export({ type, format: 'pem' }));
    await expect(read('other')).rejects.toMatchObject({ message: expect.stringContaining(reason) });
  });

  test('encrypted PKCS#8 is refused, and no message holds anything of a key', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    writeFileSync(at('other'), pem);
    await expect(read('other')).rejects.toMatchObject({
      message: expect.stringContaining('it is encrypted'),
    });
    const broken = readFileSync(at('key'), 'utf8').replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
    writeFileSync(at('other'), broken);
    const error: unknown = await read('other').catch((reason: unknown) => reason);
    for (const line of broken.split('\n').slice(1, -2)) expect(JSON.stringify(error)).not.toContain(line);
    expect(error).toMatchObject({ kind: 'input', message: expect.stringContaining('cannot be used') });
  });

  test('may not lie in the pack, and must be there', async () => {
    await expect(readSigningKey(at('key'), base)).rejects.toMatchObject({ kind: 'usage' });
    await expect(read('nowhere')).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('ENOENT'),
    });
  });
});

describe('keys from outside', () => {
  const line = () => key.publicKey.line;
  const names = (text: string) => trustedKeys(text).keys.map(({ name }) => name);
  const reasons = (text: string) => trustedKeys(text).unused.map(({ reason }) => reason);

  test('come from a .pub file or from allowed_signers', () => {
    expect(names(`${line()} me@there\n`)).toEqual([null]);
    expect(names(`# ours\n\nexaminer ${line()}\r\nother namespaces="git,stillhunt-*" ${line()} c\n`)).toEqual(
      ['examiner', 'other'],
    );
  });

  test.each([
    ['a namespaces="git"', 'does not allow the namespace'],
    ['a namespaces="*,!stillhunt-pack"', 'does not allow the namespace'],
    ['a valid-before="20300101"', 'dates of validity'],
    ['ca cert-authority', 'certificate authority'],
    ['a new-option', 'is not known'],
  ])('a line %s does not count', (before, reason) => {
    expect(trustedKeys(`${before} ${line()}`).keys).toEqual([]);
    expect(reasons(`${before} ${line()}`)[0]).toContain(reason);
  });

  test('damaged and other keys do not count', () => {
    expect(reasons(line().slice(0, -4))[0]).toContain('damaged');
    expect(reasons(readFileSync(at('ecdsa.pub'), 'utf8'))[0]).toContain('only ssh-ed25519');
    expect(reasons('hello')[0]).toContain('no public key');
  });
});
