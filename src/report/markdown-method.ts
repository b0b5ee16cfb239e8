/**
 * How the numbers came about and where they end, for example
 *
 *     ## Method and limits
 *
 *     stillhunt 0.1.0 counted … 1,212 groups were tested.
 *
 *     ### Words for support
 *
 *     | Likelihood ratio | Words |
 *     |---|---|
 *     | 2 – 10 | weak support |
 */

import type { FindingsDocument, GroupEntry } from '../evidence/findings-document.js';
import { markdownTable } from './markdown-table.js';
import {
  GLOSSARY_INTRO,
  glossaryLines,
  isCalibrated,
  measuresAside,
  methodLead,
  methodPoints,
  PRIORS_INTRO,
  priorsTable,
  scoreSteps,
  settings,
  TERMS_INTRO,
  termsTable,
} from './method-words.js';
import { markdownPhrase } from './phrase.js';
import { referenceWords } from './reference-words.js';

/** Method, limits, settings, and the words for support where a calibrated ratio uses them. */
export function methodSection(document: FindingsDocument): string {
  const calibrated = isCalibrated(document);
  return [
    '## Method and limits',
    methodLead(document),
    methodPoints(document)
      .map((point) => `- ${point}`)
      .join('\n'),
    `Settings: ${markdownPhrase(settings(document))}`,
    ...scoreSection(document),
    ...referenceSection(document),
    ...(calibrated ? [words(), priors()] : []),
  ].join('\n\n');
}

/** One line for each statistic that the sections of these groups use; nothing where they use none that is known. */
export function glossarySection(groups: readonly GroupEntry[]): string[] {
  const lines = glossaryLines(groups);
  if (lines.length === 0) return [];
  const items = lines.map(([label, definition]) => `- **${label}**: ${definition}.`);
  return ['## Glossary', GLOSSARY_INTRO, items.join('\n')];
}

function scoreSection(document: FindingsDocument): string[] {
  return [
    '### How a score comes about',
    scoreSteps(document)
      .map((step, i) => `${i + 1}. ${step}`)
      .join('\n'),
    measuresStoodAside(document),
  ];
}

function measuresStoodAside(document: FindingsDocument): string {
  const items = measuresAside(document).map((line) => `- ${markdownPhrase(line)}`);
  if (items.length === 0) return 'Every measure had the columns that it needs.';
  return `These measures stood aside for lack of data:\n\n${items.join('\n')}`;
}

function referenceSection(document: FindingsDocument): string[] {
  const words = referenceWords(document);
  return words === null ? [] : ['### What the ratios rest on', markdownPhrase(words)];
}

function words(): string {
  return ['### Words for support', TERMS_INTRO, markdownTable(termsTable())].join('\n\n');
}

function priors(): string {
  return `${PRIORS_INTRO}\n\n${markdownTable(priorsTable())}`;
}
