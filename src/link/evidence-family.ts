/**
 * The families of evidence, in the order of an evidence vector: facets in one family are taken to depend on one
 * another, so that each family is counted once.
 */
export const FAMILIES = [
  'content', // prompts, system prompts, templates
  'lengths', // input, output and cached tokens
  'settings', // model, limits, temperature, client
  'infrastructure', // networks, systems, countries, devices
  'payment', // payment instruments, keys and declared organisations
  'timing', // hours
  'volume', // how many requests an account makes in a day and in a tick
] as const;

export type EvidenceFamily = (typeof FAMILIES)[number];

/** Place of each family in an evidence vector. */
export const PLACE = Object.fromEntries(FAMILIES.map((family, f) => [family, f])) as Readonly<
  Record<EvidenceFamily, number>
>;
