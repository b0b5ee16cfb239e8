/** What the pack shows of a source by name. */
interface NamedSource {
  readonly name: string;
  /** The file that it is an entry of; its name then starts with that of the file. */
  readonly archive: { readonly name: string } | null;
  readonly format?: string;
}

/** Whether a source is a table of a warehouse: its name is an address, and it has no bytes to be read again. */
export function isTable({ format }: { readonly format?: string }): boolean {
  return format === 'clickhouse';
}

/**
 * Names of sources as the pack shows them: the part after their deepest common folder, so that a pack says which
 * file and not where on whose computer it lay. `-` (standard input) and the address of a table stay, and so does the path inside an archive.
 */
export function sourceNames(sources: readonly NamedSource[]): string[] {
  const paths = sources.map((source) =>
    isTable(source) ? [source.name] : (source.archive?.name ?? source.name).split(/[\\/]+/),
  );
  const files = paths.filter((path) => path.length > 1);
  const sharedFolder = paths.some((path, i) => path.length === 1 && path[0] !== '-' && !isTable(sources[i]!))
    ? 0
    : common(files);
  return sources.map(({ name, archive }, i) => {
    const path = paths[i]!;
    const shown = path.length === 1 ? path[0]! : path.slice(sharedFolder).join('/').replace(/^\/+/, '');
    return shown + name.slice((archive?.name ?? name).length);
  });
}

/** Length of the longest run of folders that all paths begin with; the file name itself never counts. */
function common(paths: readonly (readonly string[])[]): number {
  const [first, ...others] = paths;
  if (first === undefined) return 0;
  let length = first.length - 1;
  for (const path of others) {
    length = Math.min(length, path.length - 1);
    for (let i = 0; i < length; i++) {
      if (path[i] !== first[i]) length = i;
    }
  }
  return length;
}
