import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FindingsDocument } from '../../src/evidence/findings-document.js';

/** In every text that was planted; nothing of stillhunt has it. */
export const STEM = 'Kanarienvogel';

/** Fields of claims and records that are no free text. */
const CHOICES: ReadonlySet<string> = new Set(['family', 'of']);

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
}

const ROOT = JSON.parse(
  readFileSync(new URL('../../src/evidence/findings-1.schema.json', import.meta.url), 'utf8'),
) as Schema;

export interface Planted {
  readonly document: FindingsDocument;
  /** Every text and hash that was planted, by its place. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The document with every field that its schema knows, a text of its own in each place that holds free text or a hash,
 * and in each object a field that no schema knows. What the document lacks is made from the schema.
 */
export function planted(document: FindingsDocument): Planted {
  const texts = new Map<string, string>();
  const text = (place: string) => {
    const made = `${STEM}-${texts.size}`;
    texts.set(place, made);
    return made;
  };
  const hex = (place: string, digits: number) => {
    const made = createHash('sha256').update(place).digest('hex').slice(0, digits);
    texts.set(place, made);
    return made;
  };

  function plant(value: unknown, schema: Schema, place: string): unknown {
    const to = resolved(schema);
    if (to.const !== undefined) return to.const;
    if (to.enum !== undefined) return value ?? to.enum.find((each) => each !== null);
    if (to.properties !== undefined || typeof to.additionalProperties === 'object') {
      return plantObject((value ?? {}) as Readonly<Record<string, unknown>>, to, place);
    }
    if (isOf(to, 'array')) return plantArray((value ?? []) as readonly unknown[], to, place);
    if (isOf(to, 'string')) return plantString(value, to, place);
    if (isOf(to, 'boolean')) return value ?? false;
    if (isOf(to, 'number') || isOf(to, 'integer')) {
      return value ?? to.multipleOf ?? (to.exclusiveMinimum === undefined ? (to.minimum ?? 1) : 0.5);
    }
    return plantUnknown(value, place);
  }

  function plantObject(value: Readonly<Record<string, unknown>>, to: Schema, place: string): object {
    const { properties = {}, additionalProperties: rest, propertyNames } = to;
    const made: Record<string, unknown> = {};
    for (const [key, sub] of Object.entries(properties))
      made[key] = plant(value[key], sub, `${place}.${key}`);
    for (const [key, one] of Object.entries(value)) {
      if (Object.hasOwn(made, key)) continue;
      made[key] =
        typeof rest === 'object' ? plant(one, rest, `${place}.${key}`) : plantUnknown(one, `${place}.${key}`);
    }
    if (propertyNames !== undefined) return made;
    const key = text(`${place} (key)`);
    made[key] = typeof rest === 'object' ? plant(undefined, rest, `${place}.*`) : text(`${place}.*`);
    return made;
  }

  function plantArray(value: readonly unknown[], to: Schema, place: string): unknown[] {
    if (to.prefixItems !== undefined) return value.length === 0 ? to.prefixItems.map(() => 0) : [...value];
    if (to.items === undefined || to.items === false) return [...value];
    const least = Math.max(1, to.minItems ?? 0);
    const items = value.length >= least ? value : Array.from({ length: least }, () => undefined);
    const of = to.items;
    return items.map((item, i) => plant(item, of, `${place}[${i}]`));
  }

  function plantString(value: unknown, { pattern }: Schema, place: string): unknown {
    if (pattern === undefined) return text(place);
    const digits = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern);
    if (digits !== null) return hex(place, Number(digits[1]));
    if (pattern.startsWith('^G-')) return `G-${hex(place, 16)}`;
    if (pattern.startsWith('^C')) return value ?? 'C1';
    if (pattern.startsWith('^R')) return value ?? `R${hex(place, 16)}`;
    if (pattern.includes('T[0-9]')) return value ?? '2026-05-01T00:00:00.000000Z';
    return value ?? 'families-speaking';
  }

  /** Where the schema does not say: every text, hashes as hashes. */
  function plantUnknown(value: unknown, place: string): unknown {
    if (typeof value === 'string') {
      return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(value) ? hex(place, value.length) : text(place);
    }
    if (Array.isArray(value)) return value.map((item, i) => plantUnknown(item, `${place}[${i}]`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        CHOICES.has(key) ? one : plantUnknown(one, `${place}.${key}`),
      ]),
    );
  }

  // Both are made by the profile.
  const { disclosure: _, records_root: __, ...properties } = ROOT.properties!;
  return { document: plant(document, { ...ROOT, properties }, '') as FindingsDocument, texts };
}

/** The schema itself, without references and without the branch for null. */
function resolved(schema: Schema): Schema {
  if (schema.$ref !== undefined) {
    const { $ref, ...beside } = schema;
    return resolved({ ...ROOT.$defs![$ref.replace('#/$defs/', '')], ...beside });
  }
  if (schema.oneOf === undefined) return schema;
  return resolved(schema.oneOf.find(({ type }) => type !== 'null')!);
}

function isOf({ type }: Schema, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}
