import type { PseudonymisedEntry } from '../../evidence/disclosure-entry.js';
import type { ErrorRateEntry, ErrorRatesEntry, MeasuredWeek } from '../../evidence/error-rates-entry.js';
import type {
  CoverageEntry,
  FindingsDocument,
  QuarantineEntry,
  WindowEntry,
} from '../../evidence/findings-document.js';
import {
  FLOOR_NOT_RUN,
  FLOOR_RUN,
  type FloorCellEntry,
  type FloorDisguiseEntry,
  type FloorEntry,
} from '../../evidence/floor-entry.js';
import type { RecordEntry, RecordTreeEntry } from '../../evidence/records-entry.js';
import { isCitationNote } from '../../evidence/with-citations.js';
import { isStatistic } from '../../report/statistic-words.js';
import { baseline } from './baseline.js';
import { day, disguise, facet, field, hashOfRows, input, isVersion } from './entry-parts.js';
import { groupRule } from './group.js';
import { lists } from './lists.js';
import { configuration, inputEntry, isReason, rows } from './logs.js';
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
  withheld,
} from './rule.js';

const COMMAND = /^node test\/bench\/[a-z-]+\.js(?: [a-z0-9-]+(?:,[0-9]+)*(?:[./][a-z0-9-]+)*)*$/;

const count = object<{ recovered: number; total: number }>({ recovered: figure(), total: figure() });

/** How the findings document is shown. */
export function documentRule(profile: Redaction['profile']): Rule<FindingsDocument> {
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
    window: object<WindowEntry>({
      since: orNull(day),
      until: orNull(day),
      dropped_before: orNull(day),
      of: own((word) => word === 'table'),
    }),
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
