/** What METHOD.md states of one statistic or rule. Formulas are plain text; the rest are sentences of Markdown. */
export interface MethodEntry {
  readonly formula: string;
  readonly unit: string;
  /** Author and year, or that there is none. */
  readonly source: string;
  readonly assumes: string;
  readonly limits: string;
}

/** Where nobody published the statistic in this form. */
export const OWN = 'this program; no publication';

/** An entry under its id, as METHOD.md shows it: a heading, what is known of it from the code, and the entry. */
export function entryLines(id: string, title: string, facts: readonly string[], entry: MethodEntry): string {
  return [
    `### ${code(id)}: ${title}`,
    [
      `- Formula: ${entry.formula}`,
      `- Unit: ${entry.unit}`,
      ...facts.map((fact) => `- ${fact}`),
      `- Source: ${entry.source}`,
      `- Assumes: ${entry.assumes}`,
      `- Limits: ${entry.limits}`,
    ].join('\n'),
  ].join('\n\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}
