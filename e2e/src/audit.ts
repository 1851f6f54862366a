import { expect } from 'bun:test';
import { eventually } from './deadline.ts';
import type { OutboxClient } from './outbox-client.ts';
import { Changes } from './wire.ts';
import type { Person, TextMessage } from './person.ts';

/** seq → message id, or the kind of another entry, of a whole conversation, read over HTTP; fails on a gap (SEQ1) or on an id that stands twice (SND2). */
export async function readLog(
  reader: Pick<Person, 'api'>,
  conversation: string,
): Promise<Map<number, string>> {
  const log = new Map<number, string>();
  const ids: string[] = [];
  for (let after = 0, more = true; more;) {
    const path = `/conversations/${encodeURIComponent(conversation)}/changes?limit=200&after=${String(after)}`;
    const page = await reader.api.get(path, Changes);
    for (const entry of page.entries) {
      expect(entry.seq).toBe(after + 1);
      after = entry.seq;
      const id = entry.kind === 'message' ? entry.message?.id : undefined;
      if (id !== undefined) ids.push(id);
      log.set(entry.seq, id ?? entry.kind);
    }
    more = page.has_more;
    if (!more) expect(after).toBe(page.last_seq);
  }
  expect(new Set(ids).size).toBe(ids.length);
  return log;
}

/**
 * Every member's device has heard of every message by itself, from the first that it heard of on: no hint was lost for
 * good. For devices that were connected all the while. CLU1
 */
export async function allHeard(conversations: readonly Conversation[], maxMs: number): Promise<void> {
  for (const { id, members } of conversations) {
    const [reader] = members;
    if (reader === undefined) throw new Error(`${id} has no members`);
    const log = [...(await readLog(reader.person, id))];
    for (const { person, learned } of members) {
      const missing = (): number[] => {
        const known = learned.entries.get(id) ?? new Map<number, string>();
        const first = Math.min(...known.keys());
        return log.flatMap(([seq, entry]) =>
          seq > first && entry.includes('-') && known.get(seq) !== entry ? [seq] : [],
        );
      };
      await eventually(`${person.id} to hear of all of ${id}`, () => missing().length === 0, maxMs).catch(
        (error: unknown) => {
          throw new Error(`${String(error)}; missing of ${String(log.length)}: ${missing().join(' ')}`);
        },
      );
    }
  }
}

export interface Conversation {
  readonly id: string;
  readonly members: readonly OutboxClient[];
}

/**
 * The audit after any fault: every `stored` ack is in the log under its seq, exactly once; seqs are 1..n; every
 * member's device, live and by sync together, holds that very log; nothing is both stored and reported failed.
 */
export async function audit(
  conversations: readonly Conversation[],
  sent: readonly TextMessage[],
): Promise<void> {
  const stored = new Set<string>();
  for (const { id, members } of conversations) {
    const [reader] = members;
    if (reader === undefined) throw new Error(`${id} has no members`);
    const log = await readLog(reader.person, id);
    for (const entry of log.values()) stored.add(entry);
    for (const client of members) {
      await client.catchUp([id]);
      expect(client.learned.faults).toEqual([]);
      const held = [...(client.learned.entries.get(id) ?? [])].toSorted(([a], [b]) => a - b);
      expect(held).toEqual([...log]);
      for (const [messageId, ack] of client.learned.stored)
        if (ack.conversation === id) expect([messageId, log.get(ack.seq)]).toEqual([messageId, messageId]);
    }
  }
  const clients = new Set(conversations.flatMap((one) => one.members));
  const failed = [...clients].flatMap((client) => [...client.learned.failed]);
  expect(failed.filter((id) => stored.has(id))).toEqual([]);
  expect(sent.filter((one) => !stored.has(one.id) && !failed.includes(one.id))).toEqual([]);
}
