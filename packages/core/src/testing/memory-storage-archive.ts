import { isPersonalLogId, personalLogId, personalLogOwner, type LogEvent, type LogId } from '../log/entry.ts';
import type { Archive } from '../ports/archive.ts';
import type { NewEntry } from '../ports/storage.ts';
import { compareText, type LogRow, type MemoryState, type Text } from './memory-storage-state.ts';

/** The whole of a memory store, in plain code. */
export function createMemoryArchive(state: MemoryState): Archive {
  const rowsOf = (log: LogId): readonly LogRow<LogEvent>[] =>
    (isPersonalLogId(log) ? state.personal.get(personalLogOwner(log)) : state.conversations.get(log))
      ?.entries ?? [];

  const logs = (): readonly LogId[] => [
    ...state.conversations.keys(),
    ...[...state.personal.keys()].map(personalLogId),
  ];

  /** The present text of the message that an entry is, or is about. */
  function textOf(log: LogId, { event, seq }: LogRow<LogEvent>): Text | undefined {
    if (isPersonalLogId(log) || (event.kind !== 'message' && event.kind !== 'edit')) return undefined;
    return state.conversations.get(log)?.texts.get(event.kind === 'edit' ? event.messageSeq : seq);
  }

  function entryOf(log: LogId, row: LogRow<LogEvent>): NewEntry {
    const { event, ...head } = structuredClone(row);
    const text = textOf(log, row);
    const content = text?.content ?? null;
    if (event.kind === 'edit') return { log, ...head, event: { ...event, content } };
    if (event.kind !== 'message') return { log, ...head, event };
    const { media: _, ...rest } = event;
    const media = text?.media ?? undefined;
    return { log, ...head, event: { ...rest, content, ...(media === undefined ? {} : { media }) } };
  }

  return {
    findMark: async () => state.mark,
    async setMark(mark) {
      state.mark = mark;
    },
    async finish(generation) {
      state.mark = undefined;
      state.generation = generation;
    },
    countEntries: async () => logs().reduce((sum, log) => sum + rowsOf(log).length, 0),
    listLogs: async ({ after, before }, limit) =>
      logs()
        .filter((log) => rowsOf(log).length > 0 && compareText(log, after) > 0)
        .filter((log) => before === undefined || compareText(log, before) < 0)
        .sort(compareText)
        .slice(0, limit)
        .map((log) => ({ log, head: rowsOf(log).length })),
    findHeads: async (wanted) => wanted.map((log) => rowsOf(log).length),
    async listEntries(log, afterSeq, { limit, maxChars }) {
      const entries: NewEntry[] = [];
      let [chars, textsSeq] = [0, 0];
      for (const row of rowsOf(log).slice(afterSeq, afterSeq + limit)) {
        if (chars >= maxChars) break;
        const text = textOf(log, row);
        textsSeq = Math.max(textsSeq, text?.editSeq ?? 0, text?.deleteSeq ?? 0);
        const entry = entryOf(log, row);
        entries.push(entry);
        chars += JSON.stringify(entry.event).length;
      }
      return { entries, textsSeq };
    },
    async listPositions(log) {
      if (isPersonalLogId(log)) return [];
      return [...(state.conversations.get(log)?.members ?? [])].map(
        ([userId, { readSeq, deliveredSeq }]) => ({
          log,
          userId,
          readSeq,
          deliveredSeq,
        }),
      );
    },
    listAccounts: async (afterId, limit) =>
      [...state.accounts.values()]
        .filter(({ user }) => compareText(user.id, afterId) > 0)
        .sort((one, other) => compareText(one.user.id, other.user.id))
        .slice(0, limit)
        .map((account) => structuredClone(account)),
    listSessions: async (afterId, limit) =>
      [...state.sessions.values()]
        .filter(({ id }) => compareText(id, afterId) > 0)
        .sort((one, other) => compareText(one.id, other.id))
        .slice(0, limit),
    async putAccounts(accounts) {
      for (const account of accounts) state.accounts.set(account.user.id, structuredClone(account));
    },
    async putSessions(sessions) {
      for (const session of sessions) state.sessions.set(session.id, { ...session });
    },
  };
}
