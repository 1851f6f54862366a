import type { ConversationId } from '@parley/protocol';
import { isAcceptable } from '../log/is-acceptable.ts';
import { isConversationEvent, isPersonalLogId, personalLogOwner, type LogEvent } from '../log/entry.ts';
import type { AppendOutcome, Batch, NewEntry, Storage } from '../ports/storage.ts';
import type { Clock } from '../ports/clock.ts';
import { refuseWhenClosed } from '../refuse-when-closed.ts';
import { createMemoryArchive } from './memory-storage-archive.ts';
import { createMemoryAccounts } from './memory-storage-accounts.ts';
import { eraseDeleted } from './memory-storage-erasure.ts';
import { createMemoryGroups } from './memory-storage-groups.ts';
import { projectConversation, projectPersonal } from './memory-storage-projections.ts';
import { createMemoryMedia } from './memory-storage-media.ts';
import { createMemoryReads } from './memory-storage-reads.ts';
import { createMemoryCluster, noteTail } from './memory-storage-cluster.ts';
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
 * Nothing handed in or out is shared with the caller. Given a `state`, it is the same store reopened. With a clock several
 * nodes may share it, of which this is one.
 */
export function createMemoryStorage(
  state: MemoryState = createMemoryState(),
  clock?: Pick<Clock, 'nowMs'>,
  node = 'node',
): Storage {
  const isOpen = { now: true };
  return {
    engine: 'memory',
    generation: state.generation,
    maxCommitsInFlight: 4,
    ...refuseWhenClosed(isOpen, {
      commit: async (batch: Batch) => {
        const outcomes = commit(state, batch);
        if (clock !== undefined) noteTail(state, batch, { outcomes, nowMs: clock.nowMs() });
        return outcomes;
      },
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
    archive: refuseWhenClosed(isOpen, createMemoryArchive(state)),
    media: refuseWhenClosed(isOpen, createMemoryMedia(state, clock && node)),
    ...(clock === undefined ? {} : { cluster: refuseWhenClosed(isOpen, createMemoryCluster(state, node)) }),
    close: async () => {
      isOpen.now = false;
    },
  };
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
