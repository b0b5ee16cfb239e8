import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { StillhuntError } from '../errors.js';
import { showText } from '../ingest/show-text.js';

export const CONFIGURATION_SCHEMA = 'stillhunt/config/1';
/** The file that is read from the working directory where none is named. */
export const CONFIGURATION_FILE = 'stillhunt.json';
/** The section for all commands that have an option. */
export const EVERY = 'every';
/** Options that tell of the configuration itself. */
const NOT_CONFIGURED = new Set(['config', 'help', 'version']);

/** One option as the file sets it. */
export interface ConfiguredOption {
  readonly section: string;
  readonly option: string;
  readonly value: unknown;
  readonly line: number;
}

/** Defaults of options that a file gives, checked against the commands that there are. */
export interface ConfigurationFile {
  readonly path: string;
  readonly options: readonly ConfiguredOption[];
}

/**
 * Reads a configuration: JSON with comments, `{"schema": "stillhunt/config/1", SECTION: {OPTION: VALUE}}`, a section being
 * a command, such as `investigate` or `case drop`, or `every`; an option goes by its long name without dashes.
 * @throws StillhuntError `input` for what cannot be read or set, naming the line
 */
export async function readConfiguration(path: string, program: Command): Promise<ConfigurationFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new StillhuntError('input', `The configuration ${path} cannot be read: ${reason}.`);
  }
  return { path, options: configuredOptions(text, path, program) };
}

function configuredOptions(text: string, path: string, program: Command): ConfiguredOption[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const refuse = (offset: number, message: string, next?: string) =>
    new StillhuntError(
      'input',
      `${path} line ${lineOf(offset)}: ${message}`,
      next ?? 'See: stillhunt config schema',
    );
  const [error] = errors;
  if (error !== undefined || root === undefined)
    throw refuse(
      error?.offset ?? 0,
      `no JSON (${error === undefined ? 'empty' : printParseErrorCode(error.error)}).`,
    );
  if (root.type !== 'object') throw refuse(root.offset, 'expected an object.');
  const schema = findNodeAtLocation(root, ['schema']);
  if (schema === undefined || getNodeValue(schema) !== CONFIGURATION_SCHEMA)
    throw refuse(
      schema?.offset ?? root.offset,
      `expected "schema": "${CONFIGURATION_SCHEMA}", found ${schema === undefined ? 'none' : showText(JSON.stringify(getNodeValue(schema)), 80)}.`,
    );
  const commands = commandsOf(program);
  const options: ConfiguredOption[] = [];
  for (const [section, node, at] of entriesOf(root)) {
    if (section === 'schema' || section === '$schema') continue;
    const known =
      section === EVERY ? [...commands.values()] : [commands.get(section)].filter((c) => c !== undefined);
    if (known.length === 0)
      throw refuse(
        at,
        `no command ${showText(section, 80)}.`,
        `Commands: ${[EVERY, ...commands.keys()].join(', ')}.`,
      );
    if (node.type !== 'object') throw refuse(node.offset, `expected an object for ${section}.`);
    for (const [name, value, place] of entriesOf(node)) {
      const targets = known.map((command) => optionOf(command, name)).filter((each) => each !== undefined);
      const [target] = targets;
      if (target === undefined) {
        const names = [...new Set(known.flatMap((command) => configurable(command).map(nameOf)))].sort();
        throw refuse(
          place,
          `${section} has no option ${showText(name, 80)}.`,
          `Options: ${names.join(', ')}.`,
        );
      }
      const given: unknown = getNodeValue(value);
      try {
        optionValue(target, given);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        throw refuse(value.offset, `${section}.${name}: ${error.message}`);
      }
      options.push({ section, option: name, value: given, line: lineOf(place) });
    }
  }
  return options;
}

function entriesOf(node: Node): [string, Node, number][] {
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value, key.offset] as const];
  }) as [string, Node, number][];
}

/** The commands with options of their own, by their path, such as `case drop`. */
export function commandsOf(program: Command): ReadonlyMap<string, Command> {
  const found = new Map<string, Command>();
  const enter = (command: Command, path: readonly string[]) => {
    for (const each of command.commands) {
      const names = [...path, each.name()];
      if (configurable(each).length > 0) found.set(names.join(' '), each);
      enter(each, names);
    }
  };
  enter(program, []);
  return found;
}

/** Options that a file may set. */
export function configurable(command: Command): Option[] {
  return command.options.filter((option) => !NOT_CONFIGURED.has(nameOf(option)));
}

/** An option's name in the file: its long name, without the `no-` of one that switches something off. */
export function nameOf(option: Option): string {
  return option.name().replace(option.negate ? /^no-/ : /^$/, '');
}

function optionOf(command: Command, name: string): Option | undefined {
  return configurable(command).find((option) => nameOf(option) === name);
}

/** What an option takes in a file. */
export type ValueKind = 'boolean' | 'pairs' | 'list' | 'text';

export function kindOf(option: Option): ValueKind {
  if (option.isBoolean() || option.negate) return 'boolean';
  if (option.variadic) return 'list';
  return typeof option.defaultValue === 'object' && option.defaultValue !== null ? 'pairs' : 'text';
}

/** A value of the file as the option holds it. @throws InvalidArgumentError */
function optionValue(option: Option, given: unknown): unknown {
  const kind = kindOf(option);
  if (kind === 'boolean') {
    if (typeof given !== 'boolean') throw new InvalidArgumentError('Expected true or false.');
    return given;
  }
  if (kind === 'list') {
    if (!Array.isArray(given) || given.length === 0 || given.some((each) => typeof each !== 'string'))
      throw new InvalidArgumentError('Expected a list of texts.');
    const unknown = given.find(
      (each) => option.argChoices !== undefined && !option.argChoices.includes(each),
    );
    if (unknown !== undefined)
      throw new InvalidArgumentError(`Expected some of ${option.argChoices!.join(', ')}.`);
    return given;
  }
  const parse = option.parseArg as ((text: string, before: unknown) => unknown) | undefined;
  if (kind === 'pairs') {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new InvalidArgumentError('Expected an object of texts.');
    let value: unknown = {};
    for (const [key, text] of Object.entries(given)) {
      if (typeof text !== 'string') throw new InvalidArgumentError('Expected an object of texts.');
      value = parse!(`${key}=${text}`, value);
    }
    return value;
  }
  if (typeof given !== 'string' && typeof given !== 'number')
    throw new InvalidArgumentError('Expected a text or a number.');
  return parse === undefined ? String(given) : parse(String(given), undefined);
}

/** The setting of an option in a file, if any; a command's own section goes before `every`. */
export function settingOf(
  { options }: ConfigurationFile,
  command: string,
  option: Option,
): ConfiguredOption | undefined {
  const named = options.filter((each) => each.option === nameOf(option));
  return named.find(({ section }) => section === command) ?? named.find(({ section }) => section === EVERY);
}

/** Makes the file's settings what options hold where the command line does not set them. To be called before parsing. */
export function applyConfiguration(program: Command, file: ConfigurationFile): void {
  for (const [path, command] of commandsOf(program)) {
    for (const option of configurable(command)) {
      const setting = settingOf(file, path, option);
      if (setting === undefined) continue;
      const value = optionValue(option, setting.value);
      // What a repeatable option gathers on the command line starts anew where it still holds its default.
      if (option.variadic) option.default(value, `from ${file.path}`);
      command.setOptionValueWithSource(option.attributeName(), value, 'config');
    }
  }
}
