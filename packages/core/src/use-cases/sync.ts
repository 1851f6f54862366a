import {
  accept,
  sizes,
  type Ack,
  type ConversationId,
  type Payload,
  type Result,
  type SyncedAccount,
  type SyncedConversation,
} from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import type { ConversationRow, EntryPage } from '../ports/conversation-reads.ts';
import { stateForMember } from '../policy/access.ts';
import { toConversationId } from '../policy/address.ts';
import { accountEntryView, entryView } from '../views/entry-view.ts';
import { createAnswerRoom, type AnswerRoom } from './answer-room.ts';

/** Bytes of a conversation's part of the answer beside its entries, at most. */
const frameBytes = 512;

/** Everything after what a device holds: entries of conversations and of the personal log. SYN1, SYN3 */
export function createSync(context: Context) {
  const { conversations } = context.storage;

  async function syncAccount(caller: Caller, held: number, room: AnswerRoom): Promise<SyncedAccount> {
    const { head, entries } = await conversations.listPersonalEntries(
      caller.userId,
      held,
      sizes.syncEntriesPerConversation,
    );
    if (held > head) return { reset: true };
    const fitting = room.take(entries, accountEntryView);
    const last = fitting.at(-1)?.seq ?? held;
    return { entries: fitting, last_seq: head, has_more: last < head };
  }

  async function syncConversation(
    caller: Caller,
    held: { readonly id: ConversationId; readonly seq: number },
    found: {
      readonly page: EntryPage | undefined;
      readonly row: ConversationRow | undefined;
      readonly room: AnswerRoom;
    },
  ): Promise<SyncedConversation> {
    const { id } = held;
    const { page, row, room } = found;
    if (row === undefined) {
      // Nobody's list shows a direct conversation that has not begun, yet it is there.
      const open = await stateForMember(context, caller.userId, id);
      if (!open.ok || open.value.head > 0) return { id, gone: true };
      return held.seq > 0
        ? { id, reset: true }
        : { id, entries: [], last_seq: 0, has_more: false, read_seq: 0, unread: 0 };
    }
    const head = page?.head ?? 0;
    if (held.seq > head) return { id, reset: true };
    const entries = room.take(page?.entries ?? [], entryView);
    const last = entries.at(-1)?.seq ?? held.seq;
    return {
      id,
      entries,
      last_seq: head,
      has_more: last < head,
      read_seq: row.readSeq,
      unread: row.unread,
      ...(row.peer === null
        ? {}
        : { peer_read_seq: row.peer.readSeq, peer_delivered_seq: row.peer.deliveredSeq }),
    };
  }

  return async function sync(caller: Caller, body: Payload<'sync'>): Promise<Result<Ack<'sync'>>> {
    const held = Object.entries(body.conversations).map(([id, seq]) => ({ id: toConversationId(id), seq }));
    const wanted = held.map(({ id, seq }) => ({
      log: id,
      afterSeq: seq,
      limit: sizes.syncEntriesPerConversation,
    }));
    const room = createAnswerRoom(sizes.syncBytes - held.length * frameBytes);
    const account = body.account === undefined ? undefined : await syncAccount(caller, body.account, room);
    // Entries first, membership after: who is still a member now may see all that was read. GRP1
    const pages = await conversations.listEntries(caller.userId, wanted, room.bytes());
    const rows = await conversations.findRows(
      caller.userId,
      held.map(({ id }) => id),
    );
    const pageOf = new Map(pages.map((page) => [page.log, page]));
    const rowOf = new Map(rows.map((row) => [row.log, row]));
    const synced = await Promise.all(
      held.map((one) =>
        syncConversation(caller, one, { page: pageOf.get(one.id), row: rowOf.get(one.id), room }),
      ),
    );
    return accept({ ...(account === undefined ? {} : { account }), conversations: synced });
  };
}
