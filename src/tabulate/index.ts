// Logs in, facet table out.
export { type FingerprintOptions, type Fingerprints, fingerprints } from './fingerprints.js';
