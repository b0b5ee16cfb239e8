import type { Command, Option } from 'commander';
import {
  CONFIGURATION_SCHEMA,
  commandsOf,
  configurable,
  EVERY,
  kindOf,
  nameOf,
} from './configuration-file.js';

/** The JSON Schema of the configuration file: what the commands' own options are. */
export function configurationSchema(program: Command): object {
  const commands = commandsOf(program);
  const every = new Map<string, Option>();
  for (const command of commands.values())
    for (const option of configurable(command))
      if (!every.has(nameOf(option))) every.set(nameOf(option), option);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'stillhunt configuration',
    description: 'Defaults of options, by command; what the command line sets goes before them.',
    type: 'object',
    required: ['schema'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      schema: { const: CONFIGURATION_SCHEMA },
      [EVERY]: section([...every.values()], 'all commands that have the option'),
      ...Object.fromEntries(
        [...commands].map(([path, command]) => [path, section(configurable(command), `stillhunt ${path}`)]),
      ),
    },
  };
}

function section(options: readonly Option[], description: string): object {
  const sorted = [...options].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return {
    description,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      sorted.map((option) => [nameOf(option), { description: option.description, ...valueSchema(option) }]),
    ),
  };
}

function valueSchema(option: Option): object {
  switch (kindOf(option)) {
    case 'boolean':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', minItems: 1, items: choiceSchema(option) ?? { type: 'string' } };
    case 'pairs':
      return { type: 'object', additionalProperties: { type: 'string' } };
    default:
      return choiceSchema(option) ?? { type: ['string', 'number'] };
  }
}

function choiceSchema({ argChoices }: Option): object | null {
  return argChoices === undefined ? null : { enum: argChoices };
}
