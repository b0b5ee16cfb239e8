import { EXIT } from '../errors.js';
import type { FindingsDocument } from '../evidence/findings-document.js';
import { type Gate, tripping } from '../evidence/gate.js';

/** The exit code of a run: a tripped gate goes before a partial input. */
export function gateCode(document: FindingsDocument, gates: readonly Gate[], partial: boolean): number {
  if (gates.some((gate) => tripping(document, gate).length > 0)) return EXIT.gate;
  return partial ? EXIT.partial : EXIT.done;
}
