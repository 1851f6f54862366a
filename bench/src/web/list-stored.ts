import { limits } from '@parley/protocol';
import { getJson } from '../history.ts';
import type { WebAccount } from './account.ts';

/** A message as the history holds it. */
export interface StoredMessage {
  readonly id: string;
  readonly content: string | null;
}

interface Page {
  readonly entries: readonly { readonly seq: number; readonly message?: StoredMessage | null }[];
  readonly has_more: boolean;
}

/** All messages of a conversation over HTTP, oldest first. */
export async function listStored(reader: WebAccount, conversation: string): Promise<StoredMessage[]> {
  const stored: StoredMessage[] = [];
  for (let after = 0; ;) {
    const path = `/conversations/${encodeURIComponent(conversation)}/changes?after=${after}&limit=${limits.page}`;
    const page = await getJson<Page>(reader, path);
    for (const { message } of page.entries) if (message) stored.push(message);
    after = page.entries.at(-1)?.seq ?? after;
    if (!page.has_more || page.entries.length === 0) return stored;
  }
}
