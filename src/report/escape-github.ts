/**
 * Text in the log of a GitHub job, which the runner reads for commands: a line that begins with `::name … ::`, and, in
 * the older form, `##[name …]` anywhere in a line.
 * Source: actions/runner, src/Runner.Common/ActionCommand.cs (TryParseV2, TryParse).
 */

/** What follows the second `::`. The runner undoes it; `##[` is spelled out for logs that are read again. */
export function commandData(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll('##[', '##\\u005b');
}

/** A value of a property, where `:` ends the properties and `,` one of them. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A command in a line of its own, such as `::error title=A finding::What it is`. Properties without value are left out. */
export function githubCommand(
  name: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${commandProperty(value)}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${commandData(message)}`;
}

/**
 * Passes text on, in pieces as they come, so that no line of it is a command. `##[` becomes `##\u005b`, which in JSON is
 * the same text; a line that begins with `::`, which JSON of ours never does, begins with `\u003a:`. What could become a
 * command with the next piece is held back until then; text that ends with a line break is passed on whole.
 */
export function inertForGithub(write: (text: string) => void): (text: string) => void {
  let held = '';
  let atStart = true; // nothing but blanks in the line so far
  return (piece) => {
    const text = held + piece;
    held = /(?:#{1,2}|(?<!:):)$/.exec(text)?.[0] ?? '';
    const ready = text.slice(0, text.length - held.length);
    if (ready === '') return;
    const first = atStart ? ready.replace(/^(\s*)::/, '$1\\u003a:') : ready;
    const inert = first.replace(/([\r\n]\s*)::/g, '$1\\u003a:').replaceAll('##[', '##\\u005b');
    const line = ready.slice(Math.max(ready.lastIndexOf('\n'), ready.lastIndexOf('\r')) + 1);
    const begun = /[\r\n]/.test(ready);
    atStart = line.trim() === '' && (begun || atStart);
    write(inert);
  };
}
