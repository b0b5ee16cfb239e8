import type { FindingsDocument, GroupEntry } from '../../evidence/findings-document.js';
import { xmlAttributes, xmlText } from './xml-text.js';

type Attribute = 'string' | 'int' | 'double' | 'boolean';

/** Attributes of nodes and edges, by the id that data refers to. */
const KEYS: Readonly<Record<string, { for: 'node' | 'edge'; name: string; type: Attribute }>> = {
  kind: { for: 'node', name: 'kind', type: 'string' },
  label: { for: 'node', name: 'label', type: 'string' },
  alert: { for: 'node', name: 'alert', type: 'boolean' },
  verdict: { for: 'node', name: 'verdict', type: 'string' },
  rank: { for: 'node', name: 'rank', type: 'int' },
  score: { for: 'node', name: 'score', type: 'double' },
  facet: { for: 'node', name: 'facet', type: 'string' },
  accounts: { for: 'node', name: 'accounts', type: 'int' },
  relation: { for: 'edge', name: 'relation', type: 'string' },
  weight: { for: 'edge', name: 'weight', type: 'double' },
};

/**
 * All groups, their members, and the values that members share, as an undirected graph for Gephi, Cytoscape, yEd or
 * NetworkX. Nodes: `group` (with `alert` and `verdict`: most groups are look-alikes), `account`, `value`. Edges: `member`
 * (weight: strength), `shares` (group to value; weight: members that use it), `uses` (account to value; known of the
 * first groups only).
 */
export function* graphml(document: FindingsDocument): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const [id, key] of Object.entries(KEYS)) {
    yield `  <key${xmlAttributes({ id, for: key.for, 'attr.name': key.name, 'attr.type': key.type })}/>\n`;
  }
  yield '  <graph id="stillhunt" edgedefault="undirected">\n';
  const nodes = new Nodes();
  for (const group of document.groups) yield* groupParts(group, nodes);
  yield '  </graph>\n</graphml>\n';
}

function* groupParts(group: GroupEntry, nodes: Nodes): Generator<string> {
  const { id, alert, verdict, rank, score, accounts } = group;
  yield node(id, { kind: 'group', label: id, alert, verdict, rank, score, accounts });
  for (const { account_id, strength } of group.members) {
    const account = nodes.of('account', account_id, { label: account_id });
    yield account.text;
    yield edge(id, account.id, 'member', strength);
  }
  for (const { facet, value, members, accounts: users } of group.shared) {
    const shared = nodes.of('value', JSON.stringify([facet, value]), {
      label: value,
      facet,
      accounts: users,
    });
    yield shared.text;
    yield edge(id, shared.id, 'shares', members);
  }
  const infrastructure = group.figures?.infrastructure;
  for (const [member, value] of infrastructure?.edges ?? []) {
    const account = infrastructure?.members[member];
    const used = infrastructure?.values[value];
    if (account === undefined || used === undefined) continue;
    const from = nodes.of('account', account, { label: account });
    yield from.text;
    const to = nodes.of('value', JSON.stringify([used.facet, used.value]), {
      label: used.value,
      facet: used.facet,
      accounts: used.accounts,
    });
    yield to.text;
    if (nodes.join(from.id, to.id)) yield edge(from.id, to.id, 'uses', 1);
  }
}

/** Nodes of accounts and values, each written once. Their ids are ours: `a1`, `v1`. */
class Nodes {
  readonly #ids = { account: new Map<string, string>(), value: new Map<string, string>() };
  readonly #joined = new Set<string>();

  of(
    kind: 'account' | 'value',
    name: string,
    data: Readonly<Record<string, string | number>>,
  ): { id: string; text: string } {
    const ids = this.#ids[kind];
    const known = ids.get(name);
    if (known !== undefined) return { id: known, text: '' };
    const id = `${kind.charAt(0)}${ids.size + 1}`;
    ids.set(name, id);
    return { id, text: node(id, { kind, ...data }) };
  }

  /** Whether the two were not joined before: an account in the figures of several groups uses a value once. */
  join(account: string, value: string): boolean {
    const edges = this.#joined.size;
    return this.#joined.add(`${account} ${value}`).size > edges;
  }
}

function node(id: string, values: Readonly<Record<string, string | number | boolean>>): string {
  return `    <node${xmlAttributes({ id })}>${data(values)}</node>\n`;
}

function edge(source: string, target: string, relation: string, weight: number): string {
  return `    <edge${xmlAttributes({ source, target })}>${data({ relation, weight })}</edge>\n`;
}

function data(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([key, value]) => `<data key="${key}">${xmlText(String(value))}</data>`)
    .join('');
}
