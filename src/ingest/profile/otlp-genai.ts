import type { Profile } from './profile.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * OpenTelemetry spans in OTLP JSON with the GenAI semantic conventions. Sources: open-telemetry/semantic-conventions
 * docs/registry/attributes/gen-ai.md v1.27 to v1.44 (Apache-2.0); OpenTelemetry specification, "Protocol File Exporter".
 */
export const otlpGenai: Profile = {
  id: 'otlp-genai',
  title: 'OpenTelemetry GenAI spans (OTLP JSON)',
  written: ['json'],
  grain: 'request',
  time: { basis: 'start', resolution: '1 ns', zone: null },
  tokens: { cache: 'included', reasoning: 'included' },
  identity: 'weak',
  detect: { has: [], hasOneOf: [['resourceSpans', 'scopeSpans']] },
  explode: spansOf,
  notes: [
    'Only spans of model calls are read: agent, workflow and tool spans repeat their tokens.',
    'An account is user.id or enduser.id where the operator sets one; name another attribute with --column account=NAME.',
    'A call that a framework and a client both trace is there twice.',
    'Prompts are there only where the operator captures content in spans.',
  ],
  mapping: {
    time: { from: ['startTimeUnixNano'], unit: 'ns' },
    where: [
      {
        path: 'gen_ai.operation.name',
        in: ['chat', 'text_completion', 'generate_content', 'embeddings'],
      },
    ],
    fields: {
      account: { from: ['user.id', 'enduser.id'] },
      session: { from: ['gen_ai.conversation.id', 'session.id'] },
      request_id: { from: ['gen_ai.response.id', 'spanId'] },
      model: { from: ['gen_ai.request.model', 'gen_ai.response.model'] },
      endpoint: { from: ['gen_ai.operation.name'] },
      ip: { from: ['client.address'] },
      user_agent: { from: ['user_agent.original'] },
      input_tokens: { from: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'] },
      output_tokens: { from: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'] },
      cached_tokens: { from: ['gen_ai.usage.cache_read.input_tokens'] },
      max_tokens: { from: ['gen_ai.request.max_tokens'] },
      temperature: { from: ['gen_ai.request.temperature'] },
      stream: { from: ['gen_ai.request.stream'] },
      status: { from: ['http.response.status_code', 'error.type'], capture: '^(\\d{3})$' },
      stop_reason: { from: ['["gen_ai.response.finish_reasons"][0]'] },
      latency_ms: { elapsed: { from: ['startTimeUnixNano'], to: ['endTimeUnixNano'], unit: 'ns' } },
      system_prompt: {
        from: ['gen_ai.system_instructions', 'gen_ai.input.messages', 'gen_ai.prompt'],
        turn: 'system',
      },
      prompt: { from: ['gen_ai.input.messages', 'gen_ai.prompt'], turn: 'last-user' },
    },
  },
};

/** The spans of a message, or of one of its resources, each with its attributes, and those of its resource, under their names. */
function spansOf(record: object): object[] | null {
  const { resourceSpans, scopeSpans } = record as Json;
  if (Array.isArray(resourceSpans)) {
    const spans = resourceSpans.map((one) => (isObject(one) ? spansOf(one) : null));
    return spans.includes(null) ? null : (spans as object[][]).flat();
  }
  if (!Array.isArray(scopeSpans)) return null;
  const { resource } = record as Json;
  const shared = isObject(resource) ? attributesOf(resource) : {};
  const found: object[] = [];
  for (const scope of scopeSpans) {
    const spans = isObject(scope) ? (scope['spans'] ?? []) : null;
    if (!Array.isArray(spans)) return null;
    for (const span of spans) {
      if (!isObject(span)) return null;
      // Last, so that no attribute stands in for what the span itself says.
      found.push({ ...shared, ...attributesOf(span), ...span });
    }
  }
  return found;
}

function attributesOf({ attributes }: Json): Json {
  return isList(attributes) ? pairs(attributes, 0) : {};
}

function pairs(list: readonly unknown[], depth: number): Json {
  const object: Record<string, unknown> = Object.create(null);
  for (const pair of list)
    if (isObject(pair) && typeof pair['key'] === 'string')
      object[pair['key']] = plain(pair['value'], depth + 1);
  return object;
}

/** Depth of values in values, beyond which they are missing. */
const DEEPEST = 16;

/** A typed value as a plain one. */
function plain(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth > DEEPEST) return undefined;
  const { arrayValue, kvlistValue } = value;
  if (isObject(arrayValue))
    return isList(arrayValue['values']) ? arrayValue['values'].map((item) => plain(item, depth + 1)) : [];
  if (isObject(kvlistValue)) return isList(kvlistValue['values']) ? pairs(kvlistValue['values'], depth) : {};
  return value['stringValue'] ?? value['intValue'] ?? value['doubleValue'] ?? value['boolValue'];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
