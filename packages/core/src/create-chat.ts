import { accept, type Ack, type Result } from '@parley/protocol';
import type { Caller, Chat } from './chat.ts';
import type { Context } from './context.ts';
import { createDelivery, type Reactions } from './delivery/deliver-entry.ts';
import { createLogs } from './logs.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import { roomOfSocket, type Publisher, type SocketId } from './ports/publisher.ts';
import type { Reporter } from './ports/reporter.ts';
import type { Storage } from './ports/storage.ts';
import { createPositionBook } from './positions/position-book.ts';
import { createPresence } from './presence/presence.ts';
import { createStreams } from './presence/streams.ts';
import { createTyping } from './presence/typing.ts';
import { createChangeGroup } from './use-cases/change-group.ts';
import { createChangeMembers } from './use-cases/change-members.ts';
import { createCreateGroup } from './use-cases/create-group.ts';
import { createDeleteMessage } from './use-cases/delete-message.ts';
import { createEditMessage } from './use-cases/edit-message.ts';
import { createFinishDeletions } from './use-cases/finish-deletions.ts';
import { createConversations } from './use-cases/list-conversations.ts';
import { createMarkPositions } from './use-cases/mark-positions.ts';
import { createPeople } from './use-cases/people.ts';
import { createReadGroups } from './use-cases/read-groups.ts';
import { createReadHistory } from './use-cases/read-history.ts';
import { createSendMessage } from './use-cases/send-message.ts';
import { createSync } from './use-cases/sync.ts';
import { userView } from './views/entry-view.ts';

export interface ChatOptions {
  readonly storage: Storage;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly reporter: Reporter;
  /** `BATCH_SIZE`: entries in one commit at most */
  readonly batchSize: number;
  /** `FLUSH_INTERVAL`: how long an entry may wait to be handed to a commit */
  readonly flushIntervalMs: number;
  /** `EDIT_WINDOW`; 0: always */
  readonly editWindowMs: number;
}

/** Bounds of what is held in memory. PIP4 */
const bounds = {
  maxWaiting: 50_000,
  maxWaitingBytes: 64 * 1024 * 1024,
  logsInMemory: 50_000,
  positionsInMemory: 200_000,
  positionsWriteBehindMs: 1_000,
};

/** Puts the chat together: logs over a pipeline over a store, and the use cases over the logs. */
export function createChat(options: ChatOptions): Chat {
  const { storage, publisher, clock, ids, reporter } = options;
  const pipeline = createPipeline({ ...options, ...bounds });
  // Deliveries set off what is made only further down; none happens before it is.
  const reactions: Reactions = {
    messageSent(state, sender) {
      typing.ended(sender, state.log);
      if (state.type === 'group') streams.quietMessage(state);
    },
    profileChanged({ user }) {
      void tellProfile(user.id, userView(user));
    },
    visibilityChanged: (user) => {
      presence.announceLater(user);
    },
  };
  const logs = createLogs({
    storage,
    pipeline,
    clock,
    delivery: createDelivery({ publisher, reactions }),
    flushIntervalMs: options.flushIntervalMs,
    capacity: bounds.logsInMemory,
  });
  const positions = createPositionBook({
    conversations: storage.conversations,
    pipeline,
    clock,
    capacity: bounds.positionsInMemory,
    writeBehindMs: bounds.positionsWriteBehindMs,
  });
  const context: Context = {
    storage,
    logs,
    positions,
    publisher,
    clock,
    ids,
    editWindowMs: options.editWindowMs,
  };

  const presence = createPresence(context, reporter);
  const typing = createTyping(context);
  const streams = createStreams(context, reporter);
  const deletions = createFinishDeletions(context, { storage, reporter });
  deletions.start();

  async function tellProfile(
    user: Parameters<typeof presence.entitled>[0],
    view: ReturnType<typeof userView>,
  ) {
    const watching = presence.watchersOf(user);
    if (watching.length === 0) return;
    try {
      const allowed = await presence.entitled(user, [...new Set(watching.map((one) => one.user))]);
      const rooms = watching.filter((one) => allowed.has(one.user)).map((one) => roomOfSocket(one.socket));
      publisher.publish(rooms, 'profile', { user: view });
    } catch (error) {
      reporter.error('telling a profile', error);
    }
  }

  return {
    sendMessage: createSendMessage(context),
    editMessage: createEditMessage(context),
    deleteMessage: createDeleteMessage(context),
    ...createMarkPositions(context),
    ...createReadHistory(context),
    sync: createSync(context),
    ...createConversations(context),
    createGroup: createCreateGroup(context),
    ...createChangeMembers(context),
    ...createChangeGroup(context, () => {
      deletions.start();
    }),
    ...createReadGroups(context),
    ...createPeople(context),
    followGroup: streams.follow,
    unfollowGroup: streams.unfollow,
    typing: typing.typing,
    async watchPresence(caller, body) {
      return accept({ presences: await presence.watch(caller.userId, caller.socketId, body.user_ids) });
    },
    setPresence(caller, body): Promise<Result<Ack<'set_presence'>>> {
      presence.choose(caller.userId, body.status);
      return Promise.resolve(accept({}));
    },
    async connect(caller: Caller & { socketId: SocketId }) {
      const connected = await streams.connect(caller);
      if (connected.ok) presence.connected(caller.userId, caller.socketId);
      return connected;
    },
    disconnect(caller) {
      typing.disconnected(caller.userId, caller.socketId);
      presence.disconnected(caller.userId, caller.socketId);
    },
    pipelineHealth: () => pipeline.health(),
    async drain() {
      positions.flush();
      await pipeline.drain();
      logs.stop();
      await deletions.settled();
    },
  };
}
