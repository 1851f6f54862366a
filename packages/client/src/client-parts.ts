import { createAccountEffects } from './account-effects.ts';
import { createAccount } from './catch-up/account.ts';
import { createOwnAccount } from './catch-up/own-account.ts';
import { createCatchUp, type CatchUp } from './catch-up/catch-up.ts';
import { createKeeper } from './catch-up/keeper.ts';
import type { ClientEvents } from './client-events.ts';
import type { ClientOptions } from './client-options.ts';
import { createConnection } from './connection.ts';
import type { Cell } from './conversations/cell.ts';
import { createAttention } from './conversations/attention.ts';
import { createCells } from './conversations/cells.ts';
import { createDeliveryTimes } from './delivery/delivery-times.ts';
import { createPages } from './conversations/pages.ts';
import { createEmitter } from './events.ts';
import { createHttp } from './http/http.ts';
import { createMarks, type Marks } from './live/marks.ts';
import { createPeople } from './live/people.ts';
import { createPresence } from './live/presence.ts';
import { createTyping } from './live/typing.ts';
import { createMessageIds } from './message-ids.ts';
import { joinTabs } from './leadership.ts';
import { createStore, derive, onceTrue } from './observable.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createOutboxBook } from './outbox/outbox-book.ts';
import { entryOfAnswer } from './outbox/entry-of-answer.ts';
import type { OutboxItem } from './outbox/outbox-item.ts';
import { createPorts } from './adapters/create-ports.ts';
import { createEventRouter } from './route-events.ts';
import { limits, type Limits } from '@parley/protocol';
import { createAttachedFiles } from './uploads/attached-files.ts';
import { createFileDrafts } from './uploads/file-drafts.ts';
import { createUploader } from './uploads/uploader.ts';
import type { Entry, Ready, SendAnswer, ServerEventName } from './wire.ts';

interface Session {
  readonly token: string | undefined;
  /** known before the first connect, where the caller or the sign-in said so */
  readonly userId: string | undefined;
}

/** Every part of a client, wired. */
export function createClientParts(options: ClientOptions) {
  const { clock, random, storage, tabs, transport, url, fetch } = createPorts(options);
  const session = createStore<Session>({ token: options.token, userId: options.userId });
  const storageFault = createStore<unknown>(undefined);
  const serverLimits = createStore<Limits>(limits);
  const emitter = createEmitter<ClientEvents>();
  const ids = createMessageIds(clock, random);
  const server = { url, token: () => session.getSnapshot().token, fetch, clock };
  const http = createHttp(server);

  const userId = (): string => {
    const state = connection.state.getSnapshot();
    const known = state.status === 'online' ? state.userId : undefined;
    return known ?? session.getSnapshot().userId ?? account.record.getSnapshot()?.userId ?? '';
  };
  const onUnkept = (error: unknown): void => storageFault.set(error);

  const connection = createConnection({
    transport,
    clock,
    random,
    onReady: (ready) => welcome(ready),
    onEvent: (event, payload) => route(event, payload),
    onLost: () => disconnect(),
  });
  const keptItems = options.keptItems ?? 300;
  const keeper = createKeeper({ storage, clock, onUnkept, account: () => account.record.getSnapshot() });
  const cells = createCells({
    userId,
    keptItems,
    loadTimeline: (id) => keeper.loadTimeline(id),
    onApplied: (cell, entries) => settleApplied(cell, entries),
    onChanged: (cell) => keeper.touch(cell),
    onGap: (cell) => catchUp.repair(cell),
    onUnknown: (cell) => catchUp.refresh(cell),
    onDropped: (id) => {
      keeper.drop(id);
      emitter.emit('gone', { conversation: id });
    },
  });
  const attention = createAttention({ clock, keptItems, find: (id) => cells.find(id) });
  const people = createPeople(http, clock);
  const times = createDeliveryTimes(clock);
  const effect = createAccountEffects({ cells, people, account: () => account, catchUp: () => catchUp });
  const account = createAccount({
    effect,
    onChanged: () => keeper.touch(undefined),
    onGap: () => catchUp.repair(undefined),
  });
  const catchUp: CatchUp = createCatchUp({
    connection,
    http,
    cells,
    account,
    clock,
    dropCopies,
    maxMissedEntries: options.maxMissedEntries ?? Infinity,
    onListed: ({ id, unread, last_seq: lastSeq }) => {
      if (unread > 0) marks.delivered(id, lastSeq);
    },
  });
  // Who was asked for without a network.
  catchUp.isCurrent.subscribe(() => {
    if (!catchUp.isCurrent.getSnapshot()) return;
    people.want([]);
    // What catching up has shown to be unsent.
    marks.resume();
  });
  const files = createAttachedFiles(storage);
  const book = createOutboxBook({ storage, tabs, files, onUnkept });
  const owner = derive([connection.state, account.record, session], userId);
  const fileDrafts = createFileDrafts({ storage, tabs, ids, userId: owner });
  const uploader = createUploader(server);
  const outbox = createOutbox({
    book,
    files,
    uploader,
    connection,
    ids,
    clock,
    random,
    userId: owner,
    onStored: showStored,
    times,
  });
  const isHolding = derive(
    [cells.hasProvisional, outbox.items],
    (has, items) => has || items.some(({ status }) => status === 'queued'),
  );
  const typing = createTyping(connection, clock);
  const presence = createPresence(connection);
  const marks: Marks = createMarks({ connection, cells, clock, userId });
  const route: (event: ServerEventName, payload: unknown) => void = createEventRouter({
    cells,
    outbox,
    account,
    typing,
    presence,
    people,
    times,
    userId,
    onSession: (event) => emitter.emit('session', event),
    refresh: (id) => catchUp.refresh(cells.obtain(id)),
  });

  const ownAccount = createOwnAccount({ account, people, http });
  // The first record comes after `ready`, once old copies are gone; only then is there a place for it.
  account.record.subscribe(() => {
    if (connection.state.getSnapshot().status === 'online') void ownAccount.learn();
  });

  function welcome(ready: Ready): void {
    ids.follow(ready.server_time);
    serverLimits.set(ready.limits);
    catchUp.run(ready);
    outbox.resume(ready.user_id);
    marks.resume();
    presence.resume();
    void ownAccount.learn();
  }

  function disconnect(): void {
    catchUp.stop();
    outbox.pause();
    marks.pause();
    presence.pause();
    typing.clear();
  }

  async function dropCopies(): Promise<void> {
    cells.clear();
    times.clear();
    account.set(undefined);
    await keeper.clear();
    tabs.announce('cleared');
  }

  async function endSession(): Promise<void> {
    void fileDrafts.remove(fileDrafts.items.getSnapshot().map(({ key }) => key));
    disconnect();
    outbox.stop();
    connection.stop();
    session.set({ token: undefined, userId: undefined });
    await dropCopies();
  }

  /** All tabs have one cookie: one that went on as somebody else would ask in the wrong name. SEC1 */
  function followSession(word: 'signed-in' | 'signed-out'): void {
    if (options.cookie !== true) return;
    if (word === 'signed-out') {
      void endSession();
      return;
    }
    session.set({ token: undefined, userId: undefined });
    connection.start(undefined);
  }

  function settleApplied(cell: Cell, entries: readonly Entry[]): void {
    let newest = 0;
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.message === null) continue;
      if (entry.by === userId()) outbox.resolve(entry.message.id);
      else newest = entry.seq;
      emitter.emit('message', entry.message);
    }
    if (newest > 0) marks.delivered(cell.id, newest);
    attention.arrived(cell);
  }

  function showStored(item: OutboxItem, answer: SendAnswer): void {
    const entry = entryOfAnswer(item, answer);
    const cell = cells.obtain(answer.conversation);
    if (entry !== undefined) cell.receive([entry]);
    else cell.expect(answer.seq ?? 0);
  }

  let leaveTabs = (): void => undefined;

  async function restore(): Promise<void> {
    const kept = await keeper.load();
    if (kept.account !== undefined && account.record.getSnapshot() === undefined) {
      account.set(kept.account);
      cells.restore(kept.cells);
    }
    await Promise.all([book.load(), fileDrafts.load()]);
    leaveTabs = joinTabs({
      tabs,
      keeper,
      cells,
      outbox,
      fileDrafts,
      connection,
      clock,
      onSession: followSession,
    });
  }

  function whenCurrent(): Promise<void> {
    return new Promise((resolve) => {
      if (catchUp.isCurrent.getSnapshot()) resolve();
      else onceTrue(catchUp.isCurrent, resolve);
    });
  }

  function leave(): void {
    attention.stop();
    outbox.stop();
    leaveTabs();
  }

  return {
    connection,
    cells,
    outbox,
    uploader,
    files,
    fileDrafts,
    account,
    http,
    ids,
    keeper,
    catchUp,
    storage,
    emitter,
    userId,
    session,
    typing,
    presence,
    people,
    times,
    isHolding,
    clock,
    marks,
    attention,
    keptItems,
    storageFault,
    serverLimits,
    pages: createPages(http, userId),
    tabs,
    dropCopies,
    endSession,
    disconnect,
    restore,
    whenCurrent,
    leave,
  };
}
