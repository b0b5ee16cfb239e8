import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';

import type { ClaimEntry, RecordEntry } from '../evidence/records-entry.js';
import { jsonRecord } from './exchange/json-record.js';

/**
 * The claims of a group as JSON lines: each number with the records that show it, their places and hashes. Records that
 * contribute and are not cited are counted.
 */
export function* claimLines(group: GroupEntry, { records = [] }: FindingsDocument): Generator<string> {
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const claim of group.claims ?? []) {
    const { id, family, about, contributing } = claim;
    const cited = claim.records.map((record) => byId.get(record)).filter((record) => record !== undefined);
    const line = {
      group: group.id,
      claim: id,
      family,
      about,
      finding: finding(group, claim),
      contributing,
      not_cited: contributing - cited.length,
      records: cited.map(provenance),
    };
    yield `${jsonRecord(line)}\n`;
  }
}

/** What the group has of it; null where the group says no more of it. */
function finding({ evidence, shared }: GroupEntry, { family, about }: ClaimEntry): object | null {
  if ('facet' in about) {
    const found = shared.find(({ facet, value }) => facet === about.facet && value === about.value);
    return found === undefined ? null : { members: found.members, accounts: found.accounts };
  }
  const statistics = evidence.find((one) => one.family === family)?.statistics ?? [];
  const found = statistics.find(({ name }) => name === about.statistic);
  if (found === undefined) return null;
  const { value, baseline, unit, n } = found;
  return { value, baseline, unit, n };
}

function provenance(record: RecordEntry): object {
  const { id, input, byte_offset, byte_length, line, of, sha256 } = record;
  return { id, input, byte_offset, byte_length, line, of, sha256 };
}

/** All cited records as JSON lines, in order of their ids. */
export function* citedRecords({ records = [] }: FindingsDocument): Generator<string> {
  for (const record of records) yield `${jsonRecord(record)}\n`;
}
