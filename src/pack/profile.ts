/** For whom a pack is made. */
export const PROFILES = ['internal', 'partner', 'court', 'ci'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a profile is for, and which files it leaves out or takes. */
interface ProfileRule {
  readonly purpose: string;
  /** Whether it shows pseudonyms, and so needs a key. */
  readonly keyed: boolean;
  /** Paths that it has; a `*` at the end stands for any rest. Absent: all but those of `without`. */
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/** Files about the pack itself, which every profile has. */
const OF_EVERY_PACK = [
  'README.txt',
  'VERIFY.txt',
  'findings.json',
  'manifest.json*',
  'signer.pub',
  'custody.jsonl',
  'SHA256SUMS*',
  'schema/*',
] as const;

/** A text for a person who knows the logs to sign. */
const CERTIFICATE = 'certificate.txt';

export const PROFILE_RULES: Readonly<Record<Profile, ProfileRule>> = {
  internal: { purpose: 'everything, for those who hold the logs', keyed: false },
  partner: {
    purpose: 'for another organisation: keyed pseudonyms, networks as prefixes, no text of the logs',
    keyed: true,
    without: [CERTIFICATE, 'facets.arrow'],
  },
  court: {
    purpose: 'for an expert or a court: everything',
    keyed: false,
  },
  ci: {
    purpose: 'for a pipeline: counts, ranks and pseudonyms in machine files, nothing that names a person',
    keyed: true,
    only: [...OF_EVERY_PACK, 'ranking.csv', 'coverage.json', 'exchange/*'],
  },
};

/** Whether a pack of the profile has the file. */
export function hasFile(profile: Profile, path: string): boolean {
  const { only, without = [] } = PROFILE_RULES[profile];
  const named = (pattern: string) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  return only === undefined ? !without.some(named) : only.some(named);
}
