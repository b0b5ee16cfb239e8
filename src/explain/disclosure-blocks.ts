import type { FindingsDocument } from '../evidence/findings-document.js';
import { disclosureSentences } from '../report/disclosure-words.js';
import type { Block } from '../report/page.js';

/** What the document keeps back, in one paragraph; nothing for those who hold the logs. */
export function disclosureBlocks(document: FindingsDocument): Block[] {
  const sentences = disclosureSentences(document);
  return sentences.length === 0 ? [] : [{ text: [sentences.join(' ')] }];
}
