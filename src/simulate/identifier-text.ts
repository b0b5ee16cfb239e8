import { mix32, seedFor } from './random.js';

const hex8 = (value: number) => value.toString(16).padStart(8, '0');

/**
 * Writes identifier codes as opaque hexadecimal text that betrays neither order nor kind. Different codes give
 * different text, because each step is a bijection of 32 bits; each prefix has a scrambling of its own.
 */
export function identifierText(seed: number, prefix: string): (code: number) => string {
  const high = seedFor(seed, prefix);
  const low = mix32(high ^ 0x5bd1e995);
  return (code) => {
    const a = mix32(mix32(code ^ high) + low);
    const b = mix32(mix32(code + low) ^ high ^ 0x2545f491);
    return `${prefix}${hex8(a)}${hex8(b).slice(0, 4)}`;
  };
}
