import type { Cited } from './citations.js';
import { OTHERS_CITED } from './claims.js';
import type { FindingsDocument, GroupEntry } from './findings-document.js';

/** Why a run cites nothing. */
export const NOT_CITED = {
  off: 'No records are cited: this run did not read the logs a second time.',
  stdin: 'No records are cited: an input was a stream, which cannot be read a second time.',
  table: 'No records are cited: rows of a table have no place at which they could be read again.',
  nothing: 'No records are cited: no group was found, so there is no claim to cite records for.',
} as const;

/** The document with what its claims cite. O(groups). */
export function withCitations(document: FindingsDocument, cited: Cited): FindingsDocument {
  const { groups, ...rest } = document;
  return {
    ...rest,
    records: cited.records,
    record_trees: cited.trees,
    records_note: leftOut(groups, cited),
    groups: groups.map((group) => withClaims(group, cited)),
  };
}

/** The document of a run that cites nothing. */
export function withoutCitations(document: FindingsDocument, why: keyof typeof NOT_CITED): FindingsDocument {
  const { groups, ...rest } = document;
  return { ...rest, records_note: NOT_CITED[why], groups };
}

function withClaims(group: GroupEntry, cited: Cited): GroupEntry {
  const claims = cited.claims.get(group.id);
  if (claims === undefined) return group;
  const { members, ...rest } = group;
  return { ...rest, claims, members };
}

function leftOut(groups: readonly GroupEntry[], { claims }: Cited): string | null {
  const without = groups.filter(({ id }) => !claims.has(id)).length;
  return without === 0 ? null : leftOutNote(without);
}

function leftOutNote(without: number): string {
  return (
    `Records are cited for every alert and for ${OTHERS_CITED} groups after them; ` +
    `for ${without} further ${without === 1 ? 'group' : 'groups'} without an alert they are not.`
  );
}

/** Whether the text is a note on citing that is written here, and so holds nothing of a log. */
export function isCitationNote(text: string): boolean {
  if (Object.values<string>(NOT_CITED).includes(text)) return true;
  const without = /; for (\d{1,9}) further /.exec(text)?.[1];
  return without !== undefined && text === leftOutNote(Number(without));
}
