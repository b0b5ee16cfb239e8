import { createHash } from 'node:crypto';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import { leafHash, RecordTree } from '../../src/evidence/record-tree.js';
import type { RecordEntry } from '../../src/evidence/records-entry.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The document with `size` records in the tree of its first input, of which its first group cites three. */
export function citing(document: FindingsDocument, size = 100): FindingsDocument {
  const [input] = document.inputs;
  const [group, ...others] = document.groups;
  const tree = new RecordTree();
  const cited = [3, 17, size - 1];
  const rows = Array.from({ length: size }, (_, i) => `row ${i}`);
  const leaves = rows.map((row, i) =>
    cited.includes(i) ? tree.add(sha256(row), true) : tree.add(sha256(row)),
  );
  const records = cited
    .map((at): RecordEntry => {
      const hash = sha256(rows[at]!);
      return {
        id: `R${leafHash(hash).slice(0, 16)}`,
        input: input!.name,
        byte_offset: at * 10,
        byte_length: 9,
        line: at + 2,
        sha256: hash,
        of: 'bytes',
        fields: {
          time: '2026-05-01T10:00:00.000000Z',
          account: group!.members[0]!.account_id,
          model: 'm-large',
          ip: '203.0.113.77',
          asn: 'AS64500',
          output_tokens: 2_048 + at,
          prompt: sha256('a prompt'),
        },
        salt: sha256(`salt ${at}`).slice(0, 32),
        proof: tree.proof(leaves[at]!),
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const claims = [
    {
      id: 'C1',
      family: 'infrastructure' as const,
      about: { facet: 'network', value: '203.0.113.0/24' },
      contributing: 40,
      records: records.map(({ id }) => id),
    },
  ];
  return {
    ...document,
    records,
    records_note: null,
    record_trees: [{ input: input!.name, records: size, root: tree.root() }],
    groups: [{ ...group!, claims }, ...others],
  };
}
