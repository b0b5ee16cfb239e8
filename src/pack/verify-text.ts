import type { FindingsDocument } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import type { Ed25519Key } from './ed25519-key.js';
import { PROFILE_RULES } from './profile.js';
import { profileOf } from './profiled.js';
import { rerunArguments, shellLine } from './rerun.js';
import { NAMESPACE } from './ssh-signature.js';
import { markingLine, type Statement } from './statement.js';

/**
 * Turns the files that manifest.json lists into lines of sums. The manifest is canonical, so every entry of `files` holds
 * `path`, `schema` and `sha256` in this order, and no path holds a brace or a quotation mark.
 */
export const MANIFEST_SUMS = String.raw`tr '{' '\n' < manifest.json | sed -n 's/^.*"path":"\([^"]*\)","schema":[^,]*,"sha256":"\([0-9a-f]*\)".*$/\2  \1/p'`;

/** Follows the chain of custody.jsonl; prints a line for every break, and the hash of the last line. */
export const CUSTODY_CHECK = `previous=null
while IFS= read -r line; do
  case "$line" in *"\\"previous\\":$previous,"*) ;; *) echo "broken at: $line" ;; esac
  previous="\\"$(printf %s "$line" | sha256sum | cut -c 1-64)\\""
done < custody.jsonl
echo "last $previous"`;

/** The command that checks the signature. */
export const SSH_VERIFY = `ssh-keygen -Y verify -f ../allowed_signers -I examiner -n ${NAMESPACE} -s manifest.json.sig < manifest.json`;

/** VERIFY.txt: how to check a pack with stock tools, and what each check shows. */
export function verifyText(
  document: FindingsDocument,
  statement: Statement,
  signer: Ed25519Key | null,
): string {
  const { keyed } = PROFILE_RULES[profileOf(document)];
  const rerun = shellLine(rerunArguments(document, statement, signer !== null));
  return `${markingLine(statement)}HOW TO CHECK THIS PACK WITH STOCK TOOLS

Needed: a POSIX shell, sha256sum (GNU coreutils), find, tr, sed, and for signatures ssh-keygen (OpenSSH 8.1
or later). Run each command in the folder of the pack. stillhunt is not needed; where it is at hand,
"stillhunt verify" makes the same checks and more.

1. Every file is as SHA256SUMS has it, and there is no other file

${indented(`sha256sum --strict -c SHA256SUMS
find . ! -type d ! -path ./SHA256SUMS | wc -l
wc -l < SHA256SUMS`)}

   Expected: each line of the first ends in ": OK", and both numbers are the same.

2. Every file is as manifest.json has it

${indented(`${MANIFEST_SUMS} | sha256sum --strict -c`)}

   Expected: each line ends in ": OK". SHA256SUMS is not signed; manifest.json is, in a signed pack.

3. Who sealed it

${signer === null ? UNSIGNED : signed(signer)}
4. The custody log is one chain

${indented(CUSTODY_CHECK)}

   Expected: one line, "last" and a hash, which manifest.json has as custody.last_sha256. Each entry holds the
   hash of the line before it. What happens to the pack later is recorded outside of it, from this hash on.

5. The inputs are those that were read

   manifest.json lists them under "inputs" with their SHA-256; for one that is an entry of an archive, the
   archive's is beside it. Compare with: sha256sum FILE${keyed ? KEYED_INPUTS : ''}

6. The result can be made again

${indented(visible(rerun))}

   ${
     keyed
       ? 'This takes the internal pack, INTERNAL, and the key of its pseudonyms.'
       : 'This takes the inputs, in the current folder and under these names; CASE is a folder of such inputs that\n   stillhunt ingest made, BASELINE the earlier findings.'
   }
   Expected, with stillhunt ${document.tool.version}: a folder with the same bytes. OUT is any new folder${
     signer === null ? '' : ", KEY the signer's key"
   }.

What this shows and what not
   Steps 1, 2 and 4 show that the files agree with one another. Whoever changes all of them together passes
   these steps; step 3 is what ties them to a key, and only with a key that does not come from this pack.
   No step shows that the inputs are true to what happened, or that the findings are right.
`;
}

function signed(signer: Ed25519Key): string {
  return `   Get the signer's public key from the signer, not from this pack. Put it into a file outside of the pack,
   here ../allowed_signers, as one line:

      examiner namespaces="${NAMESPACE}" ssh-ed25519 AAAA...

${indented(SSH_VERIFY)}

   Expected: Good "${NAMESPACE}" signature for examiner with ED25519 key and the key's fingerprint.
   This pack says that it was signed by ${signer.fingerprint}
   (signer.pub holds the key). That alone shows nothing: anyone can sign with a key of their own.
`;
}

const KEYED_INPUTS = `
   In this pack inputs are numbered, and the hash of a small one is a pseudonym under a key, which no file has:
   whoever holds the internal pack can compare.`;

const UNSIGNED = `   This pack is not signed, so it does not show who sealed it. Whoever holds it can sign manifest.json:

${indented(`ssh-keygen -Y sign -n ${NAMESPACE} -f KEY < manifest.json > ../manifest.json.sig`)}

   and keep the signature beside the pack.
`;

function indented(lines: string): string {
  return lines
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}
