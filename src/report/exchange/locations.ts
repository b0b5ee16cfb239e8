/** Where in the inputs a group's evidence lies, as platforms that show files and lines want it. */

import type { FindingsDocument, GroupEntry, InputEntry } from '../../evidence/findings-document.js';
import { visible } from '../../evidence/hidden-characters.js';
import type { RecordEntry } from '../../evidence/records-entry.js';

/** A place in an input. */
export interface InputPlace {
  /** Name of the input. */
  readonly input: string;
  /** Counted from 1; null where only the input is known. */
  readonly line: number | null;
  /** Id of the cited record; null where none is cited. */
  readonly record: string | null;
}

/** Cited records of a document by their ids. */
export function recordsById({ records = [] }: FindingsDocument): ReadonlyMap<string, RecordEntry> {
  return new Map(records.map((record) => [record.id, record]));
}

/** The records that the group's claims cite; where there are none the inputs that have the time of the group. */
export function inputPlaces(
  group: GroupEntry,
  { inputs }: FindingsDocument,
  records: ReadonlyMap<string, RecordEntry>,
): InputPlace[] {
  const cited = [...new Set((group.claims ?? []).flatMap((claim) => claim.records))]
    .map((id) => records.get(id))
    .filter((record) => record !== undefined);
  if (cited.length > 0)
    return cited.map(({ id, input, line }) => ({ input, line: line >= 1 ? line : null, record: id }));
  return inputs
    .filter((input) => meets(input, group))
    .map(({ name }) => ({ input: name, line: null, record: null }));
}

/** Whether both have a time in common; times of one width in one zone compare as text. */
function meets(input: InputEntry, group: GroupEntry): boolean {
  if (input.first_time === null || input.last_time === null) return false;
  if (group.first_time === null || group.last_time === null) return true;
  return input.first_time <= group.last_time && group.first_time <= input.last_time;
}

/**
 * A relative URI reference of an input's name. Every part is percent-encoded, so that it has no scheme, query or
 * fragment; the parts `.` and `..` are encoded twice, because once is still taken for a way up.
 */
export function inputUri(name: string): string {
  const parts = visible(name)
    .split('/')
    .map((part) => {
      if (part === '.' || part === '..') return encodeURIComponent(part.replaceAll('.', '%2E'));
      return encodeURIComponent(part).replace(
        /['()*!]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    });
  return parts.map((part, i) => (part === '' && i === 0 ? '%2F' : part)).join('/');
}
