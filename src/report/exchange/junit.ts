import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { counted } from '../quantity.js';
import { alerts, findingText, findingTitle, incompleteSentence, noAlertSentences } from './statement.js';
import { suppressedAlerts, suppressionText } from './suppression.js';
import { xmlAttributes, xmlText } from './xml-text.js';

/**
 * Alerts that are cases of their own; consoles become unusable beyond. The rest are counted in one further failure. As
 * many suppressed groups likewise.
 */
export const JUNIT_ALERTS = 1000;

interface Outcome {
  readonly message: string;
  readonly type: string;
  readonly text: string;
}

interface Case {
  readonly name: string;
  readonly failure: Outcome | null;
  readonly skipped?: Outcome;
  readonly output: string;
}

/**
 * JUnit XML as Jenkins reads it (xUnit plugin, junit-10.xsd): an alert is a failure, and so is an input that was not read
 * to its end. Where no group alerts, one case passes and says what that does not mean. A group that a known-good list takes
 * out of the alerts is skipped, with the list's reason: build servers count skipped cases, list them, and do not fail for
 * them. Other groups without alert are no cases.
 */
export function* junitXml(document: FindingsDocument): Generator<string> {
  const cases = [completeness(document), ...alertCases(document), ...suppressedCases(document)];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = { tests: cases.length, failures, errors: 0 };
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${xmlAttributes({ name: document.tool.name, ...counts })}>\n`;
  yield `  <testsuite${xmlAttributes({ name: document.tool.name, ...counts, skipped })}>\n`;
  yield `    <properties>\n${properties(document)}    </properties>\n`;
  for (const each of cases) yield testcase(each);
  yield '  </testsuite>\n</testsuites>\n';
}

function properties(document: FindingsDocument): string {
  const values = {
    version: document.tool.version,
    'period.from': document.period.from ?? '',
    'period.to': document.period.to ?? '',
    accounts: document.accounts,
    requests: document.requests,
    'groups.tested': document.tested,
    ...(document.tlp === undefined ? {} : { tlp: document.tlp }),
  };
  return Object.entries(values)
    .map(([name, value]) => `      <property${xmlAttributes({ name, value })}/>\n`)
    .join('');
}

function completeness(document: FindingsDocument): Case {
  const sentence = incompleteSentence(document);
  const { read, accepted, quarantined, filtered } = document.rows;
  return {
    name: 'every input was read to its end',
    failure:
      sentence === null
        ? null
        : { message: sentence, type: 'incomplete', text: 'See coverage.json for which.' },
    output:
      `${counted(read, 'row')} read: ${counted(accepted, 'row')} accepted, ` +
      `${counted(quarantined, 'row')} refused, ${counted(filtered, 'row')} no requests.`,
  };
}

function alertCases(document: FindingsDocument): Case[] {
  const found = alerts(document);
  if (found.length === 0) {
    return [
      {
        name: 'no group exceeds the threshold',
        failure: null,
        output: noAlertSentences(document).join('\n'),
      },
    ];
  }
  const cases = found.slice(0, JUNIT_ALERTS).map((group) => alertCase(group, document));
  const cut = found.length - cases.length;
  if (cut > 0) {
    const message = `${counted(cut, 'further alert')} not listed here; see findings.json.`;
    cases.push({ name: 'further alerts', failure: { message, type: 'alert', text: message }, output: '' });
  }
  return cases;
}

function alertCase(group: GroupEntry, document: FindingsDocument): Case {
  const text = findingText(group, document);
  return { name: group.id, failure: { message: findingTitle(group), type: 'alert', text }, output: '' };
}

function suppressedCases(document: FindingsDocument): Case[] {
  const found = suppressedAlerts(document);
  const cases = found.slice(0, JUNIT_ALERTS).map(
    ({ group, reasons }): Case => ({
      name: group.id,
      failure: null,
      skipped: {
        message: `Suppressed as known good, an alert otherwise: ${reasons.map(suppressionText).join('; ')}`,
        type: 'known-good',
        text: `${findingTitle(group)}\n${findingText(group, document)}`,
      },
      output: '',
    }),
  );
  const cut = found.length - cases.length;
  if (cut > 0) {
    const message = `${counted(cut, 'further suppressed group')} not listed here; see findings.json.`;
    const skipped = { message, type: 'known-good', text: message };
    cases.push({ name: 'further suppressed groups', failure: null, skipped, output: '' });
  }
  return cases;
}

function testcase({ name, failure, skipped, output }: Case): string {
  const parts = [
    ...(skipped === undefined ? [] : [outcome('skipped', skipped)]),
    ...(failure === null ? [] : [outcome('failure', failure)]),
    ...(output === '' ? [] : [`      <system-out>${lines(output)}</system-out>\n`]),
  ];
  return `    <testcase${xmlAttributes({ classname: 'stillhunt', name })}>\n${parts.join('')}    </testcase>\n`;
}

function outcome(element: string, { message, type, text }: Outcome): string {
  return `      <${element}${xmlAttributes({ message, type })}>${lines(text)}</${element}>\n`;
}

/** Our own text of several lines: line ends stay, all else is escaped. */
function lines(text: string): string {
  return text.split('\n').map(xmlText).join('\n');
}
