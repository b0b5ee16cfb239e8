import { Ed25519Key, KEY_TYPE } from './ed25519-key.js';
import { NAMESPACE } from './ssh-signature.js';

/** Keys that the person who verifies trusts, from outside of the pack. */
export interface TrustedKeys {
  readonly keys: readonly { readonly key: Ed25519Key; readonly name: string | null }[];
  /** Lines that cannot be used, with the reason. */
  readonly unused: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * Keys in a file `.pub`, or in an `allowed_signers` as `ssh-keygen -Y verify` reads it (ssh-keygen(1), ALLOWED SIGNERS):
 * a line holds principals, options and a key. Only ed25519 keys count, and of lines with `namespaces` only those that
 * allow ours. Lines with dates of validity and those of certificate authorities are left to ssh-keygen and do not count.
 */
export function trustedKeys(text: string): TrustedKeys {
  const keys: { key: Ed25519Key; name: string | null }[] = [];
  const unused: { line: number; reason: string }[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const found = keyOfLine(line);
    if (typeof found === 'string') unused.push({ line: at + 1, reason: found });
    else keys.push(found);
  }
  return { keys, unused };
}

function keyOfLine(line: string): TrustedKeys['keys'][number] | string {
  const words = line.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const type = words.findIndex((word) => /^(?:ssh-|ecdsa-sha2-|sk-)[a-z0-9@.-]+$/.test(word));
  if (type === -1) return 'it holds no public key';
  if (words[type] !== KEY_TYPE)
    return `its key is of the type ${words[type]}, and only ${KEY_TYPE} is checked here`;
  if (type > 2) return 'it is no line of an allowed_signers';
  const encoded = words[type + 1] ?? '';
  const key = Ed25519Key.fromBlob(Buffer.from(encoded, 'base64'));
  if (key === null || key.blob.toString('base64') !== encoded) return 'its key is damaged';
  const problem = type === 2 ? problemOfOptions(words[1]!) : null;
  return problem ?? { key, name: type === 0 ? null : words[0]!.replace(/^"(.*)"$/, '$1') };
}

function problemOfOptions(options: string): string | null {
  for (const option of options.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []) {
    const [name, value = ''] = option.split(/=(.*)/s);
    switch (name!.toLowerCase()) {
      case 'namespaces':
        if (!allowsNamespace(value.replace(/^"(.*)"$/, '$1')))
          return `it does not allow the namespace ${NAMESPACE}`;
        break;
      case 'valid-after':
      case 'valid-before':
        return 'it has dates of validity, which only ssh-keygen -Y verify checks';
      case 'cert-authority':
        return 'it is of a certificate authority, which only ssh-keygen -Y verify checks';
      default:
        return `its option ${name} is not known`;
    }
  }
  return null;
}

/** Whether a list of patterns with `*` and `?` holds our namespace; a match with `!` before it forbids it. */
function allowsNamespace(patterns: string): boolean {
  let allowed = false;
  for (const pattern of patterns.split(',')) {
    const negative = pattern.startsWith('!');
    const parts = (negative ? pattern.slice(1) : pattern).split(/([*?])/);
    const source = parts.map((part) =>
      part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$+.()|[\]{}]/g, '\\$&'),
    );
    if (!new RegExp(`^${source.join('')}$`).test(NAMESPACE)) continue;
    if (negative) return false;
    allowed = true;
  }
  return allowed;
}
