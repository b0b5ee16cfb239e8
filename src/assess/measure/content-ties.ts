import { tieMeasure } from './ties.js';

/**
 * Share of members that many prompts or system prompts, each known to a handful, tie into one mesh across declared
 * organisations: (C − h) / (M − h) with M members that have either, C the members of the largest component through texts
 * that are no hub, h the most that one text ties. In [0, 1], both inclusive. Unrelated accounts: about 0; a public
 * template and a popular question are hubs. An exercise sheet that everybody works through: 0; a sheet of which everybody
 * picks a few items is a mesh (H5), and so are a gateway's customers that ask its sample questions (H4). Prompts are the
 * kept sample: the same texts survive in all accounts. Source: evidence.md 5.3 row 8. O(v log v) a call.
 */
export const contentTies = tieMeasure({
  name: 'content-ties',
  family: 'content',
  identifiers: ['prompt', 'system_prompt'],
  needs: [['prompt', 'system_prompt']],
  explainedBy: ['H4', 'H5'],
  each: true,
});
