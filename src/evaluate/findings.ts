import { StillhuntError } from '../errors.js';

/** What evaluation needs of a findings document. */
export interface ScoredGroup {
  readonly id: string;
  /** From 1, the most suspicious first. */
  readonly rank: number;
  readonly alert: boolean;
  readonly members: readonly { readonly account_id: string }[];
}

/** A group with what its score is worth. */
export interface RatedGroup extends ScoredGroup {
  /** Calibrated likelihood ratio of one operator, 0 or more; null where support is not calibrated. */
  readonly ratio: number | null;
}

type Loose = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Takes the groups out of the JSON text of a findings document; other content is ignored.
 * @param source What to call the text in messages.
 * @throws StillhuntError `input`, naming the place, when it is no such document, two groups share a rank or an id, a
 *   group lists an account twice, or a calibrated ratio is no number of at least 0.
 */
export function parseFindings(text: string, source: string): RatedGroup[] {
  const wrong = (message: string) =>
    new StillhuntError(
      'input',
      `${source}: ${message}`,
      'Give the findings.json that `stillhunt investigate` wrote.',
    );
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw wrong(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isObject(document) || !Array.isArray(document.groups)) throw wrong('no list "groups" in it.');
  const ids = new Set<string>();
  const ranks = new Set<number>();
  return document.groups.map((group: unknown, n) => {
    const at = `groups[${n}]`;
    if (!isObject(group)) throw wrong(`${at} is no object.`);
    const { id, rank, alert, members, support } = group;
    if (typeof id !== 'string' || ids.has(id))
      throw wrong(`${at}.id is ${JSON.stringify(id)}, expected a text of its own.`);
    if (typeof rank !== 'number' || !Number.isInteger(rank) || rank < 1 || ranks.has(rank)) {
      throw wrong(
        `${at}.rank is ${JSON.stringify(rank)}, expected an integer from 1 that no other group has.`,
      );
    }
    if (typeof alert !== 'boolean')
      throw wrong(`${at}.alert is ${JSON.stringify(alert)}, expected true or false.`);
    if (!Array.isArray(members)) throw wrong(`${at}.members is no list.`);
    const calibrated = isObject(support) ? support.calibrated : null;
    const ratio = isObject(calibrated) ? calibrated.ratio : null;
    if (ratio !== null && !(typeof ratio === 'number' && ratio >= 0)) {
      throw wrong(
        `${at}.support.calibrated.ratio is ${JSON.stringify(ratio)}, expected a number of at least 0.`,
      );
    }
    ids.add(id);
    ranks.add(rank);
    const seen = new Set<string>();
    return {
      id,
      rank,
      alert,
      ratio,
      members: members.map((member: unknown, m) => {
        const account = isObject(member) ? member.account_id : undefined;
        if (typeof account !== 'string' || seen.has(account)) {
          throw wrong(
            `${at}.members[${m}].account_id is ${JSON.stringify(account)}, expected a text that stands there once.`,
          );
        }
        seen.add(account);
        return { account_id: account };
      }),
    };
  });
}
