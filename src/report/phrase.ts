import { markdownText } from './escape-markdown.js';

/**
 * A sentence in which values of the log stand apart from our own words, so that each medium escapes them its own way.
 * Plain strings are ours and safe everywhere but in HTML, which escapes them too.
 */
export type Phrase = readonly (string | Quoted)[];

/** A value of the log, shown in at most `limit` code points. */
export interface Quoted {
  readonly quoted: string;
  readonly limit: number;
}

export function quoted(value: string, limit = 120): Quoted {
  return { quoted: value, limit };
}

/** A template whose parts may be words, values of the log, or phrases. */
export function phrase(words: TemplateStringsArray, ...parts: readonly (string | Quoted | Phrase)[]): Phrase {
  return words.flatMap((word, i) => {
    const part = parts[i];
    if (part === undefined) return word === '' ? [] : [word];
    return [
      ...(word === '' ? [] : [word]),
      ...(Array.isArray(part) ? (part as Phrase) : [part as string | Quoted]),
    ];
  });
}

/** Phrases with the same words between each two. */
export function joined(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((each, i) => (i === 0 ? each : [between, ...each]));
}

/** The phrase for Markdown, values as code spans. */
export function markdownPhrase(words: Phrase): string {
  return words
    .map((part) => (typeof part === 'string' ? part : markdownText(part.quoted, part.limit)))
    .join('');
}
