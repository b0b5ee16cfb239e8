import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonRecord } from './json-record.js';
import { alerts, findingTitle } from './statement.js';

interface Event {
  readonly message: string;
  /** ISO 8601, UTC, microseconds. */
  readonly datetime: string;
  readonly timestamp_desc: string;
  readonly [attribute: string]: unknown;
}

/**
 * A timeline for Timesketch, an event a line: first and last request of each alert's group and of each of its members,
 * in order of time. Empty where no group alerts.
 */
export function* timesketchTimeline(document: FindingsDocument): Generator<string> {
  const events = alerts(document).flatMap(groupEvents);
  // Fixed-width times in one zone: order of code units is order of time, and the sort is stable.
  events.sort((a, b) => (a.datetime < b.datetime ? -1 : Number(a.datetime > b.datetime)));
  for (const event of events) yield `${jsonRecord(event)}\n`;
}

function groupEvents(group: GroupEntry): Event[] {
  const about = {
    data_type: 'stillhunt:group',
    group: group.id,
    rank: group.rank,
    priority: group.priority,
    verdict: group.verdict,
  };
  const events = spanEvents(group, `${findingTitle(group)}`, { ...about, accounts: group.accounts });
  for (const member of group.members) {
    const account = visible(member.account_id);
    events.push(
      ...spanEvents(member, `Account ${account}, listed in ${group.id}`, {
        ...about,
        data_type: 'stillhunt:member',
        account,
        strength: member.strength,
        requests: member.requests,
      }),
    );
  }
  return events;
}

/** First and last request of what is spoken of, where the log has their times. */
function spanEvents(
  span: { readonly first_time: string | null; readonly last_time: string | null },
  message: string,
  attributes: Readonly<Record<string, unknown>>,
): Event[] {
  return [
    ...(span.first_time === null
      ? []
      : [{ message, datetime: span.first_time, timestamp_desc: 'First Request', ...attributes }]),
    ...(span.last_time === null
      ? []
      : [{ message, datetime: span.last_time, timestamp_desc: 'Last Request', ...attributes }]),
  ];
}
