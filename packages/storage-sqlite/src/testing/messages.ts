import { directConversationId, userId } from '@parley/protocol';
import type { Batch, ConversationEvent, NewEntry, Storage } from '@parley/core';

const people = Array.from({ length: 8 }, (_, index) => userId.parse(`user-${String(index)}`));
const [sender = userId.parse('nobody')] = people;

/** The conversations that test messages go to. */
export const testLogs = people.map((person) => directConversationId(sender, person));

/** Messages for a few conversations, numbered after what the store has. */
export async function createMessages(storage: Pick<Storage, 'conversations'>, firstId = 0) {
  const pictures = await Promise.all(testLogs.map((log) => storage.conversations.findPicture(log)));
  return createMessageSource(
    firstId,
    pictures.map((picture) => picture?.head ?? 0),
  );
}

/** The same, after heads that the caller knows. */
export function createMessageSource(firstId = 0, heads: number[] = []) {
  let made = firstId;
  return {
    next(count: number): Batch {
      const appends = Array.from({ length: count }, (_, index) => {
        const which = (made + index) % testLogs.length;
        heads[which] = (heads[which] ?? 0) + 1;
        return newMessage(which, heads[which], made + index);
      });
      made += count;
      return { appends: appends.sort((one, other) => (one.log < other.log ? -1 : 1)), positions: [] };
    },
  };
}

function newMessage(which: number, seq: number, number: number): NewEntry {
  const log = testLogs[which] ?? directConversationId(sender, sender);
  const event: ConversationEvent = {
    kind: 'message',
    type: 'direct',
    to: people[which] ?? sender,
    content: `message ${String(number)}`,
    contentType: 'text',
    replyTo: null,
  };
  const id = `0190cccc-cccc-7ccc-8ccc-${number.toString(16).padStart(12, '0')}`;
  return { log, seq, id, at: 1_000 + number, by: sender, event, fingerprint: null, judging: false };
}
