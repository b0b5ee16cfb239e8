import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { StillhuntError } from '../../errors.js';
import { FIELDS, NUMBER_FIELDS, TEXT_FIELDS } from '../../record/usage-record.js';
import { showText } from '../show-text.js';
import { TimeZone } from '../time-zone.js';
import { calendarFormat } from './calendar-format.js';
import {
  type Condition,
  type ElapsedRule,
  type FieldRule,
  type Mapping,
  TIME_UNITS,
  type TimeRule,
  type TimeUnit,
} from './mapping.js';
import { parsePath } from './path.js';

/** How the user says that records of an unknown format become rows. */
export interface UserMap {
  readonly mapping: Mapping;
  /** Path to the record, or to the list of records, inside of each object that is read. */
  readonly unwrap?: string;
}

type Json = Record<string, unknown>;
type Where = readonly (string | number)[];

/**
 * Reads a map, as JSON with comments allowed. `file` names it in errors, which point at the line.
 * @throws StillhuntError `input` for text that is no JSON, or a map that cannot hold.
 */
export function parseUserMap(text: string, file: string): UserMap {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    const line = lineOf(text, first?.offset ?? 0);
    throw wrong(
      file,
      line,
      `it is no JSON (${first === undefined ? 'empty' : printParseErrorCode(first.error)})`,
    );
  }
  return new MapReader(file, text, tree).read();
}

const TOP = ['version', 'unwrap', 'where', 'nulls', 'fields'];
const TIME_KEYS = ['from', 'unit', 'format', 'less', 'zone'];
const FIELD_KEYS = [
  'from',
  'sum',
  'elapsed',
  'otherwise',
  'nulls',
  'prefixed',
  'split',
  'capture',
  'values',
  'scale',
  'atLeast',
  'turn',
  'hash',
];
const ELAPSED_KEYS = ['from', 'to', 'unit'];
const VERSION = 1;

class MapReader {
  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly tree: Node,
  ) {}

  read(): UserMap {
    const map = this.object([], this.value([]), TOP);
    if (map['version'] !== VERSION) this.fail(['version'], `"version": ${VERSION} was expected`);
    const fields = this.object(['fields'], map['fields'], FIELDS);
    if (fields['time'] === undefined) this.fail(['fields'], 'it does not say where the time is');
    const rules: Record<string, FieldRule> = {};
    for (const field of [...TEXT_FIELDS, ...NUMBER_FIELDS]) {
      if (fields[field] !== undefined) rules[field] = this.field(['fields', field], fields[field]);
    }
    const nulls = map['nulls'] === undefined ? {} : { nulls: this.texts(['nulls'], map['nulls']) };
    const where = map['where'] === undefined ? {} : { where: this.conditions(map['where']) };
    const mapping: Mapping = { time: this.time(fields['time']), fields: rules, ...nulls, ...where };
    if (map['unwrap'] === undefined) return { mapping };
    return { mapping, unwrap: this.path(['unwrap'], map['unwrap']) };
  }

  private time(given: unknown): TimeRule {
    const at = ['fields', 'time'];
    if (typeof given === 'string' || Array.isArray(given)) return { from: this.paths(at, given) };
    const rule = this.object(at, given, TIME_KEYS);
    const { unit, format, zone } = rule;
    const read: { -readonly [K in keyof TimeRule]: TimeRule[K] } = {
      from: this.paths([...at, 'from'], rule['from']),
    };
    if (unit !== undefined) read.unit = this.unit([...at, 'unit'], unit);
    if (format !== undefined) {
      read.format = this.textAt([...at, 'format'], format);
      this.checked([...at, 'format'], () => calendarFormat(read.format!));
    }
    if (rule['less'] !== undefined) read.less = this.paths([...at, 'less'], rule['less']);
    if (zone !== undefined) {
      read.zone = this.textAt([...at, 'zone'], zone);
      this.checked([...at, 'zone'], () => TimeZone.named(read.zone!));
    }
    return read;
  }

  private unit(at: Where, given: unknown): TimeUnit {
    const known = TIME_UNITS.find((name) => name === given);
    if (known === undefined) this.fail(at, `one of ${TIME_UNITS.join(', ')} was expected`);
    return known!;
  }

  private elapsed(at: Where, given: unknown): ElapsedRule {
    const rule = this.object(at, given, ELAPSED_KEYS);
    const read = {
      from: this.paths([...at, 'from'], rule['from']),
      to: this.paths([...at, 'to'], rule['to']),
    };
    return rule['unit'] === undefined ? read : { ...read, unit: this.unit([...at, 'unit'], rule['unit']) };
  }

  private field(at: Where, given: unknown): FieldRule {
    if (typeof given === 'string' || Array.isArray(given)) return { from: this.paths(at, given) };
    const rule = this.object(at, given, FIELD_KEYS);
    const read: { -readonly [K in keyof FieldRule]: FieldRule[K] } = {};
    if (rule['from'] !== undefined) read.from = this.paths([...at, 'from'], rule['from']);
    if (rule['sum'] !== undefined) read.sum = this.paths([...at, 'sum'], rule['sum']);
    if (rule['elapsed'] !== undefined) read.elapsed = this.elapsed([...at, 'elapsed'], rule['elapsed']);
    const whence = [read.from, read.sum, read.elapsed, rule['otherwise']];
    if (whence.every((one) => one === undefined))
      this.fail(at, '"from", "sum", "elapsed" or "otherwise" was expected');
    for (const key of ['otherwise', 'prefixed', 'capture'] as const)
      if (rule[key] !== undefined) read[key] = this.textAt([...at, key], rule[key]);
    for (const key of ['scale', 'atLeast'] as const) {
      if (rule[key] === undefined) continue;
      if (typeof rule[key] !== 'number') this.fail([...at, key], 'a number was expected');
      read[key] = rule[key];
    }
    if (rule['nulls'] !== undefined) read.nulls = this.texts([...at, 'nulls'], rule['nulls']);
    if (rule['capture'] !== undefined) this.capture([...at, 'capture'], read.capture!);
    if (rule['split'] !== undefined) {
      const split = this.object([...at, 'split'], rule['split'], ['by', 'at']);
      const by = this.textAt([...at, 'split', 'by'], split['by']);
      if (!Number.isInteger(split['at'])) this.fail([...at, 'split', 'at'], 'a whole number was expected');
      read.split = { by, at: split['at'] as number };
    }
    if (rule['values'] !== undefined) {
      const values = this.object([...at, 'values'], rule['values'], null);
      for (const [key, value] of Object.entries(values)) this.textAt([...at, 'values', key], value);
      read.values = values as Record<string, string>;
    }
    if (rule['turn'] !== undefined) {
      const { turn } = rule;
      if (turn !== 'system' && turn !== 'last-user')
        this.fail([...at, 'turn'], '"system" or "last-user" was expected');
      read.turn = turn as 'system' | 'last-user';
    }
    if (rule['hash'] !== undefined) {
      if (typeof rule['hash'] !== 'boolean') this.fail([...at, 'hash'], 'true or false was expected');
      read.hash = rule['hash'];
    }
    return read;
  }

  private capture(at: Where, pattern: string): void {
    let groups = 0;
    try {
      groups = new RegExp(`${pattern}|`).exec('')!.length - 1;
    } catch {
      this.fail(at, 'it is no regular expression');
    }
    if (groups < 1) this.fail(at, 'a group in parentheses was expected: what it matches is taken');
  }

  private conditions(given: unknown): Condition[] {
    if (!Array.isArray(given)) this.fail(['where'], 'a list of conditions was expected');
    return (given as unknown[]).map((one, i) => {
      const at = ['where', i];
      const rule = this.object(at, one, ['path', 'in', 'notIn']);
      if (rule['in'] === undefined && rule['notIn'] === undefined)
        this.fail(at, '"in" or "notIn" was expected');
      return {
        path: this.path([...at, 'path'], rule['path']),
        ...(rule['in'] === undefined ? {} : { in: this.texts([...at, 'in'], rule['in']) }),
        ...(rule['notIn'] === undefined ? {} : { notIn: this.texts([...at, 'notIn'], rule['notIn']) }),
      };
    });
  }

  private paths(at: Where, given: unknown): string[] {
    const list = Array.isArray(given) ? given : [given];
    if (list.length === 0) this.fail(at, 'at least one path was expected');
    return list.map((one, i) => this.path(Array.isArray(given) ? [...at, i] : at, one));
  }

  private path(at: Where, given: unknown): string {
    const text = this.textAt(at, given);
    this.checked(at, () => parsePath(text));
    return text;
  }

  private texts(at: Where, given: unknown): string[] {
    if (!Array.isArray(given)) this.fail(at, 'a list of texts was expected');
    return (given as unknown[]).map((one, i) => this.textAt([...at, i], one));
  }

  private textAt(at: Where, given: unknown): string {
    if (typeof given !== 'string') this.fail(at, 'a text was expected');
    return given as string;
  }

  /** @param known keys that it may have; null for any */
  private object(at: Where, given: unknown, known: readonly string[] | null): Json {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      this.fail(at, 'an object was expected');
    const object = given as Json;
    for (const key of known === null ? [] : Object.keys(object)) {
      if (known!.includes(key)) continue;
      this.fail([...at, key], `${showText(key)} is unknown; known are ${known!.join(', ')}`);
    }
    return object;
  }

  private value(at: Where): unknown {
    const node = findNodeAtLocation(this.tree, [...at]);
    return node === undefined ? undefined : plain(node);
  }

  /** Points at the line of what a check of its own refuses. */
  private checked(at: Where, check: () => unknown): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof StillhuntError)) throw error;
      this.fail(at, `${error.message.replace(/\.$/, '')}. ${error.next ?? ''}`.trim().replace(/\.$/, ''));
    }
  }

  private fail(at: Where, what: string): never {
    let node: Node | undefined;
    for (let length = at.length; node === undefined && length >= 0; length--)
      node = findNodeAtLocation(this.tree, at.slice(0, length));
    const place = at.length === 0 ? 'the map' : at.join('.');
    throw wrong(this.file, lineOf(this.text, node?.offset ?? 0), `${place}: ${what}`);
  }
}

function plain(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(plain);
  if (node.type !== 'object') return node.value;
  const object: Json = Object.create(null);
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key !== undefined && value !== undefined) object[String(key.value)] = plain(value);
  }
  return object;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function wrong(file: string, line: number, what: string): StillhuntError {
  return new StillhuntError(
    'input',
    `${file} line ${line}: ${what}.`,
    'stillhunt inspect FILE --write-map MAP drafts one; README describes maps.',
  );
}
