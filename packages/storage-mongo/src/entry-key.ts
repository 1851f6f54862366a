import type { LogId } from '@parley/core';
import type { UserId } from '@parley/protocol';
import { keyOf, pastKeysOf } from './documents.ts';

/** As many as `Number.MAX_SAFE_INTEGER` has. */
const digits = 16;

/** `_id` of an entry: log, number, in the order of the log. */
export function entryKey(log: LogId, seq: number): string {
  return keyOf(log, String(seq).padStart(digits, '0'));
}

/** Entries of a log by number, all of it unless told; sort by `_id`. `log` is there for a sharded database alone. */
export function inLog(
  log: LogId,
  { afterSeq = 0, uptoSeq }: { readonly afterSeq?: number; readonly uptoSeq?: number } = {},
) {
  const end = uptoSeq === undefined ? { $lt: pastKeysOf(log) } : { $lte: entryKey(log, uptoSeq) };
  return { log, _id: { $gt: entryKey(log, afterSeq), ...end } };
}

/** Entries of the logs behind one, up to another; sort by `_id`. */
export function behindLog(after: string, before: string | undefined) {
  return { _id: { $gt: pastKeysOf(after), ...(before === undefined ? {} : { $lt: before }) } };
}

/** `_id` of what somebody reacted to a message with. */
export function reactionKey(
  log: LogId,
  messageSeq: number,
  { user, emoji }: { readonly user: UserId; readonly emoji: string },
): string {
  return keyOf(entryKey(log, messageSeq), user, emoji);
}

/** All reactions to a message, or one person's. */
export function reactionsOf(log: LogId, messageSeq: number, user?: UserId) {
  const message = entryKey(log, messageSeq);
  const whose = user === undefined ? message : keyOf(message, user);
  return { _id: { $gt: whose, $lt: pastKeysOf(whose) } };
}

/** The reactions to messages of a log, by number. */
export function reactionsIn(
  log: LogId,
  { afterSeq, uptoSeq }: { readonly afterSeq: number; readonly uptoSeq: number },
) {
  return { _id: { $gt: pastKeysOf(entryKey(log, afterSeq)), $lt: pastKeysOf(entryKey(log, uptoSeq)) } };
}

/** These entries of a log. */
export function atSeqs(log: LogId, seqs: readonly number[]) {
  return { log, _id: { $in: seqs.map((seq) => entryKey(log, seq)) } };
}
