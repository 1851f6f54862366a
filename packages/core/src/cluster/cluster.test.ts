import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId, type UserId } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import { valueOf, refusalOf, type Device } from '../testing/chat-bench.ts';
import { createClusterBench, type ClusterNode, type WrapStorage } from '../testing/cluster-bench.ts';
import { pass, settle } from '../testing/settle.ts';
import { mediaId, mediaRecord } from '../testing/storage-contract-media.ts';

/** Two nodes, a group of three people, and whoever is asked for at one of the nodes. */
async function start(wrap?: WrapStorage) {
  const bench = createClusterBench();
  const [ann, bob, eve] = [await bench.person('ann'), await bench.person('bob'), await bench.person('eve')];
  const [one, two] = [await bench.node('one', { wrap }), await bench.node('two', { wrap })];
  const { group } = valueOf(
    await one.chat.createGroup(one.as(ann), { name: 'g', description: '', members: [bob] }),
  );
  await settle();
  const say = (node: ClusterNode, from: Caller, content: string, id = node.ids.newId()) =>
    node.chat.sendMessage(
      from,
      clientEvents.send_message.payload.parse({ type: 'group', to: group.id, content, id }),
    );
  const log = group.id;
  return { ...bench, ann, bob, eve, one, two, group: group.id as string as GroupId, log, say };
}

interface Heard {
  readonly event: string;
  readonly payload: { readonly seq?: number; readonly content?: string; readonly action?: string };
}

/** seq and text of the messages a device heard, in order. */
const messages = (device: Device): string[] =>
  (device.learnt() as Heard[]).flatMap(({ event, payload }) =>
    event === 'message' ? [`${String(payload.seq)} ${String(payload.content)}`] : [],
  );

const actions = (device: Device): unknown[] =>
  (device.learnt() as Heard[]).flatMap(({ event, payload }) =>
    event === 'notification' ? [`${String(payload.seq)} ${String(payload.action)}`] : [],
  );

describe('a cluster', () => {
  test('CLU1: what one node stores reaches devices at the other at once, in order', async () => {
    const { one, two, ann, bob, say } = await start();
    const phone = await two.device(bob);
    for (const content of ['a', 'b', 'c']) valueOf(await say(one, one.as(ann), content));
    await settle();
    expect(messages(phone)).toEqual(['2 a', '3 b', '4 c']);
  });

  test('CLU2: two nodes writing one conversation make one log, and everybody hears it in order', async () => {
    const { one, two, ann, bob, say, log } = await start();
    const [annsPhone, bobsPhone] = [await one.device(ann), await two.device(bob)];
    const sends = Array.from({ length: 20 }, (_, index) => [
      say(one, annsPhone.caller, `a${String(index)}`),
      say(two, bobsPhone.caller, `b${String(index)}`),
    ]).flat();
    const seqs = (await Promise.all(sends)).map((answer) => valueOf(answer).seq);
    await settle();
    expect([...seqs].toSorted((x, y) => Number(x) - Number(y))).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 2),
    );
    for (const device of [annsPhone, bobsPhone]) {
      const known = device.learnt().flatMap((item) => {
        const { ack, event, payload } = item as {
          ack?: { seq: number };
          event?: string;
          payload?: { seq: number };
        };
        return ack?.seq ?? (event === 'message' ? payload?.seq : undefined) ?? [];
      });
      expect(known).toEqual(Array.from({ length: 40 }, (_, n) => n + 2));
    }
    expect(
      valueOf(await two.chat.listChanges(two.as(bob), log, { limit: 100, after: 0 })).entries,
    ).toHaveLength(41);
  });

  test('CLU2: nodes that write one conversation without a pause take turns, and lose few swaps', async () => {
    let [swaps, lost] = [0, 0];
    let takesTime = (): Promise<void> => Promise.resolve();
    const { one, two, ann, bob, clock, say } = await start((storage) => ({
      ...storage,
      async commit(batch) {
        await takesTime();
        const outcomes = await storage.commit(batch);
        swaps += 1;
        if (outcomes.includes('collided')) lost += 1;
        return outcomes;
      },
    }));
    takesTime = () => new Promise((resolve) => clock.after(3, resolve));
    const written = { one: 0, two: 0 };
    const goOn = async (node: ClusterNode, who: UserId, name: 'one' | 'two') => {
      for (let n = 0; n < 20; n += 1) {
        valueOf(await say(node, node.as(who), 'x'));
        written[name] += 1;
      }
    };
    const writers = Array.from({ length: 5 }, () => [goOn(one, ann, 'one'), goOn(two, bob, 'two')]).flat();
    let halfWay: typeof written | undefined;
    while (written.one + written.two < 200) {
      await pass(clock, 1, 1);
      if (written.one + written.two >= 100) halfWay ??= { ...written };
    }
    await Promise.all(writers);
    expect(lost / swaps).toBeLessThan(0.2);
    expect(Math.min(halfWay?.one ?? 0, halfWay?.two ?? 0)).toBeGreaterThan(30);
  });

  test('SND2 F15: one id sent at two nodes at once is one message, and both learn the same', async () => {
    const { one, two, ann, say } = await start();
    const phones = [await one.device(ann), await two.device(ann)] as const;
    const id = one.ids.newId();
    const answers = await Promise.all([
      say(one, phones[0].caller, 'hello', id),
      say(two, phones[1].caller, 'hello', id),
    ]);
    expect(answers.map((answer) => valueOf(answer).seq)).toEqual([2, 2]);
    const third = valueOf(await say(two, two.as(ann), 'hello', id));
    expect(third).toMatchObject({ seq: 2, duplicate: true });
    expect(refusalOf(await say(one, one.as(ann), 'other', id)).code).toBe('conflict');
  });

  test('SYN1: what one node has answered, every later read at another sees', async () => {
    const { one, two, ann, bob, eve, group, log, say } = await start();
    // Both have the log in memory, and no hint gets through.
    valueOf(await two.chat.getConversation(two.as(bob), log));
    two.connection.setUp(false);
    valueOf(await one.chat.addMember(one.as(ann), group, eve));
    expect(valueOf(await two.chat.getConversation(two.as(eve), log)).last_seq).toBe(2);
    valueOf(await say(two, two.as(eve), 'here'));
    valueOf(await one.chat.removeMember(one.as(ann), group, eve));
    expect(refusalOf(await two.chat.getConversation(two.as(eve), log)).code).toBe('not_found');
    expect(refusalOf(await say(two, two.as(eve), 'still here?')).code).toBe('not_found');
    valueOf(await one.chat.addMember(one.as(ann), group, eve));
    valueOf(await say(two, two.as(eve), 'again'));
  });

  test('GRP1: members added and removed at one node hear, and no longer hear, at the other', async () => {
    const { one, two, ann, eve, group, say } = await start();
    const phone = await two.device(eve);
    valueOf(await say(one, one.as(ann), 'before'));
    valueOf(await one.chat.addMember(one.as(ann), group, eve));
    await settle();
    valueOf(await say(one, one.as(ann), 'during'));
    await settle();
    valueOf(await one.chat.removeMember(one.as(ann), group, eve));
    await settle();
    valueOf(await say(one, one.as(ann), 'after'));
    await settle();
    expect(messages(phone)).toEqual(['4 during']);
    expect(actions(phone)).toEqual(['3 added', '5 removed']);
  });

  test('CLU1 F17: without the bus entries arrive by the tail of the store, also the last of a quiet conversation', async () => {
    const { one, two, ann, bob, say, clock } = await start();
    const phone = await two.device(bob);
    await pass(clock, 3_000);
    two.connection.setUp(false);
    valueOf(await say(one, one.as(ann), 'unheard'));
    await pass(clock, 5_000);
    expect(messages(phone)).toEqual(['2 unheard']);
    two.connection.setUp(true);
    valueOf(await say(one, one.as(ann), 'heard'));
    await settle();
    expect(messages(phone)).toEqual(['2 unheard', '3 heard']);
    await pass(clock, 30_000, 500);
    expect(messages(phone)).toEqual(['2 unheard', '3 heard']);
  });

  test('CLU1: a hint that is lost leaves a hole in the numbers, and is read', async () => {
    const { one, two, ann, bob, say, clock, bus } = await start();
    const phone = await two.device(bob);
    await pass(clock, 3_000);
    bus.loseIf((_from, _to, text) => text.includes('lost'));
    valueOf(await say(one, one.as(ann), 'lost'));
    await settle();
    expect(messages(phone)).toEqual([]);
    // The next heartbeat has a higher number than what was heard.
    await pass(clock, 1_500);
    expect(messages(phone)).toEqual(['2 lost']);
  });

  test('CLU1: what was read from the store is told whole: a picture with its media, in its album', async () => {
    const { one, two, ann, bob, log, clock, bus } = await start();
    const phone = await two.device(bob);
    await one.storage.media.create(mediaRecord(1, { owner: ann }));
    bus.loseIf((_from, _to, text) => text.includes(mediaId(1)));
    const album_id = one.ids.newId();
    const photo = { type: 'group', to: log, media_id: mediaId(1), album_id };
    const { id } = valueOf(
      await one.chat.sendMessage(one.as(ann), clientEvents.send_message.payload.parse(photo)),
    );
    await pass(clock, 1_500);
    const stored = valueOf(await one.chat.getMessage(one.as(ann), { message_id: id }));
    expect(stored).toMatchObject({ album_id, media_metadata: { mime_type: 'image/png' } });
    expect(phone.learnt()).toContainEqual({ event: 'message', payload: stored });
  });

  test('CLU1 F18: a node that never had a bus is found through the store', async () => {
    const { one, ann, bob, say, clock, node } = await start();
    const lone = await node('lone');
    lone.connection.setUp(false);
    const phone = await lone.device(bob);
    const annsPhone = await one.device(ann);
    await pass(clock, 4_000);
    valueOf(await say(lone, phone.caller, 'from the dark'));
    valueOf(await say(one, annsPhone.caller, 'into the dark'));
    await pass(clock, 5_000);
    expect(messages(annsPhone)).toEqual(['2 from the dark']);
    expect(messages(phone)).toEqual(['3 into the dark']);
  });

  test('CLU1 F16: hints that overtake each other arrive in order', async () => {
    const { one, two, ann, bob, say, clock, bus } = await start();
    const phone = await two.device(bob);
    let next = 0;
    bus.delayBy(() => [90, 10, 50, 20][next++ % 4] ?? 0);
    for (const content of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      valueOf(await say(one, one.as(ann), content));
      await pass(clock, 5, 5);
    }
    await pass(clock, 1_000);
    expect(messages(phone).map((text) => text.at(-1))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  test('SEC1: a session revoked at one node is cut at the other', async () => {
    const { one, two, bob } = await start();
    const phone = await two.device(bob);
    valueOf(await one.chat.revokeSession(bob, phone.caller.sessionId!));
    await settle();
    expect(two.publisher.cutOf(phone.caller.socketId)?.code).toBe('unauthenticated');
  });

  test('PRS1: typing and receipts reach devices at other nodes, and no socket twice', async () => {
    const { one, two, ann, bob, group, say, log } = await start();
    const [annsPhone, bobsPhone] = [await one.device(ann), await two.device(bob)];
    valueOf(await say(one, annsPhone.caller, 'hello'));
    await settle();
    const typing = clientEvents.typing.payload.parse({ type: 'group', to: group, is_typing: true });
    valueOf(await two.chat.typing(bobsPhone.caller, typing));
    valueOf(await two.chat.markRead(bobsPhone.caller, { conversation: log, seq: 2 }));
    await settle();
    const heard = (annsPhone.learnt() as Heard[]).map(({ event }) => event);
    expect(heard.filter((event) => event === 'typing')).toHaveLength(1);
    expect(heard.filter((event) => event === 'message_update')).toHaveLength(1);
  });

  test('PRS1: who is at another node is seen, as they chose, until the last device on the last node is gone', async () => {
    const { one, two, ann, bob, clock } = await start();
    const [annsPhone, bobsPhone] = [await one.device(ann), await two.device(bob)];
    const watched = async () =>
      valueOf(await one.chat.watchPresence(annsPhone.caller, { user_ids: [bob] })).presences[0]?.status;
    await settle();
    expect(await watched()).toBe('online');
    valueOf(await two.chat.setPresence(bobsPhone.caller, { status: 'busy' }));
    await settle();
    const second = await one.device(bob);
    expect(await watched()).toBe('busy');
    two.publisher.close(bobsPhone.caller.socketId);
    two.chat.disconnect(bobsPhone.caller);
    await pass(clock, 15_000, 500);
    expect(await watched()).toBe('busy');
    one.publisher.close(second.caller.socketId);
    one.chat.disconnect(second.caller);
    await pass(clock, 15_000, 500);
    expect(await watched()).toBe('offline');
    const told = (annsPhone.learnt() as { event: string; payload: { status: string } }[]).flatMap(
      ({ event, payload }) => (event === 'presence' ? [payload.status] : []),
    );
    expect(told).toEqual(['busy', 'offline']);
  });

  test('PRS1: who was at a node that is gone is offline, and a new node learns who is there', async () => {
    const { one, two, ann, bob, clock, node } = await start();
    await two.device(bob);
    await settle();
    const late = await node('late');
    const phone = await late.device(ann);
    await settle();
    const watched = async () =>
      valueOf(await late.chat.watchPresence(phone.caller, { user_ids: [bob] })).presences[0]?.status;
    expect(await watched()).toBe('online');
    expect(one.connection.isUp()).toBe(true);
    two.connection.setUp(false);
    await pass(clock, 12_000, 500);
    expect(await watched()).toBe('offline');
  });

  test('SND2b: an attempt whose answer was lost, overtaken by another node, is one message', async () => {
    let isLost = true;
    const { one, two, ann, bob, say } = await start((storage) => ({
      ...storage,
      async commit(batch) {
        const outcomes = await storage.commit(batch);
        const isMine = batch.appends.some(
          ({ event }) => event.kind === 'message' && event.content === 'mine',
        );
        if (!isMine || !isLost) return outcomes;
        isLost = false;
        throw new Error('the answer was lost');
      },
    }));
    const phones: readonly [Device, Device] = [await one.device(ann), await two.device(bob)];
    valueOf(await say(one, phones[0].caller, 'first'));
    await settle();
    const sending = say(one, phones[0].caller, 'mine');
    await settle();
    valueOf(await say(two, phones[1].caller, 'yours'));
    await pass(one.clock, 2_000);
    expect(isLost).toBe(false);
    expect(valueOf(await sending).seq).toBe(3);
    expect(messages(phones[1])).toEqual(['2 first', '3 mine']);
    expect(messages(phones[0])).toEqual(['4 yours']);
  });
});
