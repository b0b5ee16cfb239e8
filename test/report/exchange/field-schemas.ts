import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

/** The fields' own schemas, as fixtures/schemas/README.md says where they are from. */
const SCHEMAS = join(import.meta.dirname, '../../../fixtures/schemas');

function json(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8'));
}

/** Problems that a schema has with a value, each with its place; empty where there are none. */
export type Problems = (value: unknown) => string[];

function problems(validate: ValidateFunction): Problems {
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`);
}

/** STIX 2.1: the bundle, and each object by the schema of its type, which says more than the bundle's choice of all. */
function stix(): Problems {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, formats: { 'idn-hostname': true } });
  addFormats.default(ajv);
  const byType = new Map<string, string>();
  for (const folder of ['common', 'observables', 'sdos', 'sros']) {
    for (const file of readdirSync(join(SCHEMAS, 'stix-2.1', folder))) {
      const schema = json(`stix-2.1/${folder}/${file}`);
      ajv.addSchema(schema);
      byType.set(String(schema['title']), String(schema['$id']));
    }
  }
  const of = (type: string) => ajv.getSchema(byType.get(type) ?? '');
  return (value) => {
    const bundle = value as { objects?: { type: string }[] };
    const found = problems(of('bundle')!)({ ...bundle, objects: bundle.objects?.slice(0, 1) ?? [{}] }).filter(
      (problem) => !problem.startsWith('/objects'),
    );
    for (const object of bundle.objects ?? []) {
      const validate = of(object.type);
      found.push(...(validate === undefined ? [`no schema of ${object.type}`] : problems(validate)(object)));
    }
    return found;
  };
}

/** Schemas of draft 4 that use nothing which draft 7 reads otherwise, but for the name of `id`. */
function draft4(path: string): Problems {
  const { $schema, id: _, ...schema } = json(path);
  if ($schema !== 'http://json-schema.org/draft-04/schema#') throw new Error(`not draft 4: ${path}`);
  if (/"exclusiveM\w+": ?(true|false)/.test(JSON.stringify(schema)))
    throw new Error(`needs draft 4: ${path}`);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return problems(ajv.compile(schema));
}

export const sarifProblems = draft4('sarif/sarif-2.1.0-rtm.5.json');
export const mispProblems = draft4('misp/event.schema.json');

/** Categories and types of MISP attributes, and which type may stand in which category. */
export function mispTypes(): Record<string, string[]> {
  return (json('misp/describe-types.json')['result'] as { category_type_mappings: Record<string, string[]> })
    .category_type_mappings;
}

function ocsf(): Problems {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return problems(ajv.compile(json('ocsf/detection-finding-1.8.0.schema.json')));
}

export const stixProblems = stix();
export const ocsfProblems = ocsf();

/** Problems of an XML text by an XML Schema; a text that is no XML has some too. */
async function xmlProblems(xml: string, schema: string, imported: readonly string[]): Promise<string[]> {
  const read = (name: string) => readFileSync(join(SCHEMAS, 'xml', name), 'utf8');
  const { errors } = await validateXML({
    xml: [{ fileName: 'given.xml', contents: xml }],
    schema: [{ fileName: schema, contents: read(schema) }],
    preload: imported.map((fileName) => ({ fileName, contents: read(fileName) })),
    initialMemoryPages: 512,
    maxMemoryPages: 8192,
  });
  return errors.map(({ message }) => message);
}

export const junitProblems = (xml: string): Promise<string[]> => xmlProblems(xml, 'junit-10.xsd', []);
export const graphmlProblems = (xml: string): Promise<string[]> =>
  xmlProblems(xml, 'graphml.xsd', ['xlink.xsd']);
