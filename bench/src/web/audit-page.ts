import { addFindings, noFindings, type Findings } from '../audit.ts';
import { directBetween, type WebAccount } from './account.ts';
import type { Tab } from './browser.ts';
import { compareOrders } from './compare-orders.ts';
import { listStored } from './list-stored.ts';

export interface PageAudit {
  readonly tab: Tab;
  readonly reader: WebAccount;
  readonly writer: WebAccount;
  /** all that was ever written there, in this order */
  readonly texts: readonly string[];
}

/** What was written is in the history once and in order, and what is in the history is shown once and in order. SEQ2 */
export async function auditPage({ tab, reader, writer, texts }: PageAudit): Promise<Findings> {
  const stored = await listStored(reader, directBetween(reader, writer));
  await tab.showLatest();
  const shown = await tab.page.evaluate(() => window.parleyBench.walk());
  const findings = noFindings();
  const ids = stored.map(({ id }) => id);
  addFindings(findings, compareOrders(ids, shown));
  const held = compareOrders(
    texts,
    stored.map(({ content }) => content ?? ''),
  );
  // Of the history itself these are other faults than of a page.
  findings.notStored += held.lost + held.notStored;
  findings.storedTwice += held.doubled;
  findings.swapped += held.swapped;
  return findings;
}
