import { spelled, visible } from '../../evidence/hidden-characters.js';

/** What XML 1.0 forbids beyond what `visible` spells out: the two non-characters at the end of the first plane. */
const FORBIDDEN = /[\uFFFE\uFFFF]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML content or an attribute value: every character that is hidden or not allowed is spelled out. */
export function xmlText(text: string): string {
  return visible(text)
    .replace(FORBIDDEN, spelled)
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Attributes in order, each with a blank before it. */
export function xmlAttributes(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
