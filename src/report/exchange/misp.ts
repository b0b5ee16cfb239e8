import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import { jsonLines } from '../../evidence/json-lines.js';
import { counted, day } from '../quantity.js';
import { markingName } from './marking.js';
import { runId } from './run-id.js';
import {
  alerts,
  findingText,
  findingTitle,
  incompleteSentence,
  NO_TIME,
  noAlertSentences,
} from './statement.js';
import { STILLHUNT, uuidV5 } from './uuid.js';

/** As MISP's taxonomy of estimative language writes confidence. */
const CONFIDENCE_TAG = 'estimative-language:confidence-in-analytic-judgment';

/**
 * One MISP event (core format) with the accounts of all alerts as attributes. `to_ids` is false throughout and the threat
 * level undefined: accounts are named for a person to look at, not for blocking. Not published, and for the
 * organisation alone, until somebody decides otherwise. Time and date are those of the log's end.
 */
export function mispEvent(document: FindingsDocument): Generator<string> {
  const run = runId(document);
  const found = alerts(document);
  const time = document.period.to ?? NO_TIME;
  const timestamp = seconds(time);
  const organisation = { name: document.tool.name, uuid: STILLHUNT };
  const info =
    found.length === 0
      ? 'stillhunt: no group exceeded the threshold'
      : `stillhunt: ${counted(found.length, 'operation hypothesis').replace('hypothesiss', 'hypotheses')} for a person to look at`;
  return jsonLines({
    Event: {
      uuid: run,
      info,
      date: day(time),
      timestamp,
      threat_level_id: '4',
      analysis: '0',
      distribution: '0',
      published: false,
      Orgc: organisation,
      Attribute: [
        ...resultAttributes(document, found, run),
        ...found.flatMap((group) => groupAttributes(group)),
      ],
      Tag: [
        { name: 'workflow:state="draft"' },
        ...(document.tlp === undefined ? [] : [{ name: markingName(document.tlp).toLowerCase() }]),
      ],
    },
  });

  function groupAttributes(group: GroupEntry): object[] {
    return [
      {
        ...attribute('comment', findingText(group, document), findingTitle(group), `finding/${group.id}`),
        Tag: [{ name: `${CONFIDENCE_TAG}="${group.confidence}"` }],
      },
      ...group.members.map(({ account_id }) =>
        attribute(
          'text',
          visible(account_id),
          `Account listed in operation hypothesis ${group.id}`,
          `member/${group.id}/${visible(account_id)}`,
        ),
      ),
    ];
  }

  function resultAttributes(all: FindingsDocument, listed: readonly GroupEntry[], id: string): object[] {
    const incomplete = incompleteSentence(all);
    const sentences = [
      ...(listed.length === 0 ? noAlertSentences(all) : []),
      ...(incomplete === null ? [] : [incomplete]),
    ];
    return sentences.length === 0
      ? []
      : [attribute('comment', sentences.join('\n'), 'Result', `result/${id}`)];
  }

  function attribute(type: string, value: string, comment: string, what: string): object {
    return {
      uuid: uuidV5(STILLHUNT, `${what}/${run}`),
      type,
      category: 'Other',
      value,
      comment,
      to_ids: false,
      distribution: '5',
      disable_correlation: type === 'comment',
      timestamp,
    };
  }
}

/** Whole seconds since the epoch, as MISP writes them. */
function seconds(iso: string): string {
  return String(Math.floor(Date.parse(iso) / 1000));
}
