/** Why an account or a group stands on a list of the user's; the text is hostile. */
export interface ListReasonEntry {
  readonly reason: string;
  readonly author: string;
  /** Days, such as `2026-06-22`; the entry counts up to and on `expires`. */
  readonly added: string;
  readonly expires: string;
}

/** Lists of known-good and watched accounts that were applied to the findings. */
export interface ListsEntry {
  /** The day by which entries count or have expired: the last of the log, unless the user names another. */
  readonly as_of: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly known_good: { readonly entries: number; readonly expired: number };
  readonly watch: { readonly entries: number; readonly expired: number };
  /** Groups that a known-good list takes out of the alerts, and those of them that would be one without it. */
  readonly suppressed: { readonly groups: number; readonly alerts: number };
  /** The watch list's entries that count, in its order, and how many of their accounts are in groups. */
  readonly watched: readonly (ListReasonEntry & { readonly accounts: number; readonly in_groups: number })[];
}

/** What lists say of a group. */
export interface GroupListsEntry {
  /** Why it is no alert, whatever its evidence; null where no known-good list covers all of it. */
  readonly suppressed: {
    readonly reasons: readonly ListReasonEntry[];
    /** Whether it would be an alert otherwise. */
    readonly alert: boolean;
  } | null;
  /**
   * Known-good entries that name the id of the group, and count no longer: half of its members or more were not in it when it
   * got the id. Absent where there are none.
   */
  readonly outgrown?: readonly ListReasonEntry[];
  /** Members on a known-good list, and members on the watch list. */
  readonly known_good_members: number;
  readonly watched_members: number;
  /** The entries of the watch list that have members in it; its other members joined those. */
  readonly watch: readonly (ListReasonEntry & { readonly members: number })[];
}
