/**
 * Names of sources as the pack shows them: the part after their deepest common folder, so that a pack says which
 * file and not where on whose computer it lay. `-` (standard input) stays.
 */
export function sourceNames(names: readonly string[]): string[] {
  const paths = names.map((name) => name.split(/[\\/]+/));
  const files = paths.filter((path) => path.length > 1);
  const sharedFolder = names.some((name, i) => name !== '-' && paths[i]!.length === 1) ? 0 : common(files);
  return names.map((name, i) => {
    const path = paths[i]!;
    return path.length === 1 ? name : path.slice(sharedFolder).join('/').replace(/^\/+/, '');
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
