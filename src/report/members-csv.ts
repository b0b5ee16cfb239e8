import { csvRow } from '../evidence/csv-cell.js';
import type { GroupEntry } from '../evidence/findings-document.js';
import { FAMILIES } from '../link/evidence-family.js';

/** The accounts of a group, strongest first. */
export function* membersCsv(group: GroupEntry): Generator<string> {
  yield csvRow([
    ...['account_id', 'strength', 'share_of_requests', 'requests', 'input_tokens', 'output_tokens'],
    ...['first_seen', 'last_seen', 'watched'],
    ...FAMILIES.map((family) => `nats_${family}`),
  ]);
  for (const member of group.members) {
    yield csvRow([
      member.account_id,
      member.strength,
      member.share_of_requests ?? null,
      member.requests,
      member.input_tokens,
      member.output_tokens,
      member.first_time,
      member.last_time,
      member.watched === true,
      ...FAMILIES.map((family) => member.nats[family] ?? null),
    ]);
  }
}
