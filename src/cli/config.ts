import type { Command, Option } from 'commander';
import { terminalText } from '../report/escape-terminal.js';
import type { CommandIo } from './command-io.js';
import {
  CONFIGURATION_FILE,
  CONFIGURATION_SCHEMA,
  type ConfigurationFile,
  commandsOf,
  configurable,
  EVERY,
  kindOf,
  nameOf,
  settingOf,
} from './configuration-file.js';
import { configurationSchema } from './configuration-schema.js';

const EXAMPLES = `
Examples:
  stillhunt config show
  stillhunt config show investigate
  stillhunt config schema > stillhunt-config.schema.json

A configuration is JSON, comments allowed, with a section for each command and one for all:
  {
    "schema": "${CONFIGURATION_SCHEMA}",
    "${EVERY}": { "timezone": "UTC", "quiet": true },
    "investigate": { "column": { "account": "customer_ref" }, "max-quarantine": 1, "fail-on": "alert" }
  }
It is ${CONFIGURATION_FILE} in the working directory, or what --config or STILLHUNT_CONFIG names. The command line goes before a
command's section, that before "${EVERY}". --column and --const add to what the file has for other fields.
`;

/** \`stillhunt config\`: what options hold, and where it comes from. \`file\`: the configuration in effect. */
export function register(program: Command, io: CommandIo, file: ConfigurationFile | null): void {
  const command = program
    .command('config')
    .description('show what options hold and from where; print the schema of the configuration file')
    .addHelpText('after', EXAMPLES);
  command
    .command('show')
    .description('show the options of a command, or of all, with their values and where these come from')
    .argument('[command...]', 'such as investigate, or case drop')
    .action((names: string[]) => {
      const path = names.join(' ');
      const all = commandsOf(program);
      const shown = path === '' ? [...all] : [...all].filter(([name]) => name === path);
      if (shown.length === 0) program.error(`error: no command ${terminalText(path)} with options`);
      const head =
        file === null
          ? `no configuration: there is no ${CONFIGURATION_FILE} here, and none was named`
          : `configuration ${terminalText(file.path)}`;
      io.stdout(`${[head, ...shown.flatMap(([name, each]) => optionLines(name, each, file))].join('\n')}\n`);
    });
  command
    .command('schema')
    .description('print the JSON Schema of the configuration file')
    .action(() => io.stdout(`${JSON.stringify(configurationSchema(program), null, 2)}\n`));
}

function optionLines(path: string, command: Command, file: ConfigurationFile | null): string[] {
  const options = configurable(command);
  const width = Math.max(...options.map((option) => nameOf(option).length));
  return [
    '',
    path,
    ...options.map((option) => {
      const setting = file === null ? undefined : settingOf(file, path, option);
      const where =
        setting === undefined
          ? 'default'
          : `${terminalText(file!.path)} line ${setting.line}, ${setting.section}`;
      return `  ${nameOf(option).padEnd(width)}  ${shownValue(option, setting?.value)}  (${where})`;
    }),
  ];
}

function shownValue(option: Option, set: unknown): string {
  const value = set ?? option.defaultValue;
  if (kindOf(option) === 'boolean') return (value ?? option.negate) === true ? 'yes' : 'no';
  if (set === undefined && option.defaultValueDescription !== undefined)
    return option.defaultValueDescription;
  if (value === undefined) return option.mandatory ? 'to be given' : 'not set';
  return terminalText(typeof value === 'string' ? value : JSON.stringify(value), 200);
}
