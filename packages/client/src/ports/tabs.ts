/** The programs that share one storage: tabs of one browser. One of them leads: it alone sends and writes copies. */
export interface Tabs {
  /**
   * Calls `lead` once this tab leads, perhaps at once, perhaps never, and `follow` when another has taken it over; then
   * this one waits for its turn again. The returned function gives it up.
   */
  lead(lead: () => void, follow: () => void): () => void;
  /** Takes the lead from a tab that does not do its work, frozen or cut off. Before `lead` and while leading: nothing. */
  take(): void;
  /** Tells the other tabs that the outbox in the storage has changed. */
  announce(): void;
  /** Called when another tab announced. */
  onAnnounced(listener: () => void): () => void;
}

/** For programs that share their storage with nobody. */
export const singleTab: Tabs = {
  lead(lead) {
    lead();
    return () => undefined;
  },
  take: () => undefined,
  announce: () => undefined,
  onAnnounced: () => () => undefined,
};
