import type { AccountRecord } from './catch-up/account.ts';
import type { ClientOptions } from './client-options.ts';
import type { ConnectionState } from './connection.ts';
import type { ConversationHandle } from './conversations/conversation-handle.ts';
import { conversationOf, targetOf } from './conversations/target.ts';
import { createClientParts } from './client-parts.ts';
import type { ClientEvents } from './client-events.ts';
import { createConversationHandle } from './conversations/conversation-handle.ts';
import type { Emitter } from './events.ts';
import type { Http } from './http/http.ts';
import type { Presence } from './live/presence.ts';
import type { TypingState } from './live/typing.ts';
import type { Observable } from './observable.ts';
import type { Content, OutboxItem, Target } from './outbox/outbox-item.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { FileDrafts } from './uploads/file-drafts.ts';
import type { CallAnswer, CallInput, Conversation, Limits, Result, User } from './wire.ts';

/** One account on one device. Everything observable fits `useSyncExternalStore`. */
export interface Client {
  readonly connection: Observable<ConnectionState>;
  /** whether everything missed while away has arrived */
  readonly isCurrent: Observable<boolean>;
  /** conversations that have begun, newest activity first */
  readonly conversations: Observable<readonly Conversation[]>;
  readonly account: Observable<AccountRecord | undefined>;
  readonly typing: Observable<TypingState>;
  readonly presence: Pick<Presence, 'state' | 'watch' | 'say'>;
  readonly people: Observable<ReadonlyMap<string, User>>;
  /** fetches the profiles that are not known yet */
  wantPeople(userIds: readonly string[]): void;
  /** Fetches profiles even if they are known: only of people who are watched does the server say what changes. */
  renewPeople(userIds: readonly string[]): void;
  /** what one has written and the server has not acknowledged as stored, of all conversations */
  readonly outbox: Observable<readonly OutboxItem[]>;
  /** whether the server holds messages, one's own or others', that it cannot store yet, as far as it has told */
  readonly isHolding: Observable<boolean>;
  /** bytes of each file that have arrived at the server, by message id, of those that this program is bringing there */
  readonly uploads: Observable<ReadonlyMap<string, number>>;
  /** The file of a message in the outbox, to be shown; undefined where there is none. */
  fileOf(item: OutboxItem): Promise<Blob | undefined>;
  /** what is chosen and not sent */
  readonly fileDrafts: FileDrafts;
  /** Brings a picture to the server that is for no message, such as an avatar; answers its media id. */
  uploadPicture(picture: Blob, filename: string): Promise<Result<string>>;
  /** Takes it out of the outbox, an upload under way ends. */
  discard: Outbox['discard'];
  resend: Outbox['resend'];
  /** why nothing is kept beyond this run; undefined while the storage works */
  readonly storageFault: Observable<unknown>;
  /** sizes and counts that the server enforces; its defaults until the first connect */
  readonly limits: Observable<Limits>;
  readonly http: Http;
  /** A UUIDv7 on the server's clock: under it a message, or a group to be made, may be sent again after any doubt. */
  newId(): string;
  readonly on: Emitter<ClientEvents>['on'];
  /** Shows what was kept, then connects and stays connected. */
  start(): Promise<void>;
  /** Resolves when connected and caught up. */
  whenCurrent(): Promise<void>;
  /** The network is back, or the page is looked at again: tries to connect at once, or makes sure that it still is. */
  wake(): void;
  /** Writes the copies that wait to be written: the page may be gone in a moment. */
  flush(): Promise<void>;
  /** Writes what is left to write, and lets go of everything. The outbox stays for the next run. */
  stop(): Promise<void>;
  register(account: CallInput<'register'>['body']): Promise<Result<User>>;
  signIn(account: CallInput<'login'>['body']): Promise<Result<User>>;
  /** Ends the session at the server, drops the copies and the chosen files; the outbox stays. */
  signOut(): Promise<Result<null>>;
  /** By id of the conversation, or by whom it is with. */
  conversation(to: string | Target): ConversationHandle;
  /** Keeps a message, then sends it; resolves with its id once it is kept. */
  send(to: string | Target, content: string | Content): Promise<string>;
  userId(): string;
}

/** Makes a client; `start` begins its work. */
export function createClient(options: ClientOptions): Client {
  const parts = createClientParts(options);
  const { connection, cells, outbox, account, http, keeper, catchUp, storage, emitter, userId, session } =
    parts;
  const handles = new Map<string, ConversationHandle>();

  function conversation(to: string | Target): ConversationHandle {
    const id = typeof to === 'string' ? to : conversationOf(to, userId());
    const known = handles.get(id);
    if (known !== undefined) return known;
    if (userId() === '') throw new Error('Whose conversation? Sign in first, or pass userId.');
    const cell = () => cells.obtain(id);
    const { fetchCell, isCurrent } = catchUp;
    const handle = createConversationHandle({ ...parts, cell, id, cells: cells.list, fetchCell, isCurrent });
    handles.set(id, handle);
    return handle;
  }

  const byCookie = options.cookie === true ? { cookie: true } : {};

  function tellTabs(word: 'signed-in' | 'signed-out'): void {
    if (options.cookie === true) parts.tabs.announce(word);
  }

  async function begin(answer: Result<CallAnswer<'login'>>): Promise<Result<User>> {
    if (!answer.ok) return answer;
    const { user, token } = answer.value;
    const known = account.record.getSnapshot();
    if (known !== undefined && known.userId !== user.id) await parts.dropCopies();
    session.set({ token, userId: user.id });
    connection.start(token);
    tellTabs('signed-in');
    return { ok: true, value: user };
  }

  return {
    connection: connection.state,
    isCurrent: catchUp.isCurrent,
    conversations: cells.list,
    account: account.record,
    typing: parts.typing.state,
    presence: parts.presence,
    people: parts.people.state,
    wantPeople: (ids) => parts.people.want(ids),
    renewPeople: (ids) => parts.people.renew(ids),
    outbox: outbox.items,
    isHolding: parts.isHolding,
    uploads: outbox.progress,
    async uploadPicture(file, filename) {
      const uploaded = await parts.uploader.upload({
        file,
        look: { filename },
        at: undefined,
        onBegun: () => undefined,
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      return uploaded.ok ? { ok: true, value: uploaded.value.media_id } : uploaded;
    },
    fileOf: async ({ attachment }) => attachment && parts.files.find(attachment.fileId),
    fileDrafts: parts.fileDrafts,
    discard: outbox.discard,
    resend: outbox.resend,
    storageFault: parts.storageFault,
    limits: parts.serverLimits,
    http,
    newId: () => parts.ids.newId(),
    on: emitter.on,
    async start() {
      await parts.restore();
      const { token } = session.getSnapshot();
      if (token !== undefined || options.cookie === true) connection.start(token);
    },
    whenCurrent: () => parts.whenCurrent(),
    wake: () => connection.wake(),
    flush: () => keeper.flush(),
    async stop() {
      parts.disconnect();
      connection.stop();
      await keeper.flush();
      parts.leave();
      // A storage that does not answer has nothing left to give.
      await storage.close().catch(() => undefined);
    },
    register: async (body) => begin(await http('register', { body: { ...body, ...byCookie } })),
    signIn: async (body) => begin(await http('login', { body: { ...body, ...byCookie } })),
    async signOut() {
      const answer = await http('logout');
      if (!answer.ok && answer.error.code !== 'unauthenticated') return answer;
      await parts.endSession();
      tellTabs('signed-out');
      return { ok: true, value: null };
    },
    conversation,
    send: (to, content) => {
      const target = typeof to === 'string' ? targetOf(to, userId()) : to;
      return conversation(target).send(content);
    },
    userId,
  };
}
