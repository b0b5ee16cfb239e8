import { Chalk } from 'chalk';
import type { FindingsDocument, GroupEntry } from '../../src/evidence/findings-document.js';
import { runDifference } from '../../src/evidence/run-difference.js';
import { accountPage } from '../../src/explain/account-page.js';
import { compareSubjects } from '../../src/explain/comparison.js';
import { comparisonPage } from '../../src/explain/comparison-page.js';
import { explainAccount, explainGroup } from '../../src/explain/explanation.js';
import { groupPage } from '../../src/explain/group-page.js';
import { runDifferencePage } from '../../src/explain/run-difference-page.js';
import type { AccountSubject } from '../../src/explain/subject.js';
import type { Section } from '../../src/report/page.js';
import { terminalPage } from '../../src/report/terminal-page.js';

const view = { width: 100, chalk: new Chalk({ level: 0 }) };

/** What explain and compare print of a document, by command: groups, members, an account in no group, itself. */
export function explained(document: FindingsDocument): [command: string, text: string][] {
  const pages: [string, Section[]][] = [
    ['explain an account in no group', pageOf({ kind: 'account', id: 'acc', memberships: [], totals: null })],
    ['compare runs', runDifferencePage(runDifference(document, document), document, document)],
  ];
  for (const group of document.groups) {
    const explanation = explainGroup({ kind: 'group', group }, document);
    for (const full of [false, true])
      pages.push([`explain ${group.id}`, groupPage(explanation, document, { full })]);
    pages.push([`explain a member of ${group.id}`, pageOf(memberOf(group))]);
  }
  const [first, second] = document.groups;
  if (first !== undefined && second !== undefined) {
    const groups = compareSubjects(
      { kind: 'group', group: first },
      { kind: 'group', group: second },
      document,
    );
    pages.push(['compare groups', comparisonPage(groups, document)]);
    const accounts = compareSubjects(memberOf(first), memberOf(first, 1), document);
    pages.push(['compare accounts', comparisonPage(accounts, document)]);
  }
  return pages.map(([command, page]) => [command, terminalPage(page, view)]);

  function pageOf(subject: AccountSubject): Section[] {
    return accountPage(explainAccount(subject, document), document);
  }
}

function memberOf(group: GroupEntry, at = 0): AccountSubject {
  const member = group.members[at]!;
  return {
    kind: 'account',
    id: member.account_id,
    memberships: [{ group, member, place: at + 1 }],
    totals: null,
  };
}
