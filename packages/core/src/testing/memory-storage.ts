import type { ConversationId } from '@parley/protocol';
import { isPersonalLogId, personalLogOwner, type ConversationEvent, type LogEvent } from '../log/entry.ts';
import { StoreError, type AppendOutcome, type Batch, type NewEntry, type Storage } from '../ports/storage.ts';
import { createMemoryAccounts } from './memory-storage-accounts.ts';
import { eraseDeleted } from './memory-storage-erasure.ts';
import { createMemoryGroups } from './memory-storage-groups.ts';
import { projectConversation, projectPersonal } from './memory-storage-projections.ts';
import { createMemoryReads } from './memory-storage-reads.ts';
import { createMemoryRows } from './memory-storage-rows.ts';
import {
  createMemoryState,
  emptyConversation,
  emptyPersonalLog,
  obtain,
  type LogRow,
  type MemoryState,
} from './memory-storage-state.ts';

/**
 * The storage port in plain code: what other adapters are compared with, and the ground of tests and simulation.
 * Nothing handed in or out is shared with the caller. Given a `state`, it is the same store reopened.
 */
export function createMemoryStorage(state: MemoryState = createMemoryState()): Storage {
  const isOpen = { now: true };
  return {
    engine: 'memory',
    generation: state.generation,
    maxCommitsInFlight: 4,
    ...refuseWhenClosed(isOpen, {
      commit: async (batch: Batch) => commit(state, batch),
      listUnfinishedDeletions: async () =>
        [...state.conversations].flatMap(([log, { erasure }]) =>
          erasure === null ? [] : [{ log, members: [...erasure.members] }],
        ),
      eraseDeleted: async (log: ConversationId, limit: number) =>
        eraseDeleted(state.conversations.get(log), limit),
      ping: async () => undefined,
    }),
    conversations: refuseWhenClosed(isOpen, {
      ...createMemoryReads(state),
      ...createMemoryRows(state),
      ...createMemoryGroups(state),
    }),
    accounts: refuseWhenClosed(isOpen, createMemoryAccounts(state)),
    close: async () => {
      isOpen.now = false;
    },
  };
}

type Methods = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/** The same methods, refusing once the store is closed. */
function refuseWhenClosed<Port extends object>(isOpen: { readonly now: boolean }, port: Port): Port {
  // Every member of the ports below is an asynchronous method; the shape stays the same.
  const methods = Object.entries(port as Methods).map(([name, method]) => [
    name,
    async (...args: never[]) => {
      if (!isOpen.now) throw new StoreError('failed', 'the store is closed');
      return await method(...args);
    },
  ]);
  return Object.fromEntries(methods) as Port;
}

function commit(state: MemoryState, { appends, positions }: Batch): AppendOutcome[] {
  const blocked = new Set<string>();
  const outcomes = appends.map((entry): AppendOutcome => {
    const outcome = blocked.has(entry.log) ? 'skipped' : append(state, structuredClone(entry));
    if (outcome !== 'stored') blocked.add(entry.log);
    return outcome;
  });
  for (const { log, userId, readSeq, deliveredSeq } of positions) {
    const member = state.conversations.get(log)?.members.get(userId);
    if (member === undefined) continue;
    // RD1: positions only grow, and read implies delivered.
    member.readSeq = Math.max(member.readSeq, readSeq);
    member.deliveredSeq = Math.max(member.deliveredSeq, deliveredSeq, member.readSeq);
  }
  return outcomes;
}

function append(state: MemoryState, entry: NewEntry): AppendOutcome {
  const { log, event, seq, id, at, by, fingerprint, judging } = entry;
  if (!isAcceptable(entry)) return 'rejected';
  const row = { seq, id, at, by, fingerprint, judging };
  if (isPersonalLogId(log)) {
    if (isConversationEvent(event)) return 'rejected';
    const owner = personalLogOwner(log);
    const present = state.personal.get(owner) ?? emptyPersonalLog();
    if (!take(present, { ...row, event })) return 'collided';
    state.personal.set(owner, present);
    projectPersonal(state, owner, { log: present, event });
    return 'stored';
  }
  if (!isConversationEvent(event)) return 'rejected';
  const present = state.conversations.get(log) ?? emptyConversation(log);
  const stored = { ...row, event };
  if (!take(present, stored)) return 'collided';
  projectConversation(
    log,
    obtain(state.conversations, log, () => present),
    stored,
  );
  return 'stored';
}

/** SEQ1: an entry is taken at head + 1 and nowhere else, and its id is new in the log. */
function take<Event extends LogEvent>(
  log: { readonly entries: LogRow<Event>[]; readonly ids: Map<string, number> },
  row: LogRow<Event>,
): boolean {
  if (row.seq !== log.entries.length + 1 || log.ids.has(row.id)) return false;
  log.entries.push(row);
  log.ids.set(row.id, row.seq);
  return true;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What no database keeps as it came: an id that is no UUID, a text that is no Unicode. */
function isAcceptable({ id, event }: NewEntry): boolean {
  const hasText = event.kind === 'message' || event.kind === 'edit';
  return uuid.test(id) && (!hasText || event.content === null || event.content.isWellFormed());
}

function isConversationEvent(event: LogEvent): event is ConversationEvent {
  switch (event.kind) {
    case 'created':
    case 'message':
    case 'edit':
    case 'delete':
    case 'member_added':
    case 'member_removed':
    case 'role_changed':
    case 'renamed':
    case 'updated':
    case 'deleted':
      return true;
    case 'conversation_added':
    case 'conversation_removed':
    case 'message_hidden':
    case 'conversation_changed':
    case 'profile_changed':
    case 'block_changed':
    case 'settings_changed':
    case 'session_revoked':
    case 'account_disabled':
      return false;
  }
}
