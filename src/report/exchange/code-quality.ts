import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { jsonLines } from '../../evidence/json-lines.js';
import { closestWords } from '../outcome.js';
import { counted } from '../quantity.js';
import { inputPlaces, inputUri, recordsById } from './locations.js';
import { alerts, findingTitle, HYPOTHESIS, incompleteSentence } from './statement.js';
import { STILLHUNT, uuidV5 } from './uuid.js';

/** Alerts that are entries of their own; the widget that shows them becomes unusable beyond. The rest is counted in one. */
export const CODE_QUALITY_ALERTS = 1000;

/** Where an entry points that no place of an input can be given for: GitLab refuses entries without. */
const NO_PLACE = { path: 'findings.json', line: 1 };

/**
 * A GitLab code quality report: a list with an entry for each alert, best first, and one each for inputs that were not
 * read to their end and for alerts beyond the limit. Severities are `major` for P1, `minor` for P2, `info` below, never
 * `critical` or `blocker`: an entry is a hypothesis for a person to look at. Fingerprints follow the group's id, so that
 * a group that goes on since the baseline stays one entry. The list is empty where nothing is found, which it cannot explain.
 */
export function codeQualityReport(document: FindingsDocument): Generator<string> {
  const found = alerts(document);
  const records = recordsById(document);
  const listed = found.slice(0, CODE_QUALITY_ALERTS);
  const cut = found.length - listed.length;
  const incomplete = incompleteSentence(document);
  return jsonLines([
    ...(incomplete === null ? [] : [entry('incomplete-input', incomplete, 'major', 'incomplete', NO_PLACE)]),
    ...listed.map((group) => {
      const [place] = inputPlaces(group, document, records);
      return entry(
        'operation-hypothesis',
        descriptionOf(group),
        SEVERITY[group.priority],
        group.id,
        place === undefined ? NO_PLACE : { path: inputUri(place.input), line: place.line ?? 1 },
      );
    }),
    ...(cut === 0
      ? []
      : [
          entry(
            'operation-hypothesis',
            `${counted(cut, 'further alert')} not listed here; see findings.json.`,
            'info',
            'further alerts',
            NO_PLACE,
          ),
        ]),
  ]);
}

const SEVERITY = { P1: 'major', P2: 'minor', P3: 'info', P4: 'info' } as const;

function descriptionOf(group: GroupEntry): string {
  return (
    `${findingTitle(group)} (${group.priority}). The closest other explanation: ` +
    `${closestWords(group, 'none could be tested')}. ${HYPOTHESIS}`
  );
}

function entry(
  check: string,
  description: string,
  severity: 'info' | 'minor' | 'major',
  about: string,
  { path, line }: { readonly path: string; readonly line: number },
): object {
  return {
    description,
    check_name: `stillhunt/${check}`,
    fingerprint: uuidV5(STILLHUNT, `code-quality/${about}`).replaceAll('-', ''),
    severity,
    location: { path, lines: { begin: line } },
  };
}
