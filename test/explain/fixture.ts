import type { FindingsDocument } from '../../src/evidence/findings-document.js';
import type { ClaimEntry, RecordEntry } from '../../src/evidence/records-entry.js';
import type { AccountTraffic, Searched } from '../../src/explain/subject.js';
import { assessment, document, group, member } from '../evidence/fixture.js';

function record(id: string, account: string, line: number): RecordEntry {
  return {
    id,
    input: 'april.csv.gz',
    byte_offset: 190 * line,
    byte_length: 180,
    line,
    sha256: id.padEnd(64, '0').slice(0, 64),
    of: 'bytes',
    fields: { time: '2026-04-22T07:00:00.000000Z', account },
    salt: '0'.repeat(32),
    proof: { leaf: line, size: 1_000, path: [] },
  };
}

/** The fixture's groups with claims and records; two more groups that share an account, and one of them two values. */
export function cited(): FindingsDocument {
  const base = document({
    assessment: assessment({
      groups: [
        ...assessment().groups,
        group({
          id: 'G-0002',
          rank: 5,
          alert: false,
          verdict: 'undecided',
          priority: 'P4',
          score: -0.5,
          shared: [
            { facet: 'network', value: '203.0.113.0/24', members: 2, accounts: 29 },
            {
              facet: 'system_prompt',
              value: 'You are a helpful assistant | `quiz`',
              members: 1,
              accounts: 31,
            },
          ],
          members: [member('acc_1000', 0.95, 12), member('acc_5', 0.6, 300), member('acc_x', 0.4, 3)],
        }),
      ],
    }),
  });
  const claims: ClaimEntry[] = [
    {
      id: 'C1',
      family: 'infrastructure',
      about: { facet: 'network', value: '203.0.113.0/24' },
      contributing: 1_204,
      records: ['R0a', 'R0b'],
    },
    {
      id: 'C2',
      family: 'lengths',
      about: { statistic: 'length-agreement' },
      contributing: 4_811,
      records: ['R0c'],
    },
  ];
  const [first, ...others] = base.groups;
  return {
    ...base,
    records: [
      record('R0a', 'acc_1000', 17),
      record('R0b', 'acc_1001', 4_812),
      record('R0c', 'acc_1000', 88_112),
    ],
    groups: [{ ...first!, claims }, ...others],
  };
}

/** Looked up in the document alone, or with accounts of the log beside it. */
export function searched(
  findings: FindingsDocument,
  accounts: Readonly<Record<string, AccountTraffic>> | null = null,
): Searched {
  const known = accounts === null ? null : new Map(Object.entries(accounts));
  return { document: findings, file: 'case/findings.json', accounts: () => Promise.resolve(known) };
}
