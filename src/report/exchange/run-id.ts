import canonicalize from 'canonicalize';
import type { FindingsDocument } from '../../evidence/findings-document.js';
import { STILLHUNT, uuidV5 } from './uuid.js';

/** Id of the findings of one run: the same inputs, version and groups give the same one. */
export function runId({ tool, inputs, period, groups }: FindingsDocument): string {
  const name = {
    version: tool.version,
    inputs: inputs.map(({ sha256 }) => sha256),
    period: { from: period.from, to: period.to },
    groups: groups.map(({ id }) => id),
  };
  return uuidV5(STILLHUNT, canonicalize(name)!);
}
