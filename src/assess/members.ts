import type { FacetTable } from '../fingerprint/index.js';
import { belonging, FAMILIES, type Group, type LinkData } from '../link/index.js';
import type { EvidenceFamily, Member } from './finding.js';
import type { MixtureReader } from './mixture.js';

/**
 * The members of a group with the evidence that each belongs to it, strongest first (ties by account id). Strength
 * is the posterior e^x / (1 + e^x), x being the evidence plus the prior log-odds of the group's share of the log.
 */
export function groupMembers(
  table: FacetTable,
  data: LinkData,
  group: Group,
  mixture: MixtureReader,
): Member[] {
  const shares = mixture.shares(group.members);
  const scratch = new Float64Array(FAMILIES.length);
  const prior = Math.log(Math.max(group.members.length - 1, 1) / data.accounts);
  const members = group.members.map((a, i): Member => {
    const total = belonging(data, a, group, scratch) + prior;
    const nats: Partial<Record<EvidenceFamily, number>> = {};
    FAMILIES.forEach((family, f) => {
      nats[family] = scratch[f]!;
    });
    return {
      accountId: table.accounts[a]!,
      shareOfRequests: shares === null ? null : shares[i]!,
      strength: 1 / (1 + Math.exp(-total)),
      requests: table.totals.requests[a]!,
      inputTokens: table.totals.inputTokens[a]!,
      outputTokens: table.totals.outputTokens[a]!,
      firstTime: table.totals.firstTime[a]!,
      lastTime: table.totals.lastTime[a]!,
      nats,
    };
  });
  return members.sort((x, y) => y.strength - x.strength || (x.accountId < y.accountId ? -1 : 1));
}
