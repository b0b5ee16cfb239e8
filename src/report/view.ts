/** One file that shows findings: its path in the pack, with `/`, and what it holds, made only when it is written. */
export interface View {
  readonly path: string;
  /** Name of the schema of what it holds, where it has one, such as `stillhunt/coverage/1`. */
  readonly schema?: string;
  readonly content: () => ViewContent;
}

/** Parts of a file in order; views that draw wait for the plotting library. */
export type ViewContent = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** The whole of a view as text (UTF-8). */
export async function viewText({ content }: View): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content()) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  return Buffer.concat(parts).toString('utf8');
}
