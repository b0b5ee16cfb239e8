/** Handling markings of TLP 2.0 (FIRST, Traffic Light Protocol, August 2022). */
export const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** What the user states about a case; nothing of it is found out by the program. */
export interface Statement {
  readonly caseId: string | null;
  readonly examiner: string | null;
  readonly organisation: string | null;
  readonly marking: (typeof TLP)[number] | null;
  /** When it was done, ISO 8601 UTC; the clock is never read. */
  readonly at: string | null;
  /** Hashes that inputs had when they were acquired; each was found to agree. */
  readonly acquired: readonly Acquired[];
}

/** An input by its name in the pack, and the SHA-256 in hexadecimal that it had when it was acquired. */
export interface Acquired {
  readonly input: string;
  readonly sha256: string;
}

export const NOTHING_STATED: Statement = {
  caseId: null,
  examiner: null,
  organisation: null,
  marking: null,
  at: null,
  acquired: [],
};

/** As markings are written: `TLP:AMBER+STRICT`. */
export function markingText(marking: NonNullable<Statement['marking']>): string {
  return `TLP:${marking.toUpperCase()}`;
}

/** The line that a text file of the pack begins with; empty where no marking was stated. */
export function markingLine({ marking }: Statement): string {
  return marking === null ? '' : `${markingText(marking)}\n\n`;
}
