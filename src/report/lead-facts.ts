/**
 * The strongest facts of a group, a sentence each, for example
 *
 *     All 43 members, and nobody else in the log, use system prompt `#3785dc2c7cdc6080`. Settings (model, limits,
 *     client) speak for one source by +8 nats: shows in 96 % of the members (strangers: 4 %). …
 */

import { SPEAKS_NATS } from '../assess/thresholds.js';
import type { EvidenceEntry, GroupEntry } from '../evidence/findings-document.js';
import { groupHistory } from './history-words.js';
import { joined, type Phrase, phrase, quoted } from './phrase.js';
import { counted, signed, thousands } from './quantity.js';
import { statisticText, tellingStatistic } from './statistic-words.js';
import { FAMILY_WORDS, facetWords } from './wording.js';

const FACTS = 5;
const SHARED_FACTS = 2;
/** Values named in one fact. */
const VALUES = 3;
/** Others that may use a value that is said to be the group's own, as a part of its members who do. */
const OTHERS = 0.1;

/**
 * What became of the group and what lists say of it, where there is such; then the strongest facts: values that are the
 * group's own, then the families by their evidence.
 */
export function leadFacts(group: GroupEntry): Phrase[] {
  const shared = sharedFacts(group).slice(0, SHARED_FACTS);
  const families = group.evidence
    .filter(({ available, nats }) => available && nats >= SPEAKS_NATS)
    .sort((a, b) => b.nats - a.nats)
    .map((entry): Phrase => [familyFact(entry, group.accounts)]);
  return [...groupHistory(group), ...[...shared, ...families].slice(0, FACTS)];
}

/** Values that more than half of the members and hardly anybody else use; values with the same users together. */
function sharedFacts(group: GroupEntry): Phrase[] {
  const own = group.shared.filter(
    ({ members, accounts }) => members * 2 > group.accounts && accounts - members <= members * OTHERS,
  );
  const alike = new Map<string, (typeof own)[number][]>();
  for (const each of own) {
    const key = `${each.facet}/${each.members}/${each.accounts}`;
    const list = alike.get(key);
    if (list === undefined) alike.set(key, [each]);
    else list.push(each);
  }
  return [...alike.values()].map((values) => {
    const { facet, members, accounts } = values[0]!;
    const who =
      members === group.accounts
        ? `All ${counted(members, 'member')}`
        : `${thousands(members)} of the ${counted(group.accounts, 'member')}`;
    const others = accounts - members;
    const besides = others === 0 ? 'and nobody else in the log' : `and ${counted(others, 'other account')}`;
    const [first, ...alsoNamed] = values.slice(0, VALUES).map(({ value }): Phrase => [quoted(value, 60)]);
    if (values.length > VALUES) alsoNamed.push([`${thousands(values.length - VALUES)} more`]);
    const also = alsoNamed.length === 0 ? '' : phrase`; the same holds for ${joined(alsoNamed, ', ')}`;
    return phrase`${who}, ${besides}, use ${facetWords(facet)} ${first!}${also}.`;
  });
}

function familyFact({ family, nats, statistics }: EvidenceEntry, size: number): string {
  const [name, parts] = FAMILY_WORDS[family].split(' (');
  const label = `${name!.charAt(0).toUpperCase()}${name!.slice(1)}${parts === undefined ? '' : ` (${parts}`}`;
  const telling = tellingStatistic(statistics);
  const showing = statistics.find((each) => each.name === 'members-showing');
  const quoted = [...new Set([telling, showing])].filter((each) => each !== undefined);
  const measured = quoted.map((each) => statisticText(each, size)).join('; ');
  return `${label}: ${signed(nats)} nats${measured === '' ? '' : `, ${measured}`}.`;
}
