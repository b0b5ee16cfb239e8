import { asn } from './asn.js';
import { cachedShare } from './cached-share.js';
import type { Facet } from './facet.js';
import { halfOctave, halfOctaveFloor, halfOctaveFormula } from './half-octave.js';
import { lengthCell } from './length-cell.js';
import { modelDay } from './model-day.js';
import { networkDayFacet } from './network-day.js';
import { numberFacet } from './number-facet.js';
import { textFacet } from './text-facet.js';
import { tick } from './tick.js';

/** The facets of a fingerprint, in the order of the facet table. Adding one is a file and a line here. */
export const CATALOGUE: readonly Facet[] = [
  tick,
  lengthCell,
  cachedShare,
  numberFacet(
    'latency',
    'latency_ms',
    halfOctave,
    (bin) => `${halfOctaveFloor(bin)}+ ms`,
    (f) => {
      const { value, present } = f.measure('latency_ms', 1);
      return { value: halfOctaveFormula(f, value), present };
    },
  ),
  textFacet('model', 'model', 128, 'always'),
  modelDay,
  textFacet('endpoint', 'endpoint', 64, 'always'),
  textFacet('client', 'user_agent', 64, 'always'),
  numberFacet('max_tokens', 'max_tokens', (x) => x, String),
  numberFacet(
    'temperature',
    'temperature',
    (x) => Math.round(x * 1000),
    (x) => String(x / 1000),
    (f) => f.measure('temperature', 1000),
  ),
  numberFacet(
    'stream',
    'stream',
    (x) => (x === 0 ? 0 : 1),
    (x) => (x === 0 ? 'no' : 'yes'),
  ),
  numberFacet('status', 'status', (x) => x, String),
  textFacet('stop_reason', 'stop_reason', 32, 'always'),
  textFacet('org', 'org', 16, 'always'),
  textFacet('api_key', 'api_key', 16, 'never'),
  textFacet('payment', 'payment', 16, 'always'),
  textFacet('device', 'device', 32, 'always'),
  textFacet('session', 'session', 32, 'never'),
  textFacet('system_prompt', 'system_prompt', 32, 'if-hash'),
  textFacet('prompt', 'prompt', 64, 'never'),
  networkDayFacet,
  asn,
  textFacet('country', 'country', 64, 'always'),
];

/** Position of a facet in the catalogue. Throws on a name that is not there: a mistake in the program. */
export function facetIndex(name: string): number {
  const at = CATALOGUE.findIndex((facet) => facet.name === name);
  if (at < 0) throw new Error(`no facet is called ${name}`);
  return at;
}
