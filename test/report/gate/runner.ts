/** Commands as the runner of GitHub reads them from a line: as `::name key=value,…::data`, or as `##[name]data` anywhere. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const NAMES =
  /^(?:error|warning|notice|debug|group|endgroup|add-mask|stop-commands|set-env|set-output|save-state|add-path|add-matcher|remove-matcher|echo)$/i;

/** The command in a line; null where it is none. */
export function commandIn(line: string): RunnerCommand | null {
  return newForm(line.replace(/^[\s\u0085]+/, '')) ?? oldForm(line);
}

function newForm(line: string): RunnerCommand | null {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end === -1) return null;
  const info = line.slice(2, end);
  const blank = info.indexOf(' ');
  const name = blank === -1 ? info : info.slice(0, blank);
  if (!NAMES.test(name)) return null;
  const pairs = blank === -1 ? [] : info.slice(blank + 1).split(',');
  const properties = Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [
        pair.slice(0, at),
        undone(pair.slice(at + 1), [
          ['%3A', ':'],
          ['%2C', ','],
        ]),
      ];
    }),
  );
  return { name, properties, data: undone(line.slice(end + 2), []) };
}

function undone(text: string, more: readonly (readonly [string, string])[]): string {
  const marks = [['%0D', '\r'], ['%0A', '\n'], ...more, ['%25', '%']] as const;
  return marks.reduce((changed, [mark, character]) => changed.replaceAll(mark, character), text);
}

function oldForm(line: string): RunnerCommand | null {
  const [, name, data] = /##\[([^\s\]]*)[^\]]*\](.*)/s.exec(line) ?? [];
  return name === undefined || !NAMES.test(name) ? null : { name, properties: {}, data: data! };
}

/** All commands in a log; lines end where the runner ends them. */
export function commandsIn(text: string): RunnerCommand[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => commandIn(line) ?? []);
}
