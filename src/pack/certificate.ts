import type { FindingsDocument } from '../evidence/findings-document.js';
import { visible } from '../evidence/hidden-characters.js';
import type { Ed25519Key } from './ed25519-key.js';
import { markingLine, type Statement } from './statement.js';

/** What the certificate refers to. */
export interface CertificateSources {
  readonly document: FindingsDocument;
  readonly statement: Statement;
  readonly signer: Ed25519Key | null;
  readonly findingsSha256: string;
  readonly settingsSha256: string;
}

const INPUTS_LISTED = 40;
const BLANK = '______________________________';

/**
 * certificate.txt: a draft statement for a qualified person, in the manner of Federal Rules of Evidence 902(13) and (14).
 * It says only what the program did and leaves blank what a person must know; nothing in it is signed or sworn.
 */
export function certificateText(sources: CertificateSources): string {
  const { document, statement, signer, findingsSha256, settingsSha256 } = sources;
  const { caseId, examiner, organisation, at } = statement;
  const stated = (value: string | null) => (value === null ? BLANK : visible(value));
  return `${markingLine(statement)}DRAFT STATEMENT OF A QUALIFIED PERSON

This is a draft. It has no effect until a person who knows the facts has checked it, completed the blanks, struck
out what does not hold, and signed it. It follows the manner of Federal Rules of Evidence 902(13) and 902(14);
whether it serves in a proceeding, and in which form, is for counsel to say. It is no legal advice.

Case: ${stated(caseId)}

1. Person
   Name: ${stated(examiner)}
   Organisation: ${stated(organisation)}
   Position: ${BLANK}
   Training and experience that qualify me: ${BLANK}

2. Items examined
   ${document.inputs.length === 1 ? 'One input' : `${document.inputs.length} inputs`}, opened for reading only. stillhunt took these SHA-256 in the same pass in which it read:

${inputLines(document)}

   How and when they came to me, and from whom: ${BLANK}
   ${acquisition(statement)}

3. Process
   stillhunt ${visible(document.tool.version)} read ${document.rows.read} rows: ${document.rows.accepted} were accepted, ${document.rows.quarantined} refused
   and ${document.rows.filtered} filtered out. Settings, by the SHA-256 of their canonical form:
      ${settingsSha256}
   It wrote findings.json, of which every other view in the pack is made:
      ${findingsSha256}
   Date of the examination: ${stated(at)}
   The process is meant to give the same bytes for the same inputs, settings and version.
   [ ] I ran it again on ____________ and obtained a manifest.json with the SHA-256 stated in 4.

4. Identification of the pack
   SHA-256 of manifest.json, taken by me with: sha256sum manifest.json
      ${BLANK}${BLANK}
   ${
     signer === null
       ? 'The pack is not signed.'
       : `The pack says that manifest.json was signed by the key ${signer.fingerprint}
   [ ] This key is mine, or I know whose it is: ${BLANK}`
   }
   [ ] I made the checks of VERIFY.txt on ____________; their outcome: ${BLANK}

5. Limits
   A group is a set of accounts that behave as one source, by the statistics and with the likelihood ratios that
   the report states. The findings do not identify a person, an organisation or a purpose. What was not read,
   what could not be tested and what weakens a finding is in report.md, coverage.json and findings.json.
   Limits known to me beyond these: ${BLANK}

6. Declaration
   (to be worded by the signer under the law that applies)
   ${BLANK}${BLANK}

   Place and date: ${BLANK}

   Signature: ${BLANK}
`;
}

function inputLines({ inputs }: FindingsDocument): string {
  const lines = inputs.slice(0, INPUTS_LISTED).map(({ name, sha256, archive }) => {
    const of =
      archive === null ? '' : `\n      in the archive ${visible(archive.name)}\n      ${archive.sha256}`;
    return `      ${visible(name)}\n      ${sha256}${of}`;
  });
  const rest = inputs.length - lines.length;
  if (rest > 0) lines.push(`      and ${rest} more, which manifest.json lists under "inputs"`);
  return lines.join('\n\n');
}

function acquisition({ acquired }: Statement): string {
  if (acquired.length === 0) {
    return `[ ] I compared these hashes with those taken when the items were acquired, by ${BLANK}`;
  }
  return `Hashes stated for the acquisition of ${acquired.length === 1 ? 'one file' : `${acquired.length} files`} agree with those read; manifest.json
   lists them under "stated". They were taken by: ${BLANK}`;
}
