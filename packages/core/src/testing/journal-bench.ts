import { clientEvents, type ConversationId } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import { createChatBench, valueOf, type ChatBenchOptions, type Device } from './chat-bench.ts';
import { createGatedStorage } from './gated-storage.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { pass } from './settle.ts';

/** The conversation of the journal bench's two people. */
export const annAndBob = 'direct:ann:bob' as ConversationId;

/** A chat with a journal over a store that can be taken away, and two people who have begun to talk. */
export async function createJournalBench(options: ChatBenchOptions = {}) {
  const storage = createGatedStorage(createMemoryStorage());
  const journal = createMemoryJournal();
  const bench = await createChatBench({ storage, journal, ...options });
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const send = (from: Caller, content: string, more: object = {}) =>
    bench.chat.sendMessage(
      from,
      clientEvents.send_message.payload.parse({
        type: 'direct',
        to: from.userId === ann ? bob : ann,
        content,
        id: bench.ids.newId(),
        ...more,
      }),
    );
  const history = async () =>
    valueOf(await bench.chat.listMessages(bench.as(ann), bob, { message_type: 'direct', limit: 200 }))
      .messages;
  valueOf(await send(bench.as(ann), 'open'));
  /** The store refuses everything until `bringBack`. */
  const takeAway = () => {
    storage.plan(...new Array<'fail'>(1_000).fill('fail'));
  };
  const bringBack = async () => {
    storage.unplan();
    await pass(bench.clock, 40_000, 500);
  };
  /** Until the breaker is open. */
  const openBreaker = async () => {
    takeAway();
    const answers = [1, 2, 3].map((n) => send(bench.as(ann), `opening ${String(n)}`));
    await pass(bench.clock, 2_000);
    return Promise.all(answers);
  };
  return { ...bench, storage, journal, ann, bob, send, history, takeAway, bringBack, openBreaker };
}

/** What a device learnt of messages: acks and events, in order. */
export function messagesHeard(device: Device): string[] {
  return device.learnt().flatMap((one) => {
    const { ack, event, payload } = one as {
      ack?: { status: string; seq: number | null };
      event?: string;
      payload?: { content: string; seq: number | null; status: string; type: string };
    };
    if (ack) return [`ack ${ack.status} ${String(ack.seq)}`];
    if (event === 'message') return [`${payload?.content ?? ''} ${String(payload?.seq)}`];
    if (payload?.type === 'message_settled') return ['settled'];
    return payload?.type === 'message_failed' ? ['failed'] : [];
  });
}
