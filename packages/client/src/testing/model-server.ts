/* eslint-disable @typescript-eslint/max-params -- a stand-in reads best in the words of the wire: method, path, body */
import type { Clock } from '../ports/clock.ts';
import type { NetworkServer, NetworkSocket } from './fake-network.ts';
import type { AccountEntry, Entry, Message, SendAnswer } from '../wire.ts';
import {
  createModelConversation,
  deletedMessage,
  digestOf,
  entryFor,
  isHidden,
  membersOf,
  pageOfMessages,
  rowOf,
  unreadOf,
  type ModelConversation,
} from './model-log.ts';
import { findReaction, mayReact, noteReaction, type ReactionWanted } from './model-reactions.ts';

type Fields = Record<string, unknown>;
type AnswerTo = { ok: true; [field: string]: unknown } | { ok: false; error: Fields };

/** A small, honest server in memory: the contract's rules, no storage, no network. */
export interface ModelServer extends NetworkServer {
  readonly conversations: Map<string, ModelConversation>;
  readonly accounts: Map<string, AccountEntry[]>;
  /** the open ones of one user */
  connections(user: string): readonly NetworkSocket[];
  handle(socket: NetworkSocket, event: string, payload: Fields): AnswerTo;
  http(user: string, method: string, path: string, body: Fields): { status: number; json: unknown };
  /** From now on sends are only queued; at the end the queue is stored, in order. */
  setQueueing(isQueueing: boolean): void;
  /** Ids of queued messages that will be refused when their turn comes. */
  readonly doomed: Set<string>;
  queued(): readonly string[];
}

const refusal = (code: string, retry = false): { ok: false; error: Fields } => ({
  ok: false,
  error: { code, message: code, retry },
});

export function createModelServer(clock: Clock, users: readonly string[], generation = 'g1'): ModelServer {
  const conversations = new Map<string, ModelConversation>();
  const accounts = new Map<string, AccountEntry[]>(users.map((user) => [user, []]));
  const sockets = new Set<NetworkSocket>();
  const queue: { socket: NetworkSocket; message: Message }[] = [];
  const doomed = new Set<string>();
  let isQueueing = false;
  let groups = 0;

  const now = (): string => new Date(clock.nowMs()).toISOString();

  function publish(to: Iterable<string>, event: string, payload: unknown, except?: NetworkSocket): void {
    const wanted = new Set(to);
    for (const socket of sockets)
      if (wanted.has(socket.user) && socket !== except) socket.emit(event, structuredClone(payload));
  }

  function note(user: string, fields: Fields): void {
    const log = accounts.get(user) ?? [];
    accounts.set(user, log);
    const entry = { seq: log.length + 1, at: now(), ...fields } as unknown as AccountEntry;
    log.push(entry);
    publish([user], 'account', entry);
  }

  function append(conversation: ModelConversation, by: string, fields: Fields): Entry {
    const head = { conversation: conversation.id, seq: conversation.log.length + 1, at: now(), by };
    const entry = { ...head, ...fields } as unknown as Entry;
    conversation.log.push(entry);
    return entry;
  }

  function direct(one: string, other: string): ModelConversation {
    const id = one < other ? `direct:${one}:${other}` : `direct:${other}:${one}`;
    const conversation = conversations.get(id) ?? createModelConversation(id, 'direct');
    for (const user of [one, other]) conversation.members.set(user, 'member');
    return conversation;
  }

  function find(user: string, id: string): ModelConversation | undefined {
    const conversation = conversations.get(id);
    if (conversation?.members.has(user) === true) return conversation;
    const [kind, one = '', other = ''] = id.split(':');
    const isEmpty = conversation === undefined && kind === 'direct' && [one, other].includes(user);
    return isEmpty ? direct(one, other) : undefined;
  }

  function answerOf(message: Message, isDuplicate: boolean): AnswerTo {
    const { id, conversation, seq, created_at, status } = message;
    const answer: SendAnswer = { id, conversation, seq, created_at, status };
    return { ok: true, ...answer, ...(isDuplicate ? { duplicate: true } : {}) };
  }

  function send(socket: NetworkSocket, payload: Fields): AnswerTo {
    const { id, type, to, content } = payload as {
      id: string;
      type: 'direct' | 'group';
      to: string;
      content: string;
    };
    const { user } = socket;
    const conversation = type === 'group' ? conversations.get(to) : direct(user, to);
    const known = conversation?.messages.get(id) ?? queue.find(({ message }) => message.id === id)?.message;
    if (known !== undefined) return known.from === user ? answerOf(known, true) : refusal('conflict');
    if (Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) > clock.nowMs() + 86_400_000)
      return {
        ok: false,
        error: { ...refusal('invalid').error, issues: [{ path: 'id', message: 'ahead' }] },
      };
    // Refused when its turn came: refused again.
    if (doomed.has(id) && !isQueueing) return refusal('forbidden');
    if (conversation?.members.has(user) !== true) return refusal('not_found');
    const message: Message = {
      id,
      conversation: conversation.id,
      seq: null,
      type,
      from: user,
      to,
      content,
      content_type: 'text',
      media_url: null,
      media_metadata: null,
      reply_to: null,
      created_at: now(),
      edited_at: null,
      deleted_at: null,
      status: 'queued',
    };
    if (!isQueueing) return answerOf(store(conversation, message, socket), false);
    queue.push({ socket, message });
    publish(conversation.members.keys(), 'message', message);
    return answerOf(message, false);
  }

  function store(conversation: ModelConversation, queued: Message, except?: NetworkSocket): Message {
    if (conversation.log.length === 0) {
      conversations.set(conversation.id, conversation);
      for (const user of conversation.members.keys())
        note(user, { kind: 'conversation_added', conversation: conversation.id });
    }
    const message: Message = { ...queued, seq: conversation.log.length + 1, status: 'stored' };
    append(conversation, message.from, { kind: 'message', message });
    conversation.messages.set(message.id, message);
    publish(conversation.members.keys(), 'message', message, except);
    return message;
  }

  function change(socket: NetworkSocket, payload: Fields, isDeletion: boolean): AnswerTo {
    const { message_id, conversation: id, content, delete_for } = payload as Record<string, string>;
    const { user } = socket;
    const conversation = find(user, id ?? '');
    const message = conversation?.messages.get(message_id ?? '');
    if (isQueueing || queue.some(({ message: queued }) => queued.id === message_id))
      return refusal('unavailable', true);
    if (conversation === undefined || message === undefined || message_id === undefined)
      return refusal('not_found');
    if (isDeletion && delete_for === 'me') return hide(socket, conversation, message_id);
    if (isHidden(conversation, user, message_id)) return refusal('not_found');
    if (message.from !== user) return refusal('forbidden');
    if (message.deleted_at !== null) return refusal('not_found');
    const at = now();
    if (isDeletion) {
      const { seq } = append(conversation, user, { kind: 'delete', message_id, deleted_at: at });
      conversation.messages.set(message_id, deletedMessage(message, at));
      const event = { conversation: id, seq, message_id, deleted_by: user, deleted_at: at, delete_for };
      publish(conversation.members.keys(), 'message_deleted', event, socket);
      return { ok: true, conversation: id, seq };
    }
    const { seq } = append(conversation, user, { kind: 'edit', message_id, content, edited_at: at });
    conversation.messages.set(message_id, { ...message, content: content ?? '', edited_at: at });
    const event = { type: 'message_edit', conversation: id, seq, message_id, content, edited_at: at };
    publish(conversation.members.keys(), 'message_update', event, socket);
    return { ok: true, conversation: id, seq, edited_at: at };
  }

  function react(socket: NetworkSocket, payload: Fields): AnswerTo {
    const wanted = payload as unknown as ReactionWanted;
    const { user } = socket;
    const conversation = find(user, wanted.conversation);
    if (isQueueing) return refusal('unavailable', true);
    if (conversation === undefined || !mayReact(conversation, user, wanted.message_id))
      return refusal('not_found');
    const known = findReaction(conversation, user, wanted);
    if ((known?.on ?? false) === wanted.on)
      return { ok: true, conversation: conversation.id, seq: known?.seq ?? 0 };
    const { message_id, emoji, on } = wanted;
    const { seq, at } = append(conversation, user, { kind: 'reaction', message_id, emoji, on });
    noteReaction(conversation, message_id, { seq, user, emoji, on });
    const event = { type: 'reaction', conversation: conversation.id, seq, message_id, user_id: user, emoji };
    publish(conversation.members.keys(), 'message_update', { ...event, on, at }, socket);
    return { ok: true, conversation: conversation.id, seq };
  }

  function hide(socket: NetworkSocket, conversation: ModelConversation, message_id: string): AnswerTo {
    const { user } = socket;
    const hidden = conversation.hidden.get(user) ?? new Set<string>();
    if (!hidden.has(message_id)) {
      conversation.hidden.set(user, hidden.add(message_id));
      note(user, { kind: 'message_hidden', conversation: conversation.id, message_id });
      const event = {
        conversation: conversation.id,
        seq: null,
        message_id,
        deleted_by: user,
        deleted_at: now(),
      };
      publish([user], 'message_deleted', { ...event, delete_for: 'me' }, socket);
    }
    return { ok: true, conversation: conversation.id };
  }

  function mark(socket: NetworkSocket, payload: Fields, isRead: boolean): AnswerTo {
    const { conversation: id, seq } = payload as { conversation: string; seq: number };
    const conversation = find(socket.user, id);
    if (isQueueing) return refusal('unavailable', true);
    if (conversation === undefined) return refusal('not_found');
    const wanted = Math.min(seq, conversation.log.length);
    for (const positions of isRead ? [conversation.read, conversation.delivered] : [conversation.delivered])
      positions.set(socket.user, Math.max(wanted, positions.get(socket.user) ?? 0));
    const positions = isRead ? conversation.read : conversation.delivered;
    const now_seq = positions.get(socket.user) ?? 0;
    const type = isRead ? 'read_receipt' : 'delivery_receipt';
    const field = isRead ? { read_seq: now_seq } : { delivered_seq: now_seq };
    const receipt = { type, conversation: id, user_id: socket.user, message_id: '', at: now(), ...field };
    publish(conversation.members.keys(), 'message_update', receipt, socket);
    return { ok: true, conversation: id, seq: now_seq };
  }

  function sync(user: string, payload: Fields): AnswerTo {
    const held = payload as { account?: number; conversations?: Record<string, number> };
    const log = accounts.get(user) ?? [];
    const synced = Object.entries(held.conversations ?? {}).map(([id, seq]) => syncOne(user, id, seq));
    if (held.account === undefined) return { ok: true, conversations: synced };
    if (held.account > log.length) return { ok: true, account: { reset: true }, conversations: synced };
    const entries = log.slice(held.account, held.account + 5);
    const has_more = held.account + entries.length < log.length;
    return { ok: true, account: { entries, last_seq: log.length, has_more }, conversations: synced };
  }

  function syncOne(user: string, id: string, seq: number): Fields {
    const conversation = find(user, id);
    if (conversation === undefined) return { id, gone: true };
    if (seq > conversation.log.length) return { id, reset: true };
    const entries = conversation.log.slice(seq, seq + 5).map((entry) => entryFor(conversation, user, entry));
    const last_seq = conversation.log.length;
    const read_seq = conversation.read.get(user) ?? 0;
    const has_more = seq + entries.length < last_seq;
    return { id, entries, last_seq, has_more, read_seq, unread: unreadOf(conversation, user) };
  }

  function notify(to: Iterable<string>, conversation: ModelConversation, action: string, entry: Entry): void {
    const { kind: _kind, ...fields } = entry;
    const payload = { ...fields, type: 'group_notification', action, group_id: conversation.id };
    publish(to, 'notification', { ...payload, group_name: conversation.name ?? '' });
  }

  function createGroup(user: string, body: Fields): { status: number; json: unknown } {
    groups += 1;
    const conversation = createModelConversation(`group-${String(groups)}`, 'group');
    const { name, members } = body as { name: string; members: string[] };
    conversation.name = name;
    for (const member of members) conversation.members.set(member, 'member');
    conversation.members.set(user, 'owner');
    conversations.set(conversation.id, conversation);
    for (const member of conversation.members.keys())
      note(member, { kind: 'conversation_added', conversation: conversation.id });
    const listed = [...conversation.members].map(([user_id, role]) => ({ user_id, role }));
    const entry = append(conversation, user, { kind: 'created', name, description: '', members: listed });
    notify(conversation.members.keys(), conversation, 'added', entry);
    return { status: 201, json: { id: conversation.id } };
  }

  function changeGroup(user: string, conversation: ModelConversation, change: Fields): void {
    const { add, remove, name } = change as { add?: string; remove?: string; name?: string };
    const before = [...conversation.members.keys()];
    if (name !== undefined) {
      conversation.name = name;
      notify(before, conversation, 'renamed', append(conversation, user, { kind: 'renamed', name }));
    } else if (add !== undefined && !conversation.members.has(add)) {
      note(add, { kind: 'conversation_added', conversation: conversation.id });
      const entry = append(conversation, user, { kind: 'member_added', user_id: add, role: 'member' });
      conversation.members.set(add, 'member');
      conversation.read.set(add, entry.seq);
      notify(before, conversation, 'member_added', entry);
      notify([add], conversation, 'added', entry);
    } else if (remove !== undefined && conversation.members.get(remove) === 'member') {
      const entry = append(conversation, user, { kind: 'member_removed', user_id: remove });
      conversation.members.delete(remove);
      notify(conversation.members.keys(), conversation, 'member_removed', entry);
      notify([remove], conversation, 'removed', entry);
      note(remove, { kind: 'conversation_removed', conversation: conversation.id });
    }
  }

  function http(
    user: string,
    method: string,
    target: string,
    body: Fields,
  ): { status: number; json: unknown } {
    const { pathname, searchParams } = new URL(target, 'http://model');
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    const [first, second = '', third = ''] = parts;
    const missing = { status: 404, json: { code: 'not_found', detail: 'no such thing', retry: false } };
    const after = Number(searchParams.get('after') ?? 0);
    const limit = Number(searchParams.get('limit') ?? 50);
    if (first === 'auth')
      return second === 'logout'
        ? { status: 204, json: null }
        : { status: 200, json: { user: { id: user }, token: user } };
    if (first === 'me') return { status: 200, json: second === '' ? { id: user } : { user_ids: [] } };
    if (method === 'POST' && first === 'groups' && second === '') return createGroup(user, body);
    if (first === 'conversations' && second === '') {
      const own = [...conversations.values()].filter(({ members }) => members.has(user));
      return { status: 200, json: { conversations: own.map((one) => rowOf(one, user)), next_cursor: null } };
    }
    const id = first === 'messages' ? `direct:${[user, third].sort().join(':')}` : second;
    const conversation = find(user, id);
    if (conversation === undefined) return missing;
    if (method === 'PATCH' || method === 'POST') {
      changeGroup(user, conversation, body);
      return { status: 200, json: {} };
    }
    if (first === 'messages') {
      return { status: 200, json: pageOfMessages(conversation, user, searchParams) };
    }
    if (third === 'members') return { status: 200, json: membersOf(conversation, now()) };
    if (third === 'digest') return { status: 200, json: digestOf(conversation, searchParams) };
    if (third !== 'changes') return { status: 200, json: rowOf(conversation, user) };
    const last_seq = conversation.log.length;
    const entries = conversation.log
      .slice(after, after + Math.min(limit, 20))
      .map((entry) => entryFor(conversation, user, entry));
    return { status: 200, json: { entries, last_seq, has_more: after + entries.length < last_seq } };
  }

  return {
    conversations,
    accounts,
    doomed,
    queued: () => queue.map(({ message }) => message.id),
    connect(socket) {
      sockets.add(socket);
      socket.emit('ready', {
        user_id: socket.user,
        session_id: 's',
        server_time: now(),
        protocol: 1,
        generation,
        account_seq: accounts.get(socket.user)?.length ?? 0,
        limits: {},
      });
      for (const { message } of queue)
        if (find(socket.user, message.conversation) !== undefined)
          socket.emit('message', structuredClone(message));
    },
    disconnect: (socket) => void sockets.delete(socket),
    connections: (user) => [...sockets].filter((socket) => socket.user === user),
    handle(socket, event, payload) {
      switch (event) {
        case 'send_message':
          return send(socket, payload);
        case 'edit_message':
        case 'delete_message':
          return change(socket, payload, event === 'delete_message');
        case 'react':
          return react(socket, payload);
        case 'mark_read':
        case 'mark_delivered':
          return mark(socket, payload, event === 'mark_read');
        case 'sync':
          return sync(socket.user, payload);
        default:
          return { ok: true, presences: [] };
      }
    },
    http: (...call) => structuredClone(http(...call)),
    setQueueing(next) {
      isQueueing = next;
      if (next) return;
      for (const { message } of queue.splice(0)) {
        const conversation = find(message.from, message.conversation);
        // To all who had it, also where its sender is no longer one of them.
        const concerned = conversation ?? conversations.get(message.conversation);
        const members = [...(concerned?.members.keys() ?? []), message.from];
        if (conversation !== undefined && !doomed.has(message.id)) store(conversation, message);
        else
          publish(members, 'message_update', {
            type: 'message_failed',
            conversation: message.conversation,
            message_id: message.id,
            error: { code: 'forbidden', message: 'refused after all', retry: false },
          });
      }
    },
  };
}
