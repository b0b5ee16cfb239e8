/** What a view says in words, without markup, machine vocabulary and the values of the log. */

/** Sentences and table cells of a file of a pack, by the kind of file. */
export function proseOf(path: string, text: string): string[] {
  if (/\.(json|sarif)$/.test(path)) return stringsIn(JSON.parse(text)).filter(isProse);
  if (path.endsWith('.jsonl'))
    return text
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => stringsIn(JSON.parse(line)).filter(isProse));
  if (path.endsWith('.csv')) return [];
  if (/\.(html|xml|svg|graphml)$/.test(path)) return htmlProse(text);
  if (path.endsWith('.md')) return markdownProse(text);
  return plainProse(text);
}

export function markdownProse(text: string): string[] {
  return text
    .replace(/`[^`\n]*`/g, '`…`')
    .split('\n')
    .flatMap((line) => (line.startsWith('|') ? line.split('|') : sentences(line)));
}

/** Lines that belong together are joined, because plain text is broken in the middle of sentences. */
export function plainProse(text: string): string[] {
  return text
    .split(/\n\s*\n|\n {2}(?:- |\d+\. )|\n(?=[^ ])/)
    .flatMap((paragraph) => sentences(paragraph.replace(/\s+/g, ' ')));
}

export function sentences(line: string): string[] {
  return line.split(/(?<=[.:;])\s/);
}

function htmlProse(text: string): string[] {
  return text
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '\n')
    .replace(/<\/?(?:b|i|em|strong|span|a|abbr|small|tspan)\b[^>]*>/gi, '')
    .replace(/<code\b[^>]*>[\s\S]*?<\/code>/gi, '`…`')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&nbsp;', ' ')
    .split('\n')
    .flatMap(sentences);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n').flatMap(sentences);
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Formats have words of their own, such as `attack-pattern`; three words and more are ours. */
function isProse(text: string): boolean {
  return text.split(' ').length > 2;
}
