/** What became of the rows of a file or of a run. `read = accepted + quarantined + filtered`, always. */
export interface RowCount {
  read: number;
  accepted: number;
  quarantined: number;
  filtered: number;
}
