import type { ConversationId, UserId } from '@parley/protocol';
import {
  affectsJudging,
  messageEvent,
  personalLogOwner,
  type ConversationEntry,
  type ConversationEvent,
  type PersonalEntry,
  type PersonalEvent,
  type PersonalLogId,
} from '../log/entry.ts';
import type { Numbered } from '../pipeline/draft.ts';
import type { ConversationReads } from '../ports/conversation-reads.ts';

const pageEntries = 200;
const pageBytes = 4 * 1024 * 1024;
/** Reads what nobody has hidden: no account has this id. */
const nobody = '' as UserId;

/** Entries of a conversation as they were appended, but with the present text; who sent what as body is not known any more. */
export function createStoredEntries(reads: Pick<ConversationReads, 'listEntries' | 'listPersonalEntries'>) {
  return {
    async ofConversation(log: ConversationId, afterSeq: number) {
      const [page] = await reads.listEntries(nobody, [{ log, afterSeq, limit: pageEntries }], pageBytes);
      return { entries: (page?.entries ?? []).map(numberedOf), head: page?.head ?? 0 };
    },
    async ofPerson(log: PersonalLogId, afterSeq: number) {
      const page = await reads.listPersonalEntries(personalLogOwner(log), afterSeq, pageEntries);
      return { entries: page.entries.map(personalNumberedOf), head: page.head };
    },
  };
}

function numberedOf(entry: ConversationEntry): Numbered<ConversationEvent> {
  const { log, seq, id, at, by, ...rest } = entry;
  const event = rest.kind === 'message' ? messageEvent(rest.message) : rest;
  return { log, seq, id, at, by, fingerprint: null, judging: affectsJudging(event), event };
}

function personalNumberedOf({ log, seq, id, at, by, ...event }: PersonalEntry): Numbered<PersonalEvent> {
  return { log, seq, id, at, by, fingerprint: null, judging: affectsJudging(event), event };
}
