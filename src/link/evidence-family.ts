/** A family of evidence: facets whose dependence on one another is assumed, so that each is counted once. */
export type EvidenceFamily =
  | 'content' // prompts, system prompts, templates
  | 'lengths' // input and output tokens
  | 'settings' // model, limits, temperature, client
  | 'infrastructure' // networks, systems, countries, devices
  | 'payment' // payment instruments and declared organisations
  | 'timing' // hours, ticks, synchrony, shift cover
  | 'volume' // how many requests each account makes
  | 'lifecycle'; // arrival, loss, replacement, release pivots
