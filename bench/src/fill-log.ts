import { connect } from './connection.ts';
import type { Person } from './accounts.ts';
import { createMessageIds } from './message-ids.ts';
import { addRefusal, noSends, type SendCounts } from './send-counts.ts';

const unanswered = 500;

export interface FilledLog {
  /** index: seq - 1 */
  readonly ids: readonly string[];
  readonly counts: SendCounts;
}

/** Has `from` write `count` messages to `to`, who is not connected, and waits until all are stored. */
export async function fillLog(
  [from, to]: readonly [Person, Person],
  { messages: count, bytes }: { readonly messages: number; readonly bytes: number },
): Promise<FilledLog> {
  const ids: string[] = [];
  const counts = noSends();
  const nextId = createMessageIds();
  const content = 'x'.repeat(bytes);
  const { promise, resolve, reject } = Promise.withResolvers<FilledLog>();
  const sendNext = (): void => {
    if (counts.sent === count) return;
    const payload = `{"id":"${nextId()}","type":"direct","to":"${to.id}","content":"${content}"}`;
    connection.sendMessage(counts.sent++, payload);
  };
  const connection = await connect({
    ...from,
    onAck(_, { ok, seq, id, error }) {
      if (ok && seq && id !== undefined) {
        counts.acked++;
        ids[seq - 1] = id;
      } else {
        addRefusal(counts, error?.code ?? 'malformed');
        counts.sent--; // its place goes to another
      }
      sendNext();
      if (counts.acked === count) resolve({ ids, counts });
    },
    onLost: () => reject(new Error('the connection was lost while the conversation was filled')),
  });
  for (let n = 0; n < Math.min(unanswered, count); n++) sendNext();
  const filled = await promise;
  connection.close();
  return filled;
}
