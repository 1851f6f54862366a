/**
 * What one tab tells the others: the outbox in the storage has changed, or what is chosen for it; the copies there were
 * dropped; somebody signed in, or out, by the cookie that all of them have.
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
  /** Does it while no other tab does something alone; resolves with what it resolves with. */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
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
  alone: (work) => work(),
  announce: () => undefined,
  onAnnounced: () => () => undefined,
};
