/** What part of a case was analysed, what changed since a baseline, and what the user's lists say; for every medium. */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { isNewAlert } from '../evidence/gate.js';
import type { GroupListsEntry, ListReasonEntry } from '../evidence/lists-entry.js';
import { GROUP_CHANGES } from '../evidence/run-difference.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { counted, day, minute, signed, thousands } from './quantity.js';

const LISTED = 5;

/** What a reader must know of the run besides its logs; empty for a run over logs alone. */
export function runHistory(document: FindingsDocument): Phrase[] {
  return [...windowSentences(document), ...baselineSentences(document), ...listSentences(document)];
}

function windowSentences({ window, period }: FindingsDocument): Phrase[] {
  if (window === undefined) return [];
  const { since, until, dropped_before: dropped } = window;
  if (window.of === 'table') {
    if (since === null && until === null) return [];
    return [
      [
        `Of the table only the requests of ${since ?? 'its start'} to ${until ?? 'its end'} (UTC) were asked for.`,
      ],
    ];
  }
  const days =
    since === null && until === null
      ? []
      : [
          [
            `Of the case only the requests of ${since ?? 'its start'} to ${until ?? 'its end'} (UTC) were analysed. ` +
              'Rows are counted over the whole of each input that has some of them.',
          ],
        ];
  const gone =
    dropped === null
      ? []
      : [
          [
            `Requests before ${dropped} (UTC) were dropped from the case and are not in the findings` +
              `${period.from !== null && period.from < dropped ? ', but for those that logs brought in later' : ''}.`,
          ],
        ];
  return [...days, ...gone];
}

/** The difference from the baseline in one line: `since 2026-06-04: 1 new, 2 grown, 1 gone`. */
export function baselineLine({ baseline }: FindingsDocument): string | null {
  if (baseline === undefined) return null;
  const counts = GROUP_CHANGES.filter((change) => baseline.counts[change] > 0).map(
    (change) => `${thousands(baseline.counts[change])} ${change}`,
  );
  return `since the baseline to ${day(baseline.period.to)}: ${counts.length === 0 ? 'no groups in either' : counts.join(', ')}`;
}

function baselineSentences(document: FindingsDocument): Phrase[] {
  const { baseline } = document;
  if (baseline === undefined) return [];
  const { period, sha256, caveats, gone } = baseline;
  const alerts = document.groups.filter(isNewAlert);
  const fresh =
    alerts.length === 0
      ? 'No alert is new.'
      : `New as an alert: ${alerts
          .slice(0, LISTED)
          .map(({ id }) => id)
          .join(', ')}${rest(alerts.length)}.`;
  const left =
    gone.length === 0
      ? ''
      : ` No longer found, which does not mean that they stopped: ${gone
          .slice(0, LISTED)
          .map(
            ({ id, accounts, alert }) =>
              `${id} (${counted(accounts, 'account')}${alert ? ', an alert then' : ''})`,
          )
          .join(', ')}${rest(gone.length)}.`;
  const weaker =
    caveats.length === 0
      ? ''
      : ` The runs themselves differ in ${counted(caveats.length, 'point')}, so that changes may come from these: see stillhunt compare.`;
  return [
    [
      `Compared with an earlier run over ${minute(period.from)} to ${minute(period.to)} UTC (findings ${sha256.slice(0, 12)}), ` +
        `${baselineLine(document)!.replace(/^[^:]*: /, '')}. ${fresh}${left}${weaker}`,
    ],
  ];
}

/** The lists in one line; null without any. */
export function listsLine({ lists }: FindingsDocument): string | null {
  if (lists === undefined) return null;
  const watched = lists.watched.reduce((sum, { in_groups }) => sum + in_groups, 0);
  const expired = lists.known_good.expired + lists.watch.expired;
  return [
    `lists: ${counted(lists.suppressed.groups, 'group')} suppressed as known good, ${thousands(lists.suppressed.alerts)} of them an alert otherwise`,
    `${counted(watched, 'watched account')} in groups`,
    ...(expired === 0 ? [] : [`${counted(expired, 'entry', 'entries')} expired`]),
  ].join(', ');
}

function listSentences(document: FindingsDocument): Phrase[] {
  const { lists } = document;
  if (lists === undefined) return [];
  const suppressed = document.groups.flatMap(({ id, accounts, lists: own }) =>
    own?.suppressed == null ? [] : [{ id, accounts, ...own.suppressed }],
  );
  return [
    [
      `Lists of known-good and watched accounts were applied as of ${lists.as_of}. ` +
        `${counted(lists.suppressed.groups, 'group')} suppressed as known good, ${thousands(lists.suppressed.alerts)} of which would be an alert otherwise; ` +
        `they stay in the ranking with their evidence. Expired entries: ${thousands(lists.known_good.expired + lists.watch.expired)}.`,
    ],
    ...suppressed
      .slice(0, LISTED)
      .map(
        ({ id, accounts, alert, reasons }): Phrase =>
          phrase`Suppressed: ${id} (${counted(accounts, 'account')}${alert ? ', an alert otherwise' : ''}): ${joined(reasons.map(reasonWords), '; ')}.`,
      ),
    ...(suppressed.length > LISTED
      ? [[`${counted(suppressed.length - LISTED, 'more group')} suppressed: see ranking.csv.`]]
      : []),
    ...lists.watched
      .slice(0, LISTED)
      .map(
        (entry): Phrase =>
          phrase`Watched (${reasonWords(entry)}): ${thousands(entry.in_groups)} of ${counted(entry.accounts, 'account')} in groups.`,
      ),
    ...(lists.watched.length > LISTED
      ? [[`${counted(lists.watched.length - LISTED, 'more watch entry', 'more watch entries')}.`]]
      : []),
  ];
}

/** What became of a group since the baseline, and what lists say of it. */
export function groupHistory({ since_baseline: since, lists, members }: GroupEntry): Phrase[] {
  const phrases: Phrase[] = [];
  if (since !== undefined) {
    const before =
      since.before.length === 0
        ? 'New since the baseline.'
        : `Since the baseline: ${since.change}${since.before.length > 1 ? ` from ${since.before.join(', ')}` : ''}; ` +
          `${counted(since.joined, 'account')} joined, ${thousands(since.left)} left; ` +
          `then ${since.alert_before === true ? 'an alert' : 'no alert'}, rank ${since.rank_before}, score ${signed(since.score_before ?? 0)}.`;
    phrases.push([before]);
  }
  if (lists !== undefined) phrases.push(...listedPhrases(lists, members.length));
  return phrases;
}

function listedPhrases(lists: GroupListsEntry, members: number): Phrase[] {
  const phrases: Phrase[] = [];
  if (lists.suppressed !== null) {
    const { reasons, alert } = lists.suppressed;
    phrases.push(
      phrase`Suppressed as known good${alert ? ', an alert otherwise' : ''}: ${joined(reasons.map(reasonWords), '; ')}.`,
    );
  } else if (lists.known_good_members > 0)
    phrases.push([
      `${thousands(lists.known_good_members)} of ${counted(members, 'member')} are known good; the others are not, so the group is not suppressed.`,
    ]);
  if (lists.outgrown !== undefined)
    phrases.push(
      phrase`A known-good entry names its id and counts no longer, for half of the members or more joined since the group got this id: ${joined(lists.outgrown.map(reasonWords), '; ')}. Name accounts in its place.`,
    );
  for (const entry of lists.watch)
    phrases.push(phrase`On the watch list (${reasonWords(entry)}): ${counted(entry.members, 'member')}.`);
  if (lists.watched_members > 0)
    phrases.push([`${counted(members - lists.watched_members, 'further member')} joined them.`]);
  return phrases;
}

function reasonWords({ reason, author, expires }: ListReasonEntry): Phrase {
  return phrase`${quoted(reason)}, by ${quoted(author)}, until ${expires}`;
}

function rest(count: number): string {
  return count > LISTED ? ` and ${thousands(count - LISTED)} more` : '';
}

/** `new`, `+3`, `-1`, `=`: a group since the baseline, where the line is short. */
export function trend({ since_baseline: since }: GroupEntry): string {
  if (since === undefined) return '';
  if (since.before.length === 0) return 'new';
  if (since.joined === 0 && since.left === 0) return '=';
  return [
    since.joined > 0 ? `+${thousands(since.joined)}` : '',
    since.left > 0 ? `-${thousands(since.left)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
