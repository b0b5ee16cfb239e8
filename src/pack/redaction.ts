import type { BaselineEntry, SinceBaselineEntry } from '../evidence/baseline-entry.js';
import type { ConfidenceCheckEntry } from '../evidence/confidence-entry.js';
import type { DisclosureEntry, PseudonymisedEntry } from '../evidence/disclosure-entry.js';
import type { ErrorRateEntry, ErrorRatesEntry, MeasuredWeek } from '../evidence/error-rates-entry.js';
import type {
  ActivityRowEntry,
  Compared,
  FacetComparisonEntry,
  FiguresEntry,
  TwinRowEntry,
} from '../evidence/figures-entry.js';
import type {
  AlertConditionEntry,
  AlternativeEntry,
  Configuration,
  CoverageEntry,
  EvidenceEntry,
  FindingsDocument,
  GroupEntry,
  IndicatorEntry,
  InputEntry,
  MemberEntry,
  QuarantineEntry,
  StatisticEntry,
  SupportEntry,
  WindowEntry,
} from '../evidence/findings-document.js';
import type { FloorCellEntry, FloorDisguiseEntry, FloorEntry } from '../evidence/floor-entry.js';
import { FLOOR_NOT_RUN, FLOOR_RUN } from '../evidence/floor-entry.js';
import type { GroupListsEntry, ListReasonEntry, ListsEntry } from '../evidence/lists-entry.js';
import type { ClaimEntry, RecordEntry, RecordTreeEntry } from '../evidence/records-entry.js';
import {
  GROUP_CHANGES,
  type GroupChangeClass,
  type GroupSideEntry,
  type RunCaveatCode,
} from '../evidence/run-difference.js';
import { isCitationNote } from '../evidence/with-citations.js';
import { CATALOGUE } from '../facet/catalogue.js';
import { PROFILES as LOG_PROFILES, QUARANTINE_REASONS } from '../ingest/index.js';
import { FAMILIES } from '../link/evidence-family.js';
import type { Pseudonyms } from '../pseudonym/pseudonym.js';
import { shownValue } from '../pseudonym/shown-value.js';
import { FIELDS } from '../record/usage-record.js';
import { isStatistic } from '../report/statistic-words.js';
import { isIndicator, isWeakness } from '../report/wording.js';
import { redactedRecords } from './disclosure.js';
import {
  byKey,
  choice,
  figure,
  keyed,
  keyedHash,
  leftOut,
  list,
  numbered,
  object,
  orNull,
  own,
  type Redaction,
  type Rule,
  rule,
  time,
  withheld,
} from './redaction-rules.js';

/** Fewer records than these could be guessed as a whole, and confirmed by their hash: two unknown bits in each make 128. */
const ROWS_TO_SHOW_HASH = 64;

/**
 * The document as a partner or a pipeline may have it. Pure: the same document, profile and key give the same bytes, and
 * every view that is made of the result keeps back the same. Fields that the rules do not name are left out. The
 * document must hold everything. O(size of the document), one HMAC-SHA-256 for each different text of a kind.
 */
export function redacted(
  document: FindingsDocument,
  profile: Redaction['profile'],
  pseudonyms: Pseudonyms,
): FindingsDocument {
  if (document.disclosure !== undefined) throw new Error('the document was made for a profile already');
  const number = numbering();
  for (const { name } of document.inputs) number('input', name); // in their order, whoever names them first
  const known = remembered(pseudonyms);
  const groupIds = groupIdsOf(document, pseudonyms);
  const bare: Redaction = { profile, pseudonyms: known, number, groupIds, recordIds: new Map() };
  const cited =
    profile === 'partner' && !guessable(document)
      ? redactedRecords(document, bare, showsRoot(document))
      : null;
  const to: Redaction = { ...bare, recordIds: cited?.ids ?? bare.recordIds };
  const rules = documentRule(profile);
  const shown = rules.show(document, to, {})!;
  const { schema, tool, ...rest } = shown;
  const disclosure: DisclosureEntry = {
    profile,
    key_id: pseudonyms.keyId,
    fields: rules.fields('').filter(({ field }) => field !== 'disclosure'),
    linkable: LINKABLE[profile],
  };
  return { schema, tool, disclosure, ...withRecords(rest, document, cited?.records ?? null) };
}

const ID_DIGITS = 8;

/**
 * Ids as long as those of full documents, longer where two would agree. A group's own id is a hash of the names of its
 * members, which could be guessed at.
 */
function groupIdsOf(document: FindingsDocument, { digest }: Pseudonyms): ReadonlyMap<string, string> {
  const { groups, baseline: earlier } = document;
  const own = groups.flatMap(({ id, since_baseline: since }) => [id, ...(since?.before ?? [])]);
  const ids = [...own, ...(earlier?.gone ?? []).map(({ id }) => id)];
  const digests = new Map(ids.map((id) => [id, digest('group', id)]));
  const heads = countsOf([...digests.values()].map((each) => each.slice(0, ID_DIGITS)));
  const shown = (each: string) => each.slice(0, heads.get(each.slice(0, ID_DIGITS)) === 1 ? ID_DIGITS : 32);
  return new Map([...digests].map(([id, each]) => [id, `G-${shown(each)}`]));
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Salts of records come from all rows of a run; where these are few, whoever knows most of them could try the rest. */
function guessable({ record_trees: trees = [] }: FindingsDocument): boolean {
  return trees.reduce((sum, { records }) => sum + records, 0) < ROWS_TO_SHOW_HASH;
}

/** What is cited, where something is and may be shown. */
function withRecords<T extends Pick<FindingsDocument, 'records_root' | 'records_note'>>(
  shown: T,
  document: FindingsDocument,
  records: readonly RecordEntry[] | null,
): T {
  if (document.records === undefined) return shown;
  if (records !== null) return { ...shown, records };
  const { records_root: _, ...rest } = shown;
  return { ...(rest as T), records_note: RECORDS_KEPT_BACK };
}

const RECORDS_KEPT_BACK = 'Records are cited in the full findings, and kept back here.';

function showsRoot({ record_trees: trees = [] }: FindingsDocument): (input: string) => boolean {
  const large = new Set(
    trees.filter(({ records }) => records >= ROWS_TO_SHOW_HASH).map(({ input }) => input),
  );
  return (name) => large.has(name);
}

/** What a reader with other knowledge can still link. */
const LINKABLE: Readonly<Record<Redaction['profile'], readonly string[]>> = {
  partner: [
    'Pseudonyms under one key are the same in every pack, so that packs can be joined by them.',
    'Times, counts of requests and tokens, network prefixes, autonomous systems and countries are exact: whoever has another log of the same requests can join both by them.',
    'A network or an autonomous system that one organisation runs points to that organisation.',
    'Hashes and sizes of inputs with 64 accepted rows or more are shown: whoever has such a file can recognise it.',
    'Lists keep their order, which between equals is that of the names.',
    'Commitments to cited records are the same in every pack of the same inputs, whatever the key.',
  ],
  ci: [
    'Pseudonyms under one key are the same in every pack, so that packs can be joined by them.',
    'Times and counts of requests and tokens are exact: whoever has another log of the same requests can join both by them.',
    'Lists keep their order, which between equals is that of the names.',
    'Hashes and sizes of inputs with 64 accepted rows or more are shown: whoever has such a file can recognise it.',
  ],
};

function numbering(): Redaction['number'] {
  const kinds = new Map<string, Map<string, string>>();
  return (kind, text) => {
    const known = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, known);
    const name = known.get(text) ?? `${kind}-${known.size + 1}`;
    known.set(text, name);
    return name;
  };
}

/** An account stands in many places; its pseudonym is worked out once. */
function remembered({ of, ...rest }: Pseudonyms): Pseudonyms {
  const known = new Map<string, string>();
  return {
    ...rest,
    of: (kind, text) => {
      const key = `${kind}\0${text}`;
      const name = known.get(key) ?? of(kind, text);
      known.set(key, name);
      return name;
    },
  };
}

const account = keyed('account');
const group = rule<string>('keyed', (id, { groupIds }) => groupIds.get(id));
const input = numbered('input');

/** The value of the facet that its object names. */
const ofFacet = rule<string>('code-or-keyed', (value, to, within) =>
  shownValue('facet' in within ? String(within.facet) : '', value, to),
);

const FACETS: ReadonlySet<string> = new Set([
  ...CATALOGUE.map(({ name }) => name),
  ...['network', 'input_length', 'output_length'],
]);
const facet = own<string>((name) => FACETS.has(name));
const field = own<string>((name) => (FIELDS as readonly string[]).includes(name));
/** As stillhunt writes units; one that a statistic of another name has is withheld with the name. */
const UNIT = /^[a-z]{0,16}(?:\/[a-z]{1,16}){0,2}$/;
const isField = (key: string) => (FIELDS as readonly string[]).includes(key);
const isFamily = (key: string) => (FAMILIES as readonly string[]).includes(key);

const statistic = object<StatisticEntry>({
  name: own(isStatistic),
  value: figure(),
  baseline: figure(),
  unit: rule('own-words-only', (unit, _, within) =>
    'name' in within && isStatistic(String(within.name)) && UNIT.test(unit) ? unit : 'units',
  ),
  n: figure(),
});
const statistics = list(statistic);

const family = choice<GroupEntry['evidence'][number]['family']>({
  content: true,
  lengths: true,
  settings: true,
  infrastructure: true,
  payment: true,
  timing: true,
  volume: true,
});
const alternative = choice<AlternativeEntry['id']>({
  H2: true,
  H3: true,
  H4: true,
  H5: true,
  H6: true,
  H7: true,
  H8: true,
  H9: true,
  H10: true,
});
const disguise = choice<FloorCellEntry['disguise']>({ plain: true, careful: true });

/** Clear where as many rows as make it no guess are behind it, else keyed; `rows` of what holds the hash. */
function hashOfRows<T extends object>(kind: string, rows: (within: T) => number): Rule<string> {
  return rule('code-or-keyed', (sha256, { pseudonyms }, within) =>
    rows(within as T) >= ROWS_TO_SHOW_HASH && /^[0-9a-f]{64}$/.test(sha256)
      ? sha256
      : pseudonyms.digest(kind, sha256),
  );
}

const rows = object<FindingsDocument['rows']>({
  read: figure(),
  accepted: figure(),
  quarantined: figure(),
  filtered: figure(),
});

const LOG_PROFILE_IDS: ReadonlySet<string> = new Set([
  ...LOG_PROFILES.map(({ id }) => id),
  ...['generic', 'map'],
]);
const logProfile = own<string>((id) => LOG_PROFILE_IDS.has(id));
/** Words of the program for formats, delimiters and compression: short, and of no log. */
const FORMATS: ReadonlySet<string> = new Set([
  ...['csv', 'json-lines', 'json', 'text', 'parquet', 'arrow'],
  ...['none', 'gzip', 'zstd'],
  ...[',', ';', '\t', '|'],
]);
const format = own<string>((word) => FORMATS.has(word));

/** How logs were read. */
const reading = {
  columns: byKey<string>(isField, withheld()),
  constants: byKey<string>(
    isField,
    rule('code-or-keyed', (value, to, within) =>
      shownValue('key' in within ? String(within.key) : '', value, to),
    ),
  ),
  timezone: withheld<string | null>(),
  profile: logProfile,
  map: object<NonNullable<Configuration['map']>>({ file: withheld(), sha256: keyedHash('map') }),
  epoch: time<string>(),
};

const configuration = object<Configuration>({
  ...reading,
  max_quarantine_percent: figure(),
  reference: object({
    inputs: list(object({ name: numbered('reference'), sha256: keyedHash('reference') })),
    accounts: figure(),
    requests: figure(),
    groups: figure(),
    used: figure(),
  }),
  citations: figure(),
  readings: list(object<NonNullable<Configuration['readings']>[number]>({ inputs: list(input), ...reading })),
});

const inputEntry = object<InputEntry>({
  name: input,
  bytes: figure(),
  sha256: hashOfRows<InputEntry>('input', (entry) => entry.rows.accepted),
  format,
  profile: orNull(logProfile),
  delimiter: orNull(format),
  compression: format,
  encoding: own((word) => ['utf-8', 'utf-16le', 'utf-16be'].includes(word)),
  archive: orNull(object({ name: numbered('archive'), bytes: figure(), sha256: keyedHash('archive') })),
  status: choice<InputEntry['status']>({ complete: true, truncated: true, damaged: true }),
  detail: withheld(),
  duplicate_of: orNull(input),
  repeated_share: figure(),
  overlaps: list(object({ input, share: figure() })),
  rows,
  first_time: time(),
  last_time: time(),
  columns: byKey(isField, withheld()),
  ignored: list(withheld()),
});

const compared = object<Compared>({ group: list(figure()), twin: list(figure()), log: list(figure()) });

const times = {
  first_time: time<string | null>(),
  last_time: time<string | null>(),
  requests: list(figure<number>()),
};
const memberRows = list(object<ActivityRowEntry>({ account_id: account, ...times }));
const twinRows = list(object<TwinRowEntry>(times));

const pair = list(figure<number>()) as unknown as Rule<readonly [number, number]>;

const figures = object<FiguresEntry>({
  activity: object({
    from: time(),
    column_hours: figure(),
    columns: figure(),
    group: memberRows,
    twin: twinRows,
    members_left_out: figure(),
  }),
  hours: compared,
  facets: list(
    object<FacetComparisonEntry>({
      facet,
      unit: own((unit) => ['', 'tokens', 'ms'].includes(unit)),
      values: list(ofFacet),
      shares: compared,
      other: object({ group: figure(), twin: figure(), log: figure() }),
    }),
  ),
  infrastructure: object({
    members: list(account),
    values: list(
      object<FiguresEntry['infrastructure']['values'][number]>({
        facet,
        value: ofFacet,
        members: figure(),
        accounts: figure(),
        rarity_nats: figure(),
      }),
    ),
    edges: list(pair),
    members_left_out: figure(),
    values_left_out: figure(),
  }),
  hand_overs: object({
    within_hours: figure(),
    pairs: list(
      object<FiguresEntry['hand_overs']['pairs'][number]>({
        ended: account,
        started: account,
        gap_hours: figure(),
        shared: list(object({ facet, value: ofFacet })),
      }),
    ),
    pairs_in_all: figure(),
    twin_pairs_in_all: figure(),
  }),
  adoption: orNull(
    object<NonNullable<FiguresEntry['adoption']>>({
      model: keyed('model'),
      released: time(),
      from: time(),
      column_hours: figure(),
      shares: compared,
    }),
  ),
  sensitivity: list(object({ without: family, score: figure(), holds: figure() })),
  posteriors: list(object({ one_in: figure(), probability: figure(), probability_low: figure() })),
  twin: object({
    accounts: figure(),
    requests: figure(),
    members_requests: figure(),
    match: choice<FiguresEntry['twin']['match']>({ matched: true, few: true }),
  }),
});

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
  watched: figure(),
});

const day = own<string>((text) => /^\d{4}-\d{2}-\d{2}$/.test(text));
/** Why something is on a list, and by whom, is the user's own business. */
const listReason = { reason: withheld<string>(), author: withheld<string>(), added: day, expires: day };
const groupLists = object<GroupListsEntry>({
  suppressed: orNull(
    object<NonNullable<GroupListsEntry['suppressed']>>({
      reasons: list(object<ListReasonEntry>(listReason)),
      alert: figure(),
    }),
  ),
  known_good_members: figure(),
  watched_members: figure(),
  watch: list(object<GroupListsEntry['watch'][number]>({ ...listReason, members: figure() })),
});
const listCounts = object<ListsEntry['watch']>({ entries: figure(), expired: figure() });
const lists = object<ListsEntry>({
  as_of: day,
  files: list(object({ name: numbered('list'), sha256: keyedHash('list') })),
  known_good: listCounts,
  watch: listCounts,
  suppressed: object({ groups: figure(), alerts: figure() }),
  watched: list(
    object<ListsEntry['watched'][number]>({ ...listReason, accounts: figure(), in_groups: figure() }),
  ),
});

const verdict = choice({ 'operation-hypothesis': true, explained: true, undecided: true });
const priority = choice({ P1: true, P2: true, P3: true, P4: true });
const change = choice<GroupChangeClass>({
  new: true,
  grown: true,
  merged: true,
  split: true,
  regrouped: true,
  shrunk: true,
  gone: true,
  same: true,
});
const baseline = object<BaselineEntry>({
  sha256: keyedHash('findings'),
  period: object({ from: time(), to: time() }),
  caveats: list(
    object<BaselineEntry['caveats'][number]>({
      code: choice<RunCaveatCode>({
        'no-account-in-both': true,
        'tool-version': true,
        'inputs-apart': true,
        'inputs-differ': true,
        'inputs-added': true,
        'inputs-removed': true,
        'periods-apart': true,
        'periods-differ': true,
        incomplete: true,
        setting: true,
        'facet-aside': true,
        'measure-aside': true,
        calibration: true,
        pseudonyms: true,
      }),
      name: withheld(),
      before: withheld(),
      after: withheld(),
    }),
  ),
  counts: byKey<number>((key) => (GROUP_CHANGES as readonly string[]).includes(key), figure()) as Rule<
    BaselineEntry['counts']
  >,
  gone: list(
    object<GroupSideEntry>({
      id: group,
      rank: figure(),
      alert: figure(),
      verdict,
      priority,
      score: figure(),
      accounts: figure(),
      requests: figure(),
    }),
  ),
});
const sinceBaseline = object<SinceBaselineEntry>({
  change,
  before: list(group),
  alert_before: figure(),
  rank_before: figure(),
  score_before: figure(),
  joined: figure(),
  left: figure(),
});

function groupRule(profile: Redaction['profile']): Rule<GroupEntry> {
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

const COMMAND = /^node test\/bench\/[a-z-]+\.js(?: [a-z0-9-]+(?:,[0-9]+)*(?:[./][a-z0-9-]+)*)*$/;
const VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-(?:alpha|beta|rc)\.\d{1,9})?$/;
const isVersion = (text: string) => VERSION.test(text);
const isReason = (key: string) => (QUARANTINE_REASONS as readonly string[]).includes(key);
const count = object<{ recovered: number; total: number }>({ recovered: figure(), total: figure() });

function documentRule(profile: Redaction['profile']): Rule<FindingsDocument> {
  return object<FindingsDocument>({
    schema: choice({ 'stillhunt/findings/1': true }),
    tool: object({ name: choice({ stillhunt: true }), version: own(isVersion) }),
    tlp: choice({ clear: true, green: true, amber: true, 'amber+strict': true, red: true }),
    disclosure: leftOut(),
    // Who gets several packs cannot join them by the case's key.
    pseudonymised: object<PseudonymisedEntry>({
      key_id: rule('keyed', (id, { pseudonyms }) => pseudonyms.digest('case-key', id).slice(0, 16)),
    }),
    configuration,
    inputs: list(inputEntry),
    rows,
    coverage: object<CoverageEntry>({
      accepted_share: figure(),
      quarantined_share: figure(),
      incomplete_inputs: figure(),
      gaps: figure(),
      gap_hours: figure(),
      gaps_listed: list(object({ from: time(), to: time(), hours: figure() })),
      volume: orNull(object({ from: time(), column_hours: figure(), requests: list(figure()) })),
    }),
    quarantine: object<QuarantineEntry>({
      reasons: byKey(isReason, figure()),
      examples: list(
        object<QuarantineEntry['examples'][number]>({
          input,
          line: figure(),
          byte_offset: figure(),
          reason: own(isReason),
          detail: withheld(),
        }),
      ),
      examples_left_out: figure(),
    }),
    period: object({ from: time(), to: time() }),
    window: object<WindowEntry>({ since: orNull(day), until: orNull(day), dropped_before: orNull(day) }),
    baseline,
    lists,
    accounts: figure(),
    requests: figure(),
    facets_standing_aside: list(
      object<FindingsDocument['facets_standing_aside'][number]>({ facet, missing: list(field) }),
    ),
    measures_standing_aside: list(
      object<FindingsDocument['measures_standing_aside'][number]>({
        measure: own(isStatistic),
        missing: list(field),
      }),
    ),
    tested: figure(),
    controlled: figure(),
    error_rates: object<ErrorRatesEntry>({
      version: own(isVersion),
      command: own((text) => COMMAND.test(text)),
      rates: list(
        object<ErrorRateEntry>({
          code: choice({
            'operations-missed': true,
            'look-alikes-flagged': true,
            'others-with-high-ratio': true,
            'crowd-alerts': true,
            'crowd-with-high-ratio': true,
          }),
          evasion: figure(),
          ratio: figure(),
          errors: figure(),
          of: figure(),
          share: figure(),
          low: figure(),
          high: figure(),
        }),
      ),
      weeks: list(
        object<MeasuredWeek>({
          evasion: figure(),
          seed: figure(),
          accounts: figure(),
          requests: figure(),
          precision: figure(),
          recall: figure(),
          operations: count,
          look_alikes: object({ flagged: figure(), total: figure() }),
        }),
      ),
    }),
    floor: object({
      run: figure(),
      note: own((note) => note === FLOOR_RUN || note === FLOOR_NOT_RUN),
    }),
    detection_floor: orNull(
      object<FloorEntry>({
        seed: figure(),
        analyses: figure(),
        days: figure(),
        disguises: list(
          object<FloorDisguiseEntry>({
            disguise,
            planted: figure(),
            recovered: figure(),
            from: orNull(
              object({
                accounts: figure(),
                requests_per_account_day: figure(),
                share: figure(),
                requests: figure(),
              }),
            ),
          }),
        ),
        cells: list(
          object<FloorCellEntry>({
            disguise,
            accounts: figure(),
            requests_per_account_day: figure(),
            share: figure(),
            planted: figure(),
            recovered: figure(),
            low: figure(),
            high: figure(),
            requests: figure(),
            operation_share: figure(),
            best_f1: figure(),
          }),
        ),
        cells_left_out: figure(),
        own_alerts: object({ of: figure(), kept: figure(), added: figure() }),
      }),
    ),
    // Made beside, for their ids must be known before claims are.
    records: rule<readonly RecordEntry[]>(
      profile === 'partner' ? 'code-or-keyed' : 'left-out',
      () => undefined,
    ),
    record_trees:
      profile === 'partner'
        ? list(
            object<RecordTreeEntry>({
              input,
              records: figure(),
              root: hashOfRows<RecordTreeEntry>('tree', ({ records }) => records),
            }),
          )
        : leftOut(),
    records_note: orNull(own(isCitationNote)),
    records_root: profile === 'partner' ? own((root) => /^[0-9a-f]{64}$/.test(root)) : leftOut(),
    groups: list(groupRule(profile)),
  });
}
