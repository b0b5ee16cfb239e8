import { mix32 } from './random.js';

const hex8 = (value: number) => value.toString(16).padStart(8, '0');

/**
 * Writes identifier codes as opaque hexadecimal text that betrays neither order nor kind. Each space of identifiers
 * has its own prefix; 48 bits, so that collisions within a log are unlikely (below 1 in 100 at 2 million).
 */
export function identifierText(seed: number, prefix: string): (code: number) => string {
  const high = mix32(
    seed ^ mix32(prefix.length * 0x51ed + prefix.charCodeAt(0) * 0x10001 + prefix.charCodeAt(1)),
  );
  const low = mix32(high ^ 0x5bd1e995);
  return (code) => {
    const a = mix32(mix32(code ^ high) + low);
    const b = mix32(mix32(code + low) ^ high ^ 0x2545f491);
    return `${prefix}${hex8(a)}${hex8(b).slice(0, 4)}`;
  };
}
