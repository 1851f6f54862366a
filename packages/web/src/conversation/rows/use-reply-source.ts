import { useEffect, useState } from 'react';
import type { Client, ConversationView, Message, TimelineItem } from '@parley/client';
import { useApp } from '../../app/app-context.tsx';
import { useSelected } from '../../app/use-observable.ts';
import { useConversation } from '../conversation-context.tsx';
import { shownMessage, shownOutboxItem, type ShownMessage } from './shown-message.ts';

/** The messages of a stretch by id, made once per stretch. */
const byId = new WeakMap<readonly TimelineItem[], ReadonlyMap<string, Message>>();

function findIn(items: readonly TimelineItem[], id: string): Message | undefined {
  let known = byId.get(items);
  if (known === undefined) {
    known = new Map(
      items.flatMap((item) => (item.kind === 'message' ? [[item.message.id, item.message]] : [])),
    );
    byId.set(items, known);
  }
  return known.get(id);
}

/** In the log, or still on its way: one that was refused can be edited too. */
export function findShown({ items, outbox }: ConversationView, id: string): ShownMessage | undefined {
  const message = findIn(items, id);
  if (message !== undefined) return shownMessage(message);
  const item = outbox.find((one) => one.id === id);
  return item === undefined ? undefined : shownOutboxItem(item);
}

/**
 * The message that another one answers: from what is loaded, else asked for once. `null`: it is not there any more;
 * undefined: not known yet. Another id wants another component: give it a key.
 */
export function useReplySource(id: string | null): ShownMessage | null | undefined {
  const { client } = useApp();
  const { handle } = useConversation();
  const loaded = useSelected(handle.view, (view) => (id === null ? undefined : findShown(view, id)));
  const [fetched, setFetched] = useState<Message | null>();
  const isWanted = id !== null && loaded === undefined && fetched === undefined;
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    void fetchMessage(client, handle.id, id).then((message) => {
      if (isCurrent && message !== undefined) setFetched(message);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, handle.id, id, isWanted]);
  if (loaded !== undefined) return loaded;
  return fetched === undefined || fetched === null ? fetched : shownMessage(fetched);
}

async function fetchMessage(
  client: Client,
  conversation: string,
  message_id: string,
): Promise<Message | null | undefined> {
  const answer = await client.http('get_message', { params: { message_id }, query: { conversation } });
  if (answer.ok) return answer.value;
  return answer.error.code === 'not_found' ? null : undefined;
}
