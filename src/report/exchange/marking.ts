import type { Tlp } from '../../evidence/findings-document.js';

/**
 * The marking definitions of TLP 2.0 for STIX 2.1, as OASIS publishes them (cti-stix-common-objects,
 * extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d); their ids and times are fixed there.
 */
const EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

const IDS: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

export interface StixMarking {
  readonly id: string;
  readonly [property: string]: unknown;
}

export function stixMarking(tlp: Tlp): StixMarking {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: IDS[tlp],
    created: '2022-10-01T00:00:00.000Z',
    name: markingName(tlp),
    extensions: { [EXTENSION]: { extension_type: 'property-extension', tlp_2_0: tlp } },
  };
}

/** `TLP:AMBER+STRICT`. */
export function markingName(tlp: Tlp): string {
  return `TLP:${tlp.toUpperCase()}`;
}
