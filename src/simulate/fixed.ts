/**
 * What a sweep sets alike for every operation of a log, so that one factor can be varied at a time; what is left out
 * is drawn for each operation as usual. Look-alikes and the crowd keep their own.
 */
export interface Fixed {
  /**
   * Accounts of each operation, from 8 to two fifths of the log's. Hand-over may have a few less, when it loses too
   * few accounts to need them all.
   */
  readonly operationSize?: number | undefined;
  /** Mean requests per account and day while it is in use, genuine ones included; from 2 to 100. */
  readonly perAccount?: number | undefined;
  /** Share of each account's requests that extracts, the rest being genuine customers'; from 0.05 to 1, 1 for none of these. */
  readonly mixing?: number | undefined;
}
