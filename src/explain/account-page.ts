/** An account explained in sections: its groups, why it is in each, what speaks against that; or that it is in none. */

import { WEAKNESS_LIMITS } from '../assess/thresholds.js';
import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { FAMILIES } from '../link/evidence-family.js';
import { floorSentences } from '../report/floor-words.js';
import { closestWords } from '../report/outcome.js';
import type { Block, Section } from '../report/page.js';
import { type Phrase, phrase, quoted } from '../report/phrase.js';
import { counted, duration, figure, minute, percent, signed, thousands } from '../report/quantity.js';
import { table } from '../report/table.js';
import { FAMILY_WORDS, facetWords, VERDICT_WORDS } from '../report/wording.js';
import { alertMargins } from './alert-margins.js';
import { disclosureBlocks } from './disclosure-blocks.js';
import type { AccountExplanation, MembershipExplanation } from './explanation.js';
import { recordBlocks } from './record-blocks.js';

const VALUES = 8;
const NEAREST = 5;

export function accountPage(explanation: AccountExplanation, document: FindingsDocument): Section[] {
  const { memberships, subject, records } = explanation;
  if (memberships.length === 0) return inNoGroup(explanation, document);
  return [
    {
      heading: phrase`Account ${quoted(subject.id)}: in ${counted(memberships.length, 'group')}`,
      blocks: [
        { items: memberships.map((each) => [membershipLine(each, groupOf(each, document))]) },
        ...disclosureBlocks(document),
      ],
    },
    ...memberships.flatMap((each) => membershipSections(each, groupOf(each, document))),
    { heading: ['Records'], blocks: recordBlocks([], records, document) },
    { heading: ['What membership means'], blocks: [{ text: [MEMBERSHIP_MEANS] }] },
  ];
}

const MEMBERSHIP_MEANS =
  'Membership says that the requests of this account look like those of the others, and nothing about the person who ' +
  'holds it, about intent or permission. An account can be mixed: its own requests beside others made with its keys.';

function groupOf({ group: id }: MembershipExplanation, { groups }: FindingsDocument): GroupEntry {
  return groups.find((group) => group.id === id)!;
}

function membershipLine({ place, member, members }: MembershipExplanation, group: GroupEntry): string {
  return (
    `${group.id} (${group.alert ? 'ALERT' : 'no alert'}, rank ${group.rank}, ${VERDICT_WORDS[group.verdict]}): ` +
    `member ${thousands(place)} of ${thousands(members)} by strength, ${figure(member.strength)}`
  );
}

function membershipSections(each: MembershipExplanation, group: GroupEntry): Section[] {
  return [
    { heading: [`Why it is in ${group.id}`], blocks: whyIn(each, group) },
    { heading: ['What speaks against that'], blocks: against(each, group) },
    { heading: ['What would change it'], blocks: changes(each, group) },
    { heading: ['Nearest accounts'], blocks: nearest(each) },
  ];
}

function whyIn({ member, shares, hand_overs, claims }: MembershipExplanation, group: GroupEntry): Block[] {
  const families = FAMILIES.filter((family) => group.evidence.some((each) => each.family === family));
  const rows = families.map((family) => {
    const nats = member.nats[family];
    const whole = group.evidence.find((each) => each.family === family)!;
    return [
      nats === undefined ? 'no data' : signed(nats),
      whole.available ? signed(whole.nats) : 'no data',
      FAMILY_WORDS[family],
    ];
  });
  return [
    {
      items: [
        [
          `${counted(member.requests, 'request')}, ${counted(member.input_tokens, 'token')} in, ` +
            `${counted(member.output_tokens, 'token')} out, ${minute(member.first_time)} to ${minute(member.last_time)} UTC`,
        ],
        ...sharesItems(shares),
        ...hand_overs.map(
          ({ ended, started, gap_hours }): Phrase =>
            ended === member.account_id
              ? phrase`${quoted(started)} starts ${duration(gap_hours)} after it ends`
              : phrase`it starts ${duration(gap_hours)} after ${quoted(ended)} ends`,
        ),
        ...(claims.length === 0 ? [] : [[claimsItem(claims)]]),
      ],
    },
    { table: table(['Member', 'Group', 'Evidence in nats'], rows, [0, 1]) },
    {
      text: [
        'Member: evidence that it belongs, over not belonging. Group: evidence for one operator over unrelated accounts.',
      ],
    },
  ];
}

function claimsItem(claims: readonly string[]): string {
  const named = claims.slice(0, VALUES).join(', ');
  const rest = claims.length - VALUES;
  return `its records are cited by ${counted(claims.length, 'claim')}: ${named}${rest > 0 ? ` and ${thousands(rest)} more` : ''}`;
}

function sharesItems(shares: MembershipExplanation['shares']): Phrase[] {
  if (shares === null) {
    return [
      ['which values it shares with other members is not in this document (see shared values of the group)'],
    ];
  }
  if (shares.length === 0) return [['none of the rare values that are listed for the group is its own']];
  const items = shares
    .slice(0, VALUES)
    .map(
      ({ facet, value, members, accounts }) =>
        phrase`${facetWords(facet)} ${quoted(value, 60)}: used by ${counted(members, 'member')} and by ${counted(accounts, 'account')} of the log`,
    );
  const rest = shares.length - items.length;
  return rest > 0 ? [...items, [`${counted(rest, 'more value')}`]] : items;
}

function against({ member }: MembershipExplanation, group: GroupEntry): Block[] {
  const items: string[] = [];
  const negative = FAMILIES.filter((family) => (member.nats[family] ?? 0) < 0);
  if (negative.length > 0) {
    const listed = negative.map((family) => `${FAMILY_WORDS[family]} ${signed(member.nats[family]!)} nats`);
    items.push(`Evidence that speaks against membership: ${listed.join(', ')}.`);
  }
  const silent = group.evidence.filter(({ family }) => member.nats[family] === undefined);
  if (silent.length > 0) {
    items.push(`No data of this account for ${silent.map(({ family }) => FAMILY_WORDS[family]).join(', ')}.`);
  }
  if (member.strength < WEAKNESS_LIMITS.looseStrength) {
    items.push(
      `It belongs loosely: a strength of ${figure(member.strength)}, firm from ${WEAKNESS_LIMITS.looseStrength}. ` +
        'An account that is like the others in some ways and unlike them in others may be a bystander whom they imitate: ask its owner.',
    );
  }
  if (member.requests < WEAKNESS_LIMITS.fewRequests) {
    items.push(`It made ${counted(member.requests, 'request')}: little is known of it.`);
  }
  const share = member.share_of_requests;
  if (share !== undefined && share !== null && share < 1) {
    items.push(
      `At most ${percent(share)} of its requests are the group's work; the rest look like other traffic of the log.`,
    );
  }
  items.push(
    group.strongest_alternative === null
      ? 'No alternative could be tested for the group.'
      : `The closest alternative for the whole group is ${closestWords(group, '')}: see explain of ${group.id}.`,
  );
  return [{ items: items.map((each) => [each]) }];
}

function changes({ member }: MembershipExplanation, group: GroupEntry): Block[] {
  const { conditions } = alertMargins(group);
  const holding = conditions.filter(({ holds }) => holds).length;
  const left: Readonly<Record<string, number>> = {
    accounts: group.accounts - 1,
    requests: group.requests - member.requests,
  };
  const short = conditions.filter(
    ({ name, needed, holds }) => holds && needed !== null && left[name] !== undefined && left[name] < needed,
  );
  const rest = `${counted(left['accounts']!, 'account')} and ${counted(left['requests']!, 'request')}`;
  const without =
    short.length === 0
      ? `Without this account the group has ${rest}, still as many as an alert needs where it has enough now.`
      : `Without this account the group has ${rest}, too few for an alert.`;
  return [
    {
      items: [
        [
          `${thousands(holding)} of ${counted(conditions.length, 'condition')} of an alert hold for the group: an account by ` +
            'itself neither raises nor ends an alert but through them.',
        ],
        [without],
        ['What the other numbers would be without it is not measured in this document.'],
      ],
    },
  ];
}

function nearest({ nearest: all, shares }: MembershipExplanation): Block[] {
  const basis = 'By rare values that both use, as far as the document lists who uses which.';
  if (all.length === 0) {
    return [
      {
        text: [
          shares === null
            ? 'The document does not list who of the members uses which value.'
            : `None. ${basis}`,
        ],
      },
    ];
  }
  const rows = all
    .slice(0, NEAREST)
    .map(({ account_id, common_values, common_nats }) => [
      thousands(common_values),
      signed(common_nats),
      [quoted(account_id)],
    ]);
  const rest = all.length - rows.length;
  return [
    { table: table(['Common values', 'Nats', 'Account'], rows, [0, 1]) },
    { text: [`${rest > 0 ? `${counted(rest, 'more account')}. ` : ''}${basis}`] },
  ];
}

function inNoGroup({ subject, totals }: AccountExplanation, document: FindingsDocument): Section[] {
  const traffic: Phrase[] =
    totals === null
      ? []
      : [
          [
            `${counted(totals.requests, 'request')}, ${minute(totals.first_time)} to ${minute(totals.last_time)} UTC`,
          ],
        ];
  return [
    { heading: phrase`Account ${quoted(subject.id)}: in no group`, blocks: [{ items: traffic }] },
    {
      heading: ['What that means'],
      blocks: [
        {
          text: [
            `It is in the log, and linking put it in none of the ${counted(document.groups.length, 'group')}: no other ` +
              'accounts were found that it goes with firmly enough.',
          ],
        },
      ],
    },
    {
      heading: ['What that does not mean'],
      blocks: [
        {
          items: [
            [
              'It does not say that the account works alone, or that its answers are not collected: stillhunt looks for groups.',
            ],
            [
              'An account with few requests, or one that mixes much other traffic in, may belong to a group and not be found.',
            ],
            [floorSentences(document)],
          ],
        },
      ],
    },
  ];
}
