/** Words that reports use, for a reader from another field. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  ['account', 'whom the log names as making a request; a person or a machine may have several'],
  ['alert', 'a group for which every condition of an alert holds; it says where a person should look first'],
  ['alternative', 'another explanation, H2 to H10, that is tested or said to be untestable'],
  ['cap', 'the most that the size of a reference lets a likelihood ratio claim'],
  ['confidence', 'how far a number may be relied on, by a checklist; a person accepts or changes it'],
  ['detection floor', 'size, volume and mixing share of groups that would have been missed in this very log'],
  [
    'evasion',
    'how far simulated operations hide: 1 little, 2 with habits of their own, 3 with habits copied from real clients',
  ],
  [
    'F1',
    'harmonic mean of precision (found accounts that belong) and recall (accounts that belong and were found)',
  ],
  ['facet', 'one aspect of behaviour with whole numbers as values, counted for each account'],
  ['family', 'facets and measures that depend on one another and count once together'],
  ['fingerprint', 'the counts of an account over all facets'],
  ['group', 'accounts that behave as one source; nothing more is meant by it'],
  ['H1', 'the hypothesis that one operator runs the accounts to collect outputs at scale'],
  [
    'likelihood ratio',
    'how many times more often something is seen under one hypothesis than under another; no probability of either',
  ],
  [
    'look-alike',
    'a group that is coordinated or alike and no operation, such as a class or the seats of an employer',
  ],
  ['measure', 'one number of a group that is compared with groups drawn at random'],
  ['nats', 'natural logarithm of a ratio or of odds: 0.7 is a factor of two, 2.3 a factor of ten'],
  [
    'operation hypothesis',
    'a group that also looks like output harvesting after the alternatives were tested',
  ],
  ['quarantine', 'rows that were refused, each with file, line, byte offset and reason'],
  ['reference', 'groups of known kind from which it is learnt how often scores come about'],
  ['score', 'log-odds, in nats, that the closest alternative leaves; it orders groups'],
  [
    'sign',
    'one of the signs of output harvesting, which holds, nearly holds, does not hold or cannot be tested',
  ],
  ['strength', 'how firmly a member belongs to its group, in [0, 1]'],
  ['support', 'the calibrated likelihood ratio of a score, with interval, cap and word'],
];
