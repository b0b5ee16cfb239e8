/** Columns of a page of plain text. */
const WIDTH = 80;

/**
 * A paragraph of plain text in lines of at most 80 characters: the first begins with `lead`, the others are indented as
 * far. A word that is longer than a line has one for itself.
 */
export function plainParagraph(text: string, lead = ''): string[] {
  const lines: string[] = [];
  let words = '';
  for (const word of text.split(' ')) {
    if (words !== '' && lead.length + words.length + 1 + word.length > WIDTH) {
      lines.push(words);
      words = word;
    } else words = words === '' ? word : `${words} ${word}`;
  }
  lines.push(words);
  return lines.map((line, i) => (i === 0 ? lead : ' '.repeat(lead.length)) + line);
}
