import ipaddr from 'ipaddr.js';
import type { Pseudonyms } from './pseudonym.js';

/** For whom a value is shown. */
export interface ShownTo {
  readonly profile: 'partner' | 'ci';
  readonly pseudonyms: Pseudonyms;
}

/** How a value of a field or facet may be shown. */
type ValueRule =
  /** Text of the log. */
  | 'keyed'
  /** A number or a time, or a label that stillhunt made of one. */
  | 'number'
  /** As it is where it has the form of such a code; else, being free text, keyed. To partners only. */
  | 'asn'
  | 'country'
  | 'stop reason'
  /** As a prefix where it is an address or a prefix, else keyed. To partners only. */
  | 'network';

/**
 * Values by canonical field, then by facet where its name is another. What is not listed is keyed. Names of models and
 * routes are keyed too: deployments and tuned models carry the names of customers.
 */
const VALUE_RULES: ReadonlyMap<string, ValueRule> = new Map(
  Object.entries<ValueRule>({
    time: 'number',
    ip: 'network',
    asn: 'asn',
    country: 'country',
    stop_reason: 'stop reason',
    input_tokens: 'number',
    output_tokens: 'number',
    cached_tokens: 'number',
    max_tokens: 'number',
    temperature: 'number',
    stream: 'number',
    status: 'number',
    latency_ms: 'number',

    tick: 'number',
    length_cell: 'number',
    input_length: 'number',
    output_length: 'number',
    cached_share: 'number',
    latency: 'number',
    network: 'network',
    network_day: 'network',
  }),
);

/** Facets whose values are those of a field with another name, so that both get the same pseudonym. */
const FIELD_OF_FACET: ReadonlyMap<string, string> = new Map([
  ['client', 'user_agent'],
  ['network', 'ip'],
  ['network_day', 'ip'],
]);

/** Reasons that providers document; other words are text of the log. */
const STOP_REASONS: ReadonlySet<string> = new Set([
  'stop',
  'length',
  'content_filter',
  'tool_calls',
  'function_call',
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'guardrail_intervened',
  'error',
  'cancelled',
]);

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;
/** Numbers and ranges of them with a unit, as facets and figures write their values. */
const NUMBER =
  /^(?:\d{1,16}(?:\.\d{1,9})?\+?(?: ?[–-] ?\d{1,16}(?:\.\d{1,9})?)?(?: (?:ms|tokens))?|none|yes|no)$/;
const SHARE = /^up to \d\/\d$/;
const CELL = /^(?:\?|\d{1,16}\+) in, (?:\?|\d{1,16}\+) out$/;
const COUNTRY = /^[A-Z]{2}$/i;
const MASKED_V4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.(?:\*{1,3}|x{1,3})$/;

/** What stands for a value of the field or facet: itself, its prefix, or a pseudonym. */
export function shownValue(name: string, value: string, { profile, pseudonyms }: ShownTo): string {
  const shown = shownAs(VALUE_RULES.get(name) ?? 'keyed', value, profile);
  if (shown !== null) return shown;
  return pseudonyms.of(kindOf(name), value);
}

/** Whether the value of a field is shown as it is, so that it can be checked against a commitment. */
export function isShown(field: string, value: string | number, { profile }: ShownTo): boolean {
  const rule = VALUE_RULES.get(field) ?? 'keyed';
  if (typeof value === 'number') return rule === 'number';
  return shownAs(rule, value, profile) === value;
}

/** The name in a pseudonym; names that no field has are not passed on. */
function kindOf(name: string): string {
  const kind = FIELD_OF_FACET.get(name) ?? name;
  return /^[a-z_]{1,20}$/.test(kind) ? kind : 'value';
}

/** Null where only a pseudonym may stand for it. */
function shownAs(rule: ValueRule, value: string, profile: ShownTo['profile']): string | null {
  switch (rule) {
    case 'number':
      return [TIME, NUMBER, SHARE, CELL].some((form) => form.test(value)) ? value : null;
    case 'stop reason':
      return STOP_REASONS.has(value) ? value : null;
    case 'asn':
      return profile === 'partner' && isAsn(value) ? value : null;
    case 'country':
      return profile === 'partner' && COUNTRY.test(value) ? value : null;
    case 'network':
      return profile === 'partner' ? prefixOf(value) : null;
    case 'keyed':
      return null;
  }
}

/** A number of 32 bits (RFC 6793), with or without `AS`. */
function isAsn(value: string): boolean {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(value)?.[1];
  return digits !== undefined && Number(digits) < 2 ** 32;
}

/** The /24 or /48 that holds an address or network; null for a shorter prefix as for anything else. */
function prefixOf(text: string): string | null {
  const slash = text.indexOf('/');
  const address = MASKED_V4.test(text)
    ? text.replace(MASKED_V4, '$1.0')
    : text.slice(0, slash === -1 ? undefined : slash);
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return null;
  if (address.includes('%')) return null; // a zone is free text
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? 24 : 48;
  if (slash !== -1) {
    const length = text.slice(slash + 1);
    if (!/^\d{1,3}$/.test(length) || Number(length) < bits) return null;
  }
  const bytes = parsed.toByteArray().map((byte, place) => (place < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
