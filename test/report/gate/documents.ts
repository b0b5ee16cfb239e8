import { type AccountLists, parseLists } from '../../../src/evidence/account-lists.js';
import { withBaseline } from '../../../src/evidence/baseline-entry.js';
import type { FindingsDocument } from '../../../src/evidence/findings-document.js';
import type { Gate } from '../../../src/evidence/gate.js';
import { withLists } from '../../../src/evidence/with-lists.js';
import type { GateRun } from '../../../src/report/gate/gate-run.js';
import { assessment, document, group, ingest, member, source } from '../../evidence/fixture.js';

export const WHO = { author: 'r.lin', added: '2026-05-01', expires: '2026-07-01' };

export function lists(known_good: object[], watch: object[] = []): AccountLists {
  return parseLists(JSON.stringify({ schema: 'stillhunt/lists/1', known_good, watch }), {
    name: 'lists.json',
    sha256: 'a'.repeat(64),
  });
}

/** As many alerts, of two members each; every second one P1, the others P3. */
export function alertsOf(count: number): FindingsDocument {
  const groups = Array.from({ length: count }, (_, i) =>
    group({
      id: `G-${(0xa000 + i).toString(16)}`,
      rank: i + 1,
      priority: i % 2 === 0 ? 'P1' : 'P3',
      members: [member(`acc_${i}_1`, 0.9, 20), member(`acc_${i}_2`, 0.8, 10)],
    }),
  );
  return document({ assessment: assessment({ groups }) });
}

/** The first alert suppressed, a member of the third group watched. */
export function listed(reason = 'own evaluation'): FindingsDocument {
  const found = document();
  return withLists(
    found,
    lists(
      [{ groups: [found.groups[0]!.id], ...WHO, reason }],
      [{ accounts: [found.groups[2]!.members[0]!.account_id], ...WHO, reason: `seen before: ${reason}` }],
    ),
    null,
  );
}

/** Three groups against a run in which the first was an alert, the second none, and in which there was another alert. */
export function compared(): FindingsDocument {
  const now = document();
  const [first, second, third, ...others] = now.groups;
  const before = {
    ...now,
    groups: [
      first!,
      { ...second!, alert: false },
      { ...third!, alert: true },
      ...others,
      {
        ...first!,
        id: 'G-901e',
        rank: 5,
        members: first!.members.map((each) => ({ ...each, account_id: `gone ${each.account_id}` })),
      },
    ],
  };
  return withBaseline(now, { document: before, sha256: 'b'.repeat(64) });
}

export function damaged(name = 'a.csv'): FindingsDocument {
  return document({ ingest: ingest({ sources: [source(`/srv/${name}`, { status: 'damaged' })] }) });
}

export function gateRun(findings: FindingsDocument, gates: readonly Gate[], partial = false): GateRun {
  return { document: findings, gates, partial, folder: 'evidence', open: 'evidence/report.html' };
}
