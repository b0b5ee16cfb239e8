import { parse } from 'csv-parse/sync';
import { StillhuntError } from '../errors.js';

export type LabelKind = 'benign' | 'benign-group' | 'operation';

export interface Label {
  /** Empty for accounts that belong to no group. */
  readonly group: string;
  readonly kind: LabelKind;
}

/** Labels by account id. */
export type Labels = ReadonlyMap<string, Label>;

const HEADER = ['account_id', 'group', 'kind'];
const KINDS: readonly string[] = ['benign', 'benign-group', 'operation'] satisfies LabelKind[];

/**
 * Reads labels from CSV text with the header `account_id,group,kind`, in that order.
 * @param source What to call the text in messages.
 * @throws StillhuntError `input`, with the line: another header, an unknown kind, an account that stands there twice,
 *   a group where the kind has none or none where it needs one, a group of two kinds.
 */
export function parseLabels(text: string, source: string): Labels {
  const wrong = (message: string, next?: string) =>
    new StillhuntError('input', `${source}: ${message}`, next);
  const records: string[][] = [];
  const lines: number[] = []; // where each record ends, counted from 1
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], context) => {
        records.push(record);
        lines.push(context.lines);
        return null;
      },
    });
  } catch (cause) {
    throw wrong(`not readable as CSV: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const header = records[0] ?? [];
  if (header.join() !== HEADER.join()) {
    throw wrong(
      `the header is "${header.join()}", expected "${HEADER.join()}".`,
      'Labels are one line for each account; `stillhunt simulate` writes such a file.',
    );
  }
  const labels = new Map<string, Label>();
  const kinds = new Map<string, string>();
  for (let n = 1; n < records.length; n++) {
    const record = records[n]!;
    const at = `line ${lines[n]}`;
    const [account = '', group = '', kind = ''] = record;
    if (record.length !== HEADER.length)
      throw wrong(`${at} has ${record.length} fields, expected ${HEADER.length}.`);
    if (account === '') throw wrong(`${at} names no account.`);
    if (!isKind(kind)) throw wrong(`${at} has the kind "${kind}", expected one of ${KINDS.join(', ')}.`);
    if (labels.has(account)) throw wrong(`${at} labels the account "${account}" a second time.`);
    if ((kind === 'benign') !== (group === '')) {
      throw wrong(
        `${at} has the kind "${kind}" and the group "${group}"; all kinds but benign need a group.`,
      );
    }
    if ((kinds.get(group) ?? kind) !== kind)
      throw wrong(`${at} gives the group "${group}" a second kind, "${kind}".`);
    kinds.set(group, kind);
    labels.set(account, { group, kind });
  }
  return labels;
}

function isKind(kind: string): kind is LabelKind {
  return KINDS.includes(kind);
}
