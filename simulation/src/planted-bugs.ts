import {
  roomOfGroup,
  type Bus,
  type ClusterStore,
  roomOfUser,
  StoreError,
  type Batch,
  type Journal,
  type JournalRecord,
  type NewEntry,
  type Storage,
} from '@parley/core';
import { createMemoryStorage } from '@parley/core/testing';
import type { ConversationId, Result, SendAnswer, ServerPayload, UserId } from '@parley/protocol';
import type { Plant, PlantedParts } from './simulated-node.ts';

const withStorage =
  (change: (storage: Storage, parts: PlantedParts) => Partial<Storage>): Plant =>
  (parts) => ({ ...parts, storage: { ...parts.storage, ...change(parts.storage, parts) } });

const withReads =
  (change: (reads: Storage['conversations']) => Partial<Storage['conversations']>): Plant =>
  (parts) => {
    const { conversations } = parts.storage;
    return {
      ...parts,
      storage: { ...parts.storage, conversations: { ...conversations, ...change(conversations) } },
    };
  };

const withJournal =
  (change: (journal: Journal) => Partial<Journal>): Plant =>
  (parts) => ({ ...parts, journal: { ...parts.journal, ...change(parts.journal) } });

const allStored = ({ appends }: Batch) => appends.map(() => 'stored' as const);

/** The rows of the store, to do what no store should. */
function rowsOf({ state }: PlantedParts, log: NewEntry['log']): { seq: number; id: string }[] {
  // A personal log is not among the conversations, and is left alone.
  return state.conversations.get(log as never)?.entries ?? [];
}

/** Bugs that other chat servers have had, by what they break. The simulation must find every one. */
export const plantedBugs: Readonly<Record<string, Plant>> = {
  'SND1: acked before the commit': withStorage((storage) => ({
    commit: (batch) => {
      storage.commit(batch).catch(() => undefined);
      return Promise.resolve(allStored(batch));
    },
  })),

  'SND2b: a time-out taken for a failure': withStorage((storage) => ({
    commit: (batch) =>
      storage.commit(batch).catch(() => {
        throw new StoreError('failed', 'it took too long');
      }),
  })),

  'SND2b: a time-out taken for success': withStorage((storage) => ({
    commit: (batch) =>
      storage.commit(batch).catch((error: unknown) => {
        if (error instanceof StoreError && error.outcome === 'unknown') return allStored(batch);
        throw error;
      }),
  })),

  'SND2: no dedupe by id': (parts) => {
    let made = 0;
    const { storage } = parts;
    const anew = (entry: NewEntry): NewEntry => {
      const isTaken = rowsOf(parts, entry.log).some(({ id }) => id === entry.id);
      return isTaken
        ? { ...entry, id: `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}` }
        : entry;
    };
    return {
      ...parts,
      storage: {
        ...storage,
        commit: (batch) => storage.commit({ ...batch, appends: batch.appends.map(anew) }),
        conversations: { ...storage.conversations, findEntry: () => Promise.resolve(undefined) },
      },
    };
  },

  'SND2b: a read that sees what is lost later, as without a majority': withStorage((storage, parts) => {
    const behind = createMemoryStorage(parts.state);
    const doubtful = new Set<string>();
    return {
      async commit(batch) {
        try {
          return await storage.commit(batch);
        } catch (error) {
          const appends = batch.appends.filter(
            ({ log, seq, event }) => event.kind === 'message' && rowsOf(parts, log).length === seq - 1,
          );
          for (const { id } of appends) doubtful.add(id);
          await behind.commit({ appends, positions: [] });
          throw error;
        }
      },
      conversations: {
        ...storage.conversations,
        async findEntry(log, id) {
          const found = await storage.conversations.findEntry(log, id);
          const kept = parts.state.conversations.get(log);
          if (doubtful.delete(id) && found?.entry.seq === kept?.entries.length) {
            kept?.entries.pop();
            kept?.ids.delete(id);
          }
          return found;
        },
      },
    };
  }),

  'SND1: told before the commit': (parts) => {
    const told = new Set<string>();
    const { storage, publisher } = parts;
    function tell({ log, seq, id, by, at, event }: NewEntry): void {
      if (event.kind !== 'message') return;
      told.add(id);
      const { type, to, content, contentType: content_type, replyTo: reply_to } = event;
      const named = { id, conversation: log, seq, type, from: by, to, status: 'stored' };
      const body = { content, content_type, reply_to, media_url: null, media_metadata: null };
      const later = { edited_at: null, deleted_at: null };
      const message = { ...named, ...body, ...later, created_at: new Date(at).toISOString() };
      const group = log as ConversationId;
      const rooms = type === 'group' ? [roomOfGroup(group)] : [by, to as UserId].map(roomOfUser);
      publisher.publish(rooms, 'message', message as ServerPayload<'message'>);
    }
    return {
      ...parts,
      storage: {
        ...storage,
        commit(batch) {
          for (const entry of batch.appends) tell(entry);
          return storage.commit(batch);
        },
      },
      publisher: {
        ...publisher,
        publish(...[rooms, event, payload, except]) {
          const isKnown = event === 'message' && 'id' in payload && told.delete(String(payload.id));
          if (!isKnown) publisher.publish(rooms, event, payload, except);
        },
      },
    };
  },

  'SEQ1: a late write lands over the top': withStorage((storage, parts) => {
    let late: Batch | undefined;
    return {
      async commit(batch) {
        try {
          const outcomes = await storage.commit(batch);
          for (const { log, seq, id } of late?.appends ?? []) {
            const row = rowsOf(parts, log)[seq - 1];
            if (row !== undefined) row.id = id;
          }
          late = undefined;
          return outcomes;
        } catch (error) {
          late = batch;
          throw error;
        }
      },
    };
  }),

  'SEQ1: a row is removed': withStorage((storage, parts) => {
    let commits = 0;
    return {
      async commit(batch) {
        const outcomes = await storage.commit(batch);
        commits += 1;
        const [first] = batch.appends;
        if (first !== undefined && commits % 20 === 0) rowsOf(parts, first.log).splice(1, 1);
        return outcomes;
      },
    };
  }),

  'SEQ1: a wide batch with two entries of one log, stored in any order': withStorage((storage) => ({
    async commit(batch) {
      const outcomes = await storage.commit({ ...batch, appends: batch.appends.toReversed() });
      return outcomes.map(() => 'stored' as const);
    },
  })),

  'SYN1: off by one in catching up': withReads((reads) => ({
    listEntries: (...[reader, wanted, maxBytes]) =>
      reads.listEntries(
        reader,
        wanted.map((page) => ({ ...page, afterSeq: page.afterSeq + 1 })),
        maxBytes,
      ),
  })),

  'SYN1: a commit without its event': (parts) => {
    let messages = 0;
    return {
      ...parts,
      publisher: {
        ...parts.publisher,
        publish(...[rooms, event, payload, except]) {
          if (event === 'message' && ++messages % 9 === 0) return;
          parts.publisher.publish(rooms, event, payload, except);
        },
      },
    };
  },

  'GRP1: a stale picture of the members': withReads((reads) => ({
    async findPicture(log) {
      const picture = await reads.findPicture(log);
      const cy = { userId: 'cy' as UserId, role: 'member', joinedAt: 0 } as const;
      if (picture?.type !== 'group' || picture.members.some(({ userId }) => userId === cy.userId))
        return picture;
      return { ...picture, members: [...picture.members, cy] };
    },
  })),

  'GRP1: a refusal that is remembered': (parts) => ({
    ...parts,
    wrapChat(chat) {
      const remembered = new Map<string, { readonly answer: Result<SendAnswer>; times: number }>();
      return {
        ...chat,
        async sendMessage(caller, body) {
          const key = `${caller.userId} ${body.to}`;
          const before = remembered.get(key);
          if (before !== undefined && before.times-- > 0) return before.answer;
          const answer = await chat.sendMessage(caller, body);
          if (!answer.ok && answer.error.code === 'not_found') remembered.set(key, { answer, times: 3 });
          return answer;
        },
      };
    },
  }),

  'SND2: a store that is away taken for "not there"': (parts) => ({
    ...parts,
    wrapChat: (chat) => ({
      ...chat,
      sendMessage: (caller, body) =>
        chat.sendMessage(caller, body).catch(() => ({
          ok: false,
          error: { code: 'not_found', message: 'There is no such conversation.', retry: false },
        })),
    }),
  }),

  'JRN1: queued is acked before it is synced': withJournal((journal) => ({
    append(record) {
      journal.append(record).catch(() => undefined);
      return Promise.resolve();
    },
  })),

  'JRN1: released from the journal before it is stored': withJournal((journal) => ({
    async read(limit) {
      const records = await journal.read(limit);
      journal.release(records.length);
      return records;
    },
    release: () => undefined,
  })),

  'JRN1: drained out of order': withJournal((journal) => ({
    read: async (limit) => (await journal.read(limit)).toReversed(),
  })),

  'JRN1: a journal that is not read at the start': withJournal((journal) => {
    let isScanned = false;
    return {
      scan: async () => {
        isScanned = true;
        await journal.scan(() => undefined);
      },
      read: async (limit): Promise<readonly JournalRecord[]> => (isScanned ? journal.read(limit) : []),
    };
  }),

  'JRN3: a queued message never becomes anything for those who saw it': (parts) => ({
    ...parts,
    publisher: {
      ...parts.publisher,
      publish(...[rooms, event, payload, except]) {
        const isFailure = 'type' in payload && payload.type === 'message_failed';
        if (!isFailure) parts.publisher.publish(rooms, event, payload, except);
      },
    },
  }),
};

const withBus =
  (change: (bus: Bus) => Partial<Bus>): Plant =>
  (parts) =>
    parts.bus === undefined ? parts : { ...parts, bus: { ...parts.bus, ...change(parts.bus) } };

const withCluster =
  (change: (cluster: ClusterStore) => Partial<ClusterStore>): Plant =>
  (parts) => {
    const { cluster } = parts.storage;
    if (cluster === undefined) return parts;
    return { ...parts, storage: { ...parts.storage, cluster: { ...cluster, ...change(cluster) } } };
  };

/** The same for several nodes on one store. */
export const plantedClusterBugs: Readonly<Record<string, Plant>> = {
  'CLU1: a commit without a hint': withBus((bus) => ({
    say(text) {
      // Numbered as if nothing had been said.
      if (!text.includes('"type":"entries"')) bus.say(text.replace(/"n":\d+/, '"n":0'));
    },
  })),

  'CLU1: a hole in the hints that nobody reads': withCluster(() => ({
    listTail: () => Promise.resolve([]),
  })),

  'CLU1: the tail without what was under way': withCluster((cluster) => ({
    listTail: ({ sinceMs, afterKey }, limit) =>
      cluster.listTail({ sinceMs: sinceMs + 30_000, afterKey }, limit),
  })),

  'CLU2: a lost swap taken for success': withStorage((storage) => ({
    commit: async (batch) =>
      (await storage.commit(batch)).map((outcome) => (outcome === 'collided' ? 'stored' : outcome)),
  })),

  'SYN1: catching up behind a number that is not the head here': withReads((reads) => ({
    listEntries: (reader, wanted, maxBytes) =>
      reads.listEntries(
        reader,
        wanted.map((page) => ({ ...page, afterSeq: page.afterSeq + (page.afterSeq > 3 ? 1 : 0) })),
        maxBytes,
      ),
  })),
};
