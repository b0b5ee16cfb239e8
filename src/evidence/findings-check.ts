import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FindingsDocument } from './findings-document.js';

/** What a check of a value against the JSON Schema of findings came to. */
export type FindingsCheck =
  | {
      readonly valid: true;
      readonly document: FindingsDocument;
      /** Fields that this version does not know, as JSON pointers; the first ten. */
      readonly unknown: readonly string[];
    }
  /** The first place that breaks the schema, as a JSON pointer, and how. */
  | { readonly valid: false; readonly place: string; readonly problem: string };

const UNKNOWN_LISTED = 10;

interface Validators {
  readonly strict: ValidateFunction;
  /** With every closed object open. */
  readonly tolerant: ValidateFunction;
  /** Strict, and with every error. */
  readonly all: ValidateFunction;
}

/** Compiled once a process, and only where they are needed. */
const validators: { -readonly [K in keyof Validators]?: Validators[K] } = {};

/**
 * Checks a parsed document against findings-1.schema.json. Version 1 only gains fields, so those that this version does
 * not know are accepted and named: a later version may have written them. Everything else that the schema refuses is
 * refused, and so is an id that two groups have. Cost: compiling the schema once a process, about 50 ms, then O(size of the document).
 */
export function checkFindings(value: unknown): FindingsCheck {
  const twice = repeatedId(value);
  if (twice !== null) return { valid: false, place: twice, problem: 'is the id of an earlier group' };
  validators.strict ??= compiled(findingsSchema(), false);
  if (validators.strict(value)) return { valid: true, document: value as FindingsDocument, unknown: [] };
  validators.tolerant ??= compiled(withoutClosedObjects(findingsSchema()), false);
  const { tolerant } = validators;
  if (!tolerant(value)) {
    const [first] = tolerant.errors ?? [];
    return {
      valid: false,
      place: first === undefined || first.instancePath === '' ? '/' : first.instancePath,
      problem: first?.message ?? 'does not fit',
    };
  }
  validators.all ??= compiled(findingsSchema(), true);
  const { all } = validators;
  all(value);
  const unknown = (all.errors ?? []).filter(({ keyword }) => keyword === 'additionalProperties').map(pointer);
  return {
    valid: true,
    document: value as FindingsDocument,
    unknown: [...new Set(unknown)].slice(0, UNKNOWN_LISTED),
  };
}

/** Where a group has the id of one before it, which no schema can say: both would be written to one folder. */
function repeatedId(value: unknown): string | null {
  const groups = (value as { readonly groups?: unknown } | null)?.groups;
  if (!Array.isArray(groups)) return null;
  const ids = new Set<unknown>();
  for (const [i, group] of groups.entries()) {
    const id = (group as { readonly id?: unknown } | null)?.id;
    if (id !== undefined && ids.has(id)) return `/groups/${i}/id`;
    ids.add(id);
  }
  return null;
}

/** The schema that ships, the same file for sources and build. */
function findingsSchema(): object {
  const file = new URL('../../src/evidence/findings-1.schema.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

function compiled(schema: object, allErrors: boolean): ValidateFunction {
  return new Ajv2020({ allErrors, strict: true, allowUnionTypes: true }).compile(schema);
}

/** The schema with every closed object open, at any depth. */
function withoutClosedObjects(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  ) as object;
}

function pointer({ instancePath, params }: ErrorObject): string {
  const name = String((params as { readonly additionalProperty?: unknown }).additionalProperty);
  return `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
