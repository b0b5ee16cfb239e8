import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type SchemaFile, schemaText } from './schema-files.js';

/** Compiling takes some ten milliseconds, so each schema is compiled once a process. */
const compiled = new Map<SchemaFile, ValidateFunction>();

/** A check of values against a JSON Schema of a pack: null where a value fits, else the first place that does not, and how. */
export function jsonSchemaCheck(schema: SchemaFile): (value: unknown) => string | null {
  const validate = compiled.get(schema) ?? compile(schema);
  return (value) => {
    if (validate(value)) return null;
    const [first] = validate.errors ?? [];
    return `at ${first?.instancePath || '/'}: ${first?.message ?? 'does not fit'}`;
  };
}

function compile(schema: SchemaFile): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(schemaText(schema)) as object);
  compiled.set(schema, validate);
  return validate;
}
