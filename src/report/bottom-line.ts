import type { FindingsDocument } from '../evidence/findings-document.js';
import { disclosureNote } from './disclosure-words.js';
import { floorSentences } from './floor-words.js';
import { runHistory } from './history-words.js';
import { untestable } from './outcome.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { counted, percent, thousands } from './quantity.js';

/** A paragraph that may begin with words in bold. */
export interface Statement {
  readonly lead: string;
  readonly rest: Phrase;
}

/** What the numbers are, for a reader who meets them for the first time; the score is kept apart from ratios. */
const NATS =
  'Evidence for one source is given in nats, natural logarithms of a likelihood ratio. +2.3 nats: what was seen is ten ' +
  'times as probable from one source as from unrelated accounts; +0.7 nats: twice; 0: as probable; below 0: less probable. ' +
  'The score is in nats too, but it is log-odds as fitted in simulated worlds: it orders groups. How much more often ' +
  'operations score so than other groups is said by the likelihood ratio alone, where one is given.';

export const ALERT_MEANS =
  'An alert is an operation hypothesis: the accounts behave as one source, signs of output harvesting hold, and ' +
  'the alternatives that could be tested leave a part unexplained. It says where a person should look first, ' +
  'and nothing about persons, intent or permission.';

/** What a reader needs if it is all that is read: how to read names, what is incomplete, the outcome, and what that means. */
export function bottomLine(document: FindingsDocument): Statement[] {
  const alerts = document.groups.filter((group) => group.alert);
  const [first] = alerts;
  const note = disclosureNote(document);
  const statements = [...(note === null ? [] : [{ lead: '', rest: [note] }]), ...incomplete(document)];
  if (first === undefined) {
    const nothing = untestable(document);
    statements.push({
      lead: `No group exceeded the threshold.${nothing === null ? '' : ` ${nothing}`}`,
      rest: [
        `${counted(document.tested, 'group')} tested. ${floorSentences(document)} An empty result does not mean that nothing happened.`,
      ],
    });
  } else {
    const verb = alerts.length === 1 ? 'exceeds' : 'exceed';
    statements.push(
      {
        lead: `ALERT: ${thousands(alerts.length)} of ${counted(document.tested, 'tested group')} ${verb} the threshold.`,
        rest: [
          `Look first at ${first.id}: ${counted(first.accounts, 'account')}, ${counted(first.requests, 'request')}, ` +
            `${percent(first.share_of_requests)} of all requests.`,
        ],
      },
      { lead: '', rest: [ALERT_MEANS] },
    );
  }
  for (const rest of runHistory(document)) statements.push({ lead: '', rest });
  if (document.groups.length > 0) statements.push({ lead: '', rest: [NATS] });
  return statements;
}

function incomplete({ inputs }: FindingsDocument): Statement[] {
  const broken = inputs.filter(({ status }) => status !== 'complete');
  if (broken.length === 0) return [];
  const named = broken.slice(0, 5).map(({ name, status }) => phrase`${quoted(name)} is ${status}`);
  if (broken.length > named.length) named.push([`${thousands(broken.length - named.length)} more`]);
  return [
    {
      lead: `INCOMPLETE: ${counted(broken.length, 'input')} of ${thousands(inputs.length)} not read to the end.`,
      rest: phrase`${joined(named, '; ')}. Everything below rests on the rows that could be read; see data quality.`,
    },
  ];
}
