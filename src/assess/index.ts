import { max, mean, min, quantile, sum } from 'simple-statistics';
import { CATALOGUE } from '../facet/catalogue.js';
import type { FacetTable } from '../fingerprint/index.js';
import { FAMILIES, type Group, type Linking } from '../link/index.js';
import type { Field } from '../record/usage-record.js';
import { accountTraits } from './account-traits.js';
import { alertConditions, anonymous, falseDiscoveryCondition, scoreNeeded } from './alert-conditions.js';
import type { Calibration } from './calibration.js';
import { falseDiscoveryLimit } from './false-discovery.js';
import { type RankedFinding, withFigures } from './figures/with-figures.js';
import type { Assessment, EvidenceFamily, FamilyEvidence, GroupFinding, Statistic } from './finding.js';
import { groupId } from './group-id.js';
import { GroupReader, type GroupTraits } from './group-traits.js';
import { indicators } from './indicators.js';
import type { LogView } from './measure/measure.js';
import { groupMembers } from './members.js';
import { MixtureReader } from './mixture.js';
import { measuresAside, type Residual, residualsOf } from './residual.js';
import { scoreOf } from './score.js';
import { sharedValues } from './shared-values.js';
import { calibrationFor } from './shipped-reference.js';
import {
  ALERT_MIN_ACCOUNTS,
  FALSE_DISCOVERY_RATE,
  FIRST_NATS,
  FIRST_SHARE,
  MODERATE_FAMILIES,
  SPEAKS_NATS,
} from './thresholds.js';
import { weaknesses } from './weaknesses.js';

/** Fields of which a family needs at least one. */
export const NEEDS: Readonly<Record<EvidenceFamily, readonly Field[]>> = {
  content: ['prompt', 'system_prompt'],
  lengths: ['input_tokens', 'output_tokens'],
  settings: ['model', 'endpoint', 'user_agent', 'max_tokens', 'temperature', 'stream'],
  infrastructure: ['ip', 'device', 'asn', 'country'],
  payment: ['payment', 'org', 'api_key'],
  timing: ['time'],
  volume: ['time'],
};

/**
 * Tests every group: what speaks for one operator, which signs of output harvesting hold, what each standing
 * alternative leaves unexplained, and what weakens the finding. Alerts come first, then by score. Deterministic.
 * @param calibration What scores are worth; null for none. By default what ships for logs with such columns.
 * @param figures Whether the first groups come with what their charts show, which nothing else is decided by.
 */
export function assess(
  table: FacetTable,
  linking: Linking,
  calibration: Calibration | null = calibrationFor(table.fields),
  figures = true,
): Assessment {
  const traits = accountTraits(table);
  const read = new GroupReader(table, traits, linking.data);
  const all = read.wholeLog();
  const requests = table.totals.requests.reduce((sum, n) => sum + n, 0);
  const perDay = Array.from(traits.requestsPerDay).filter((x) => !Number.isNaN(x));
  const busiest = perDay.length === 0 ? Number.NaN : quantile(perDay, 0.99);
  const view: LogView = { table, data: linking.data, traits };
  const residuals = residualsOf(view);
  const mixture = new MixtureReader(table);
  const log: Log = { read, mixture, all, requests, busiest, residuals, calibration };
  const assessed = linking.groups.map((group) => assessGroup(table, linking, group, log));
  const groups = assessed.map(({ finding }) => finding);
  const ranked = controlled(groups, calibration)
    .map((finding, g) => ({ ...assessed[g]!, finding }))
    .sort(
      ({ finding: x }, { finding: y }) =>
        Number(y.alert) - Number(x.alert) ||
        y.score - x.score ||
        y.accounts - x.accounts ||
        (x.id < y.id ? -1 : 1),
    )
    .map((each, i) => ({ ...each, finding: { ...each.finding, rank: i + 1 } }));
  return {
    groups: figures ? withFigures(view, ranked, calibration) : ranked.map(({ finding }) => finding),
    tested: groups.length,
    controlled: groups.filter(({ accounts }) => accounts >= ALERT_MIN_ACCOUNTS).length,
    accounts: table.accounts.length,
    requests,
    firstTime: least(table.totals.firstTime),
    lastTime: most(table.totals.lastTime),
    standingAside: [
      ...CATALOGUE.map(({ name, needs }) => ({
        facet: name,
        missing: needs.filter((anyOf) => !anyOf.some((field) => table.fields.has(field))).flat(),
      })).filter(({ missing }) => missing.length > 0),
    ],
    measuresAside: measuresAside(table.fields),
  };
}

/** What groups are compared with. */
interface Log {
  readonly read: GroupReader;
  readonly mixture: MixtureReader;
  /** The traits of all accounts, as if they were one group. */
  readonly all: GroupTraits;
  readonly requests: number;
  /** Requests per active day that one account in a hundred exceeds. */
  readonly busiest: number;
  readonly residuals: (members: readonly number[]) => Residual[];
  /** Null where no reference groups were made with columns like these. */
  readonly calibration: Calibration | null;
}

/** The groups after the control of false discoveries; without calibration there is none. */
function controlled(groups: readonly GroupFinding[], calibration: Calibration | null): GroupFinding[] {
  if (calibration === null) return [...groups];
  // Groups that are too small to alert are no tests, as the reference has none of them.
  const tested = groups.filter(({ accounts }) => accounts >= ALERT_MIN_ACCOUNTS);
  const chances = tested.map(({ score }) => calibration.exceeded(score));
  const limit = falseDiscoveryLimit(chances, FALSE_DISCOVERY_RATE);
  const chanceOf = new Map(tested.map((group, g) => [group, chances[g]!]));
  return groups.map((group) => {
    const condition = falseDiscoveryCondition(chanceOf.get(group) ?? null, limit);
    const conditions = [...group.conditions, condition];
    if (condition.holds) return { ...group, conditions };
    return { ...group, conditions, alert: false, verdict: verdictWithout(group) };
  });
}

function verdictWithout({ verdict }: GroupFinding): GroupFinding['verdict'] {
  return verdict === 'operation-hypothesis' ? 'undecided' : verdict;
}

function assessGroup(table: FacetTable, { data }: Linking, group: Group, log: Log): RankedFinding {
  const { all, calibration } = log;
  const traits = log.read.group(group.members);
  const found = log.residuals(group.members);
  const members = groupMembers(table, data, group, log.mixture);
  const evidence = familyEvidence(table, group, members, found);
  const { alternatives, strongest, score } = scoreOf(found, scoreNeeded(evidence), table.fields);
  const signs = indicators(traits, all, log.busiest);
  const calibrated = calibration === null ? null : calibration.support(score);
  const conditions = alertConditions({
    accounts: traits.size,
    requests: traits.requests,
    score,
    support: { calibrated },
    evidence,
    indicators: signs,
  });
  const alert = conditions.every(({ holds }) => holds);
  const firstTime = min(members.map((m) => m.firstTime));
  const lastTime = max(members.map((m) => m.lastTime));
  const share = traits.requests / log.requests;
  const explained = alternatives.some(({ verdict }) => verdict === 'explains');
  const nats = evidence.reduce((n, family) => n + family.nats, 0);
  const finding: GroupFinding = {
    id: groupId(group.members.map((a) => table.accounts[a]!)),
    rank: 0,
    alert,
    conditions,
    verdict: alert ? 'operation-hypothesis' : explained ? 'explained' : 'undecided',
    priority: priority(alert, score, share),
    accounts: traits.size,
    requests: traits.requests,
    inputTokens: sum(members.map((m) => m.inputTokens)),
    outputTokens: sum(members.map((m) => m.outputTokens)),
    firstTime,
    lastTime,
    shareOfRequests: share,
    support: { nats, calibrated },
    confidence: confidence(evidence, traits),
    score,
    evidence,
    indicators: signs,
    alternatives,
    strongestAlternative: strongest?.id ?? null,
    weaknesses: weaknesses(
      table.fields,
      traits,
      evidence,
      signs,
      strongest,
      alternatives,
      members.map((m) => m.strength),
      calibrated !== null,
    ),
    shared: sharedValues(table, data, group.members),
    members,
  };
  return { finding, found, accounts: group.members };
}

function familyEvidence(
  table: FacetTable,
  group: Group,
  members: GroupFinding['members'],
  found: readonly Residual[],
): FamilyEvidence[] {
  return FAMILIES.map((family, f) => {
    const available = NEEDS[family].some((field) => table.fields.has(field));
    if (!available) return { family, available, nats: 0, statistics: [] };
    const showing: Statistic = {
      name: 'members-showing',
      value: group.kept[f]!,
      baseline: group.common[f]!,
      unit: 'share',
      n: members.length,
    };
    const statistics = [
      showing,
      ...found.filter((r) => r.family === family).map(({ statistic }) => statistic),
    ];
    return { family, available, nats: mean(members.map(({ nats }) => nats[family] ?? 0)), statistics };
  });
}

/** Look first: alerts by their share of the log and margin, the rest by nearness to one. */
function priority(alert: boolean, score: number, share: number): GroupFinding['priority'] {
  if (alert) return share >= FIRST_SHARE || score >= FIRST_NATS ? 'P1' : 'P2';
  return score >= 0 ? 'P3' : 'P4';
}

/** The checklist of analytic confidence that can be answered from the log; high also needs calibration. */
function confidence(evidence: readonly FamilyEvidence[], traits: GroupTraits): GroupFinding['confidence'] {
  if (anonymous(evidence)) return 'low';
  const speaking = evidence.filter(({ nats }) => nats >= SPEAKS_NATS).length;
  return speaking >= MODERATE_FAMILIES && traits.size >= ALERT_MIN_ACCOUNTS ? 'moderate' : 'low';
}

function least(values: Float64Array): number {
  return values.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY);
}

function most(values: Float64Array): number {
  return values.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
}
