import { identify } from '../facet/identity.js';

/**
 * A group's id: `G-` and eight hexadecimal digits that depend on its member ids alone, so that the same members get
 * the same id in every run. `names`: in code-unit order.
 */
export function groupId(names: readonly string[]): string {
  const lo = new Uint32Array(1);
  const hi = new Uint32Array(1);
  identify(JSON.stringify(names), lo, hi, 0);
  return `G-${lo[0]!.toString(16).padStart(8, '0')}`;
}
