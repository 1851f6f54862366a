import { accept, type Ack, type Result } from '@parley/protocol';
import type { Caller, Chat } from './chat.ts';
import type { Context } from './context.ts';
import { createCluster, type Cluster, type ClusterListener } from './cluster/cluster.ts';
import { createClusterPublisher } from './cluster/cluster-publisher.ts';
import { createFollowLogs } from './cluster/follow-logs.ts';
import { createInterest } from './cluster/interest.ts';
import { createTold } from './cluster/told.ts';
import { createWritingTurns } from './cluster/writing-turns.ts';
import { createDelivery, type Reactions } from './delivery/deliver-entry.ts';
import { createQueueing } from './journal/queueing.ts';
import { isMember } from './log/conversation-state.ts';
import { createLogs } from './logs.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import type { Bus } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Journal } from './ports/journal.ts';
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
import { createDrainMessage } from './use-cases/drain-message.ts';
import { createDeleteMessage } from './use-cases/delete-message.ts';
import { createDigestConversation } from './use-cases/digest-conversation.ts';
import { createEditMessage } from './use-cases/edit-message.ts';
import { createFinishDeletions } from './use-cases/finish-deletions.ts';
import { createConversations } from './use-cases/list-conversations.ts';
import { createMarkPositions } from './use-cases/mark-positions.ts';
import { createPeople } from './use-cases/people.ts';
import { createReadGroups } from './use-cases/read-groups.ts';
import { createReadHistory } from './use-cases/read-history.ts';
import { createReact } from './use-cases/react.ts';
import { createSendMessage } from './use-cases/send-message.ts';
import { createSync } from './use-cases/sync.ts';
import { createFindMedia } from './use-cases/use-media.ts';
import { withReadDeadlines } from './storage-deadlines.ts';
import { userView } from './views/entry-view.ts';

export interface ChatOptions {
  readonly storage: Storage;
  /** to other nodes that work on the same store, whose `cluster` must be there; not there: this process alone does */
  readonly bus?: Bus | undefined;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly reporter: Reporter;
  /** where messages wait while the store is away; `undefined`: they are refused then */
  readonly journal: Journal | undefined;
  /** 0 ≤ x < 1, for spreading times only */
  readonly random: () => number;
  /** `BATCH_SIZE`: entries in one commit at most, to begin with */
  readonly batchSize: number;
  /** `MAX_RETRIES`: how often a failed commit is made again */
  readonly maxRetries: number;
  /** `FLUSH_INTERVAL`: how long an entry may wait to be handed to a commit */
  readonly flushIntervalMs: number;
  /** `EDIT_WINDOW`; 0: always */
  readonly editWindowMs: number;
  /** A message that carried this media does so no longer: if nothing else uses it, it may go. MED9 */
  readonly onMediaReleased?: (id: string) => void;
}

/** Bounds of what is held in memory. PIP4 */
const bounds = {
  maxWaiting: 50_000,
  maxWaitingBytes: 64 * 1024 * 1024,
  logsInMemory: 50_000,
  positionsInMemory: 200_000,
  positionsWriteBehindMs: 1_000,
  toldMs: 60_000,
  readDeadlineMs: 5_000,
};

/** @throws Error where the store cannot be shared: the settings say so before it comes to that */
function createClusterOf(options: ChatOptions, listener: ClusterListener): Cluster | undefined {
  const { bus, storage, clock, reporter } = options;
  if (bus === undefined) return undefined;
  if (storage.cluster === undefined) throw new Error(`A ${storage.engine} store is for one process.`);
  return createCluster({ bus, store: storage.cluster, clock, reporter, listener });
}

/** Puts the chat together: logs over a pipeline over a store, and the use cases over the logs. */
export function createChat(options: ChatOptions): Chat {
  const { clock, ids, reporter, journal } = options;
  const storage = withReadDeadlines(options.storage, clock, bounds.readDeadlineMs);
  const publisher =
    options.bus === undefined ? options.publisher : createClusterPublisher(options.publisher, () => cluster);
  const pipeline = createPipeline({ ...options, ...bounds, storage });
  const told = createTold();
  const interest = createInterest(publisher);
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
  const turns = createWritingTurns({
    clock,
    node: options.bus?.node ?? '',
    isHeard: () => options.bus?.isUp() === true,
    sayWant: (log) => {
      // Behind the entries that were stored just now: with these this node leaves the line.
      clock.soon(() => cluster?.want(log));
    },
    onTurn: (log) => {
      logs.onTurn(log);
    },
  });
  const queueing =
    journal && createQueueing({ ...options, publisher, journal, conversations: storage.conversations });
  const logs = createLogs({
    storage,
    pipeline,
    queue: queueing?.queue,
    clock,
    delivery: createDelivery({ publisher, reactions }),
    flushIntervalMs: options.flushIntervalMs,
    capacity: bounds.logsInMemory,
    others: options.bus && {
      told,
      isFollowed: interest.inLog,
      spread: (entry) => cluster?.spread(entry),
      onMissing: (log) => {
        followLogs.onMissing(log);
      },
      turns,
    },
  });
  const followLogs = createFollowLogs({ clock, reporter, interest, told, ...logs.followed });
  const cluster = createClusterOf(
    { ...options, storage },
    {
      entry: followLogs.hear,
      wrote: (node, log) => {
        turns.heard(log, node);
      },
      wants(node, log) {
        // Who writes nothing there takes no turn.
        if (logs.followed.peek(log)?.loaded === true) turns.wants(log, node);
      },
      tail: followLogs.hearTail,
      event({ rooms, event, payload }) {
        // As another node of this program has made it.
        options.publisher.publish(rooms, event, payload as never);
      },
      presence: (node, users) => {
        presence.heard(node, users);
      },
      gone: (node) => {
        presence.gone(node);
        turns.gone(node);
      },
      newcomer: () => cluster?.tellPresence(presence.everybody()),
    },
  );
  const stopTurns = cluster && clock.every(bounds.toldMs, told.turn);
  const positions = createPositionBook({
    conversations: storage.conversations,
    pipeline,
    clock,
    capacity: bounds.positionsInMemory,
    writeBehindMs: bounds.positionsWriteBehindMs,
    isShared: logs.isShared,
  });
  const context: Context = {
    storage,
    logs,
    positions,
    publisher,
    clock,
    ids,
    queuedIn: (id) => queueing?.backlog.logsOf(id) ?? [],
    mediaReleased: (id) => options.onMediaReleased?.(id),
    editWindowMs: options.editWindowMs,
  };

  const presence = createPresence(context, reporter, (users) => cluster?.tellPresence(users));
  const typing = createTyping(context);
  const streams = createStreams(context, reporter);
  const deletions = createFinishDeletions(context, { storage, reporter });

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
    react: createReact(context),
    ...createMarkPositions(context),
    ...createReadHistory(context),
    digestConversation: createDigestConversation(context),
    sync: createSync(context),
    ...createConversations(context),
    createGroup: createCreateGroup(context),
    ...createChangeMembers(context),
    ...createChangeGroup(context, () => {
      deletions.start();
    }),
    ...createReadGroups(context),
    ...createPeople(context),
    findMedia: createFindMedia(context),
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
    showQueued({ userId, socketId }) {
      queueing?.queue.showTo(socketId, (log) => {
        const state = logs.peekConversation(log);
        return state !== undefined && isMember(state, userId);
      });
    },
    hasJournalRoom: () => journal?.hasRoom(0) === true,
    pipelineHealth: () => ({
      ...pipeline.health(),
      journal: queueing?.health() ?? null,
    }),
    clusterFigures: () => cluster?.figures(),
    async start() {
      await cluster?.start();
      if (queueing !== undefined)
        await queueing.start({
          share: pipeline.drainShare,
          hand: createDrainMessage(context, { ...queueing, reporter }),
        });
      deletions.start();
    },
    async drain() {
      positions.flush();
      queueing?.stop();
      logs.letGo();
      await pipeline.drain();
      followLogs.stop();
      turns.stop();
      stopTurns?.();
      await cluster?.stop();
      logs.stop();
      await deletions.settled();
    },
  };
}
