/** One file that shows findings: its path in the pack, with `/`, and what it holds, made only when it is written. */
export interface View {
  readonly path: string;
  readonly content: () => Iterable<string | Uint8Array>;
}
