/**
 * What one tab tells the others: the outbox in the storage has changed; the copies there were dropped; somebody signed in,
 * or out, by the cookie that all of them have.
 */
export type TabWord = 'outbox' | 'cleared' | 'signed-in' | 'signed-out';

/** The programs that share one storage: tabs of one browser. One of them leads: it alone sends and writes copies. */
export interface Tabs {
  /**
   * Calls `lead` once this tab leads, perhaps at once, perhaps never, and `follow` when another has taken it over; then
   * this one waits for its turn again. The returned function gives it up.
   */
  lead(lead: () => void, follow: () => void): () => void;
  /** Takes the lead from a tab that does not do its work, frozen or cut off. Before `lead` and while leading: nothing. */
  take(): void;
  /** Tells the other tabs. */
  announce(word: TabWord): void;
  /** Called when another tab announced. */
  onAnnounced(listener: (word: TabWord) => void): () => void;
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
