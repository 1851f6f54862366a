import type { ClientOptions } from '../client-options.ts';
import { createMessageIds } from '../message-ids.ts';
import type { StorageChange } from '../ports/storage.ts';
import type { TransportEvents } from '../ports/transport.ts';
import type { ModelServer } from './model-server.ts';
import type { PlantIn } from './simulate.ts';

type Fields = Record<string, unknown>;
type Ask = (payload: Fields) => Promise<unknown>;

/** The same client, whose calls of one event go another way. */
function changeCall(
  whole: ClientOptions,
  event: string,
  change: (ask: Ask, payload: Fields) => Promise<unknown>,
) {
  const { transport } = whole;
  const changed: ClientOptions['transport'] = (token, events) => {
    const link = transport!(token, events);
    return {
      ...link,
      request: (name, payload, deadlineMs) =>
        name === event
          ? change((other) => link.request(name, other, deadlineMs), payload as Fields)
          : link.request(name, payload, deadlineMs),
    };
  };
  return { ...whole, transport: changed };
}

/** The same client, whose events arrive otherwise: `change` gives what it hears, or nothing. One per connection. */
function changeEvents(
  whole: ClientOptions,
  create: () => (name: string, payload: Fields) => Fields | undefined,
) {
  const { transport } = whole;
  const changed: ClientOptions['transport'] = (token, events) => {
    const change = create();
    const heard: TransportEvents = {
      ...events,
      event(name, payload) {
        const given = change(name, payload as Fields);
        if (given !== undefined) events.event(name, given);
      },
    };
    return transport!(token, heard);
  };
  return { ...whole, transport: changed };
}

const conversationOfSend = (server: ModelServer, { to }: Fields, user = '') =>
  server.conversations.get(String(to)) ??
  server.conversations.get(`direct:${[user, String(to)].sort().join(':')}`);

/** Bugs that other chat clients have had, by what they break. The simulation must find every one. */
export const plantedBugs: Readonly<Record<string, PlantIn>> = {
  'SND2: dedupe off': (whole, server) =>
    changeCall(whole, 'send_message', (ask, payload) => {
      conversationOfSend(server, payload, whole.userId)?.messages.delete(String(payload['id']));
      return ask(payload);
    }),

  'SND2: resend under a new id': (whole) => {
    const ids = createMessageIds(whole.clock!, whole.random!);
    return changeCall(whole, 'send_message', (ask, payload) => ask({ ...payload, id: ids.newId() }));
  },

  'SYN1: off by one in catch-up': (whole) =>
    changeCall(whole, 'sync', (ask, payload) => {
      const held = Object.entries((payload['conversations'] ?? {}) as Record<string, number>);
      return ask({ ...payload, conversations: Object.fromEntries(held.map(([id, seq]) => [id, seq + 1])) });
    }),

  'SYN1: catch-up stops at its first page': (whole) =>
    changeCall(whole, 'sync', async (ask, payload) => {
      const ack = (await ask(payload)) as { conversations?: Fields[] } | undefined;
      return {
        ...ack,
        conversations: ack?.conversations?.map((one) => {
          // A page of entries, as the protocol has it.
          const entries = (one['entries'] ?? []) as Fields[];
          return { ...one, has_more: false, last_seq: entries.at(-1)?.['seq'] ?? one['last_seq'] };
        }),
      };
    }),

  'SYN2: fetch first, subscribe second': (whole) =>
    changeEvents(whole, () => {
      let heard = 0;
      return (name, payload) => (name !== 'ready' && (heard += 1) <= 2 ? undefined : payload);
    }),

  'SEQ2: apply in arrival order': (whole) =>
    changeEvents(whole, () => {
      const newest = new Map<unknown, number>();
      return (name, payload) => {
        const { conversation, seq } = payload;
        if (name !== 'message' || typeof seq !== 'number') return payload;
        const next = (newest.get(conversation) ?? seq - 1) + 1;
        newest.set(conversation, next);
        return { ...payload, seq: next };
      };
    }),

  'RCV1: outbox dropped at reload': (whole) => ({
    ...whole,
    storage: {
      ...whole.storage!,
      list: async (table) => (table === 'outbox' ? [] : whole.storage!.list(table)),
    },
  }),

  'RCV1: said to be kept before it is': (whole) => ({
    ...whole,
    storage: {
      ...whole.storage!,
      write: async (changes: readonly StorageChange[]) => void whole.storage!.write(changes),
    },
  }),

  'RCV1: what another tab wrote is not heard of': (whole) => ({
    ...whole,
    tabs: { ...whole.tabs!, onAnnounced: () => () => undefined, take: () => undefined },
  }),

  'RD1: positions that go back': (whole, server) =>
    changeCall(whole, 'mark_read', async (ask, payload) => {
      const ack = await ask(payload);
      const { conversation, seq } = payload as { conversation: string; seq: number };
      server.conversations.get(conversation)?.read.set(whole.userId ?? '', seq - 1);
      return ack;
    }),

  'JRN3: a queued message that was refused after all is not heard of': (whole) =>
    changeEvents(
      whole,
      () => (name, payload) =>
        name === 'message_update' && payload['type'] === 'message_failed' ? undefined : payload,
    ),

  'RD2: deletions for oneself are not heard of': (whole) =>
    changeEvents(
      whole,
      () => (name, payload) =>
        name === 'message_deleted' || payload['kind'] === 'message_hidden'
          ? { ...payload, message_id: 'another' }
          : payload,
    ),
};
