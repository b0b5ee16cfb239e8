/**
 * The same text in memory of its own. Cells are slices of the block that they were read in, and a slice that is
 * kept keeps its whole block: without this an account seen once would hold a quarter of a megabyte. O(length).
 */
export function ownText(text: string): string {
  return ` ${text}`.slice(1); // joined text is copied before it is sliced
}
