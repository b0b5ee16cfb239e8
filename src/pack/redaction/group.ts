import type { ConfidenceCheckEntry } from '../../evidence/confidence-entry.js';
import type {
  AlertConditionEntry,
  AlternativeEntry,
  EvidenceEntry,
  GroupEntry,
  IndicatorEntry,
  MemberEntry,
  SupportEntry,
} from '../../evidence/findings-document.js';
import type { ClaimEntry } from '../../evidence/records-entry.js';
import { shownValue } from '../../pseudonym/shown-value.js';
import { isStatistic } from '../../report/statistic-words.js';
import { isIndicator, isWeakness } from '../../report/wording.js';
import { sinceBaseline } from './baseline.js';
import {
  account,
  alternative,
  facet,
  family,
  group,
  isFamily,
  ofFacet,
  priority,
  statistics,
  verdict,
} from './entry-parts.js';
import { figures } from './figures.js';
import { groupLists } from './lists.js';
import {
  byKey,
  choice,
  figure,
  leftOut,
  list,
  object,
  orNull,
  own,
  type Redaction,
  type Rule,
  rule,
  time,
} from './rule.js';

const claim = object<ClaimEntry>({
  id: own((id) => /^C\d{1,9}$/.test(id)),
  family,
  about: rule('code-or-keyed', (about, to) =>
    'facet' in about
      ? { facet: facet.show(about.facet, to, about)!, value: shownValue(about.facet, about.value, to) }
      : { statistic: own(isStatistic).show(about.statistic, to, about)! },
  ),
  contributing: figure(),
  records: list(rule('keyed', (id, { recordIds }) => recordIds.get(id))),
});

const member = object<MemberEntry>({
  account_id: account,
  strength: figure(),
  share_of_requests: figure(),
  requests: figure(),
  input_tokens: figure(),
  output_tokens: figure(),
  first_time: time(),
  last_time: time(),
  nats: byKey<number>(isFamily, figure()) as Rule<MemberEntry['nats']>,
  founder: figure(),
  watched: figure(),
});

/** How a group is shown; records and charts to a partner alone. */
export function groupRule(profile: Redaction['profile']): Rule<GroupEntry> {
  return object<GroupEntry>({
    id: group,
    rank: figure(),
    rank_without_lists: figure(),
    alert: figure(),
    since_baseline: sinceBaseline,
    lists: groupLists,
    alert_conditions: list(
      object<AlertConditionEntry>({
        name: choice({
          accounts: true,
          requests: true,
          binding: true,
          score: true,
          'ratio-low': true,
          signs: true,
          coverage: true,
          'false-discovery': true,
          'not-known-good': true,
        }),
        value: figure(),
        needed: figure(),
        holds: figure(),
      }),
    ),
    verdict,
    priority,
    accounts: figure(),
    requests: figure(),
    input_tokens: figure(),
    output_tokens: figure(),
    first_time: time(),
    last_time: time(),
    span_hours: figure(),
    share_of_requests: figure(),
    requests_per_account_day: figure(),
    support: object<SupportEntry>({
      nats: figure(),
      calibrated: orNull(
        object<NonNullable<SupportEntry['calibrated']>>({
          ratio: figure(),
          low: figure(),
          high: figure(),
          cap: figure(),
          references: figure(),
          chance: figure(),
          expected_by_chance: figure(),
        }),
      ),
    }),
    confidence: choice({ low: true, moderate: true, high: true }),
    confidence_checks: list(
      object<ConfidenceCheckEntry>({
        check: choice({
          'families-speaking': true,
          'accounts-enough': true,
          'key-columns': true,
          'rows-accepted': true,
          'inputs-complete': true,
          'members-firm': true,
          'reference-of-this-population': true,
          'stable-without-any-family': true,
        }),
        holds: figure(),
        value: figure(),
        needs: figure(),
      }),
    ),
    score: figure(),
    families: object({ supporting: figure(), available: figure() }),
    evidence: list(object<EvidenceEntry>({ family, available: figure(), nats: figure(), statistics })),
    indicators: list(
      object<IndicatorEntry>({
        name: own(isIndicator),
        verdict: choice({
          holds: true,
          'nearly holds': true,
          'does not hold': true,
          'not testable': true,
        }),
        statistics,
      }),
    ),
    alternatives: list(
      object<AlternativeEntry>({
        id: alternative,
        verdict: choice({
          explains: true,
          'leaves-residual': true,
          'nothing-to-explain': true,
          'not-testable': true,
        }),
        residual_nats: figure(),
        explained: list(family),
        statistics,
      }),
    ),
    strongest_alternative: orNull(alternative),
    weaknesses: list(object<GroupEntry['weaknesses'][number]>({ code: own(isWeakness), statistics })),
    shared: list(
      object<GroupEntry['shared'][number]>({ facet, value: ofFacet, members: figure(), accounts: figure() }),
    ),
    figures: profile === 'partner' ? figures : leftOut(),
    claims: profile === 'partner' ? list(claim) : leftOut(),
    members: list(member),
  });
}
