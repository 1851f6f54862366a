import { describe, expect, test } from 'bun:test';
import { clientEvents, sizes, type ConversationId, type UserId } from '@parley/protocol';
import { createChatBench, valueOf } from '../testing/index.ts';

const bytesOf = (answer: object) => new TextEncoder().encode(JSON.stringify(answer)).length;

async function start() {
  const bench = await createChatBench();
  const { chat, as } = bench;
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const makeGroup = async (content: string, count: number) => {
    const made = await chat.createGroup(as(ann), { name: 'Tea', members: [bob], description: '' });
    const { id } = valueOf(made).group;
    for (let sent = 0; sent < count; sent += 1) {
      const body = { type: 'group', to: id, content };
      valueOf(await chat.sendMessage(as(ann), clientEvents.send_message.payload.parse(body)));
    }
    return id;
  };
  const sync = async (user: UserId, held: Record<ConversationId, number>, account?: number) =>
    valueOf(
      await chat.sync(as(user), { conversations: held, ...(account === undefined ? {} : { account }) }),
    );
  return { ...bench, ann, bob, makeGroup, sync };
}

describe('sync', () => {
  test('LIM1: an answer stays within 1 MB as it is sent, and asking on brings every entry once', async () => {
    const { chat, as, bob, makeGroup, sync } = await start();
    // Texts that take six times their length as JSON, many short ones, and a personal log over 1 MB by itself.
    const groups = [await makeGroup('\u0001'.repeat(8_000), 12), await makeGroup('é"', 99)];
    for (let more = 0; more < 20; more += 1) groups.push(await makeGroup('hi', 99));
    const settings = { note: 'x'.repeat(16_000) };
    for (let change = 0; change < 70; change += 1) valueOf(await chat.updateMe(as(bob), { settings }));

    const held: Record<ConversationId, number> = Object.fromEntries(groups.map((group) => [group, 0]));
    const seen = new Map<string, number[]>();
    let [account, hasMore, rounds] = [0, true, 0];
    for (; hasMore; rounds += 1) {
      const answer = await sync(bob, held, account);
      expect(bytesOf(answer)).toBeLessThanOrEqual(sizes.syncBytes);
      const own = answer.account;
      if (own === undefined || 'reset' in own) throw new Error('the personal log is there');
      account = own.entries.at(-1)?.seq ?? account;
      hasMore = own.has_more;
      for (const one of answer.conversations) {
        if (!('entries' in one)) throw new Error('every group is there');
        seen.set(one.id, [...(seen.get(one.id) ?? []), ...one.entries.map(({ seq }) => seq)]);
        held[one.id] = one.entries.at(-1)?.seq ?? held[one.id] ?? 0;
        hasMore ||= one.has_more;
      }
    }
    expect(rounds).toBeGreaterThan(2);
    expect(account).toBe(92);
    const upTo = (head: number) => Array.from({ length: head }, (_, index) => index + 1);
    expect([...seen.values()].map((seqs) => seqs.length)).toEqual([13, ...groups.slice(1).map(() => 100)]);
    for (const seqs of seen.values()) expect(seqs).toEqual(upTo(seqs.length));
  });

  test('SYN3: what is held beyond the head is reset, what is not there is gone', async () => {
    const { ann, makeGroup, sync } = await start();
    const group = await makeGroup('hi', 1);
    const nowhere = 'direct:bob:cy' as ConversationId;
    const { account, conversations } = await sync(ann, { [group]: 3, [nowhere]: 0 }, 2);
    expect(account).toEqual({ reset: true });
    expect(conversations).toEqual([
      { id: group, reset: true },
      { id: nowhere, gone: true },
    ]);
  });
});
