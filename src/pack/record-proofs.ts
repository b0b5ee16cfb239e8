import type { FindingsDocument } from '../evidence/findings-document.js';
import { includes, leafHash } from '../evidence/record-tree.js';
import type { RecordEntry } from '../evidence/records-entry.js';
import { disclosureProblems } from './disclosure.js';
import type { CheckOutcome, PackProblem } from './verify.js';

/**
 * Whether the cited records of a document lie in the trees of their inputs, and whether claims cite only records that
 * there are. Records without a hash are redacted, and their proofs are held back with it: what they disclose is checked against
 * the root over all cited records.
 * O(records × log n).
 */
export function checkRecords(document: FindingsDocument): CheckOutcome {
  const records = document.records ?? [];
  const trees = new Map((document.record_trees ?? []).map((tree) => [tree.input, tree]));
  const problems: PackProblem[] = [];
  const wrong = (problem: string) => problems.push({ file: 'findings.json', problem });
  let redacted = 0;
  for (const record of records) {
    const tree = trees.get(record.input);
    if (tree === undefined) wrong(`cites record ${record.id} of an input without a tree of records`);
    else if (record.proof.size !== tree.records)
      wrong(`proves record ${record.id} for a tree of another size`);
    else if (record.sha256 === null) redacted++;
    else if (!fits(record, record.sha256, tree.root))
      wrong(`holds record ${record.id}, which is not in its input's tree`);
  }
  const unsalted = records.find(
    ({ redacted, salt }) => redacted === undefined && !/^[0-9a-f]{32}$/.test(salt ?? ''),
  );
  if (unsalted !== undefined) wrong(`holds record ${unsalted.id} without a salt`);
  else for (const problem of disclosureProblems(document)) wrong(`does not hold: ${problem}`);
  const ids = new Set(records.map(({ id }) => id));
  if (ids.size < records.length) wrong('cites two records under one id');
  for (const group of document.groups) {
    for (const claim of group.claims ?? []) {
      const missing = claim.records.find((id) => !ids.has(id));
      if (missing !== undefined)
        wrong(`has claim ${claim.id} of ${group.id} cite ${missing}, which is not there`);
    }
  }
  return { check: 'records', holds: words(records.length, redacted), problems };
}

function fits({ id, proof }: RecordEntry, sha256: string, root: string): boolean {
  const leaf = leafHash(sha256);
  const [, digits] = /^R([0-9a-f]+)(?:-|$)/.exec(id) ?? [];
  return digits !== undefined && leaf.startsWith(digits) && includes(root, leaf, proof);
}

function words(records: number, redacted: number): string {
  if (records === 0) return 'none are cited';
  const proven = records - redacted;
  const rest =
    redacted === 0
      ? ''
      : `; what ${redacted} redacted ones disclose agrees with the root over all that are cited`;
  return `${proven} of ${records} cited records lie in the trees of their inputs${rest}`;
}
