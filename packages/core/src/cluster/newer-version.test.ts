import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId, type UserId } from '@parley/protocol';
import { refusalOf, valueOf } from '../testing/chat-bench.ts';
import { createClusterBench, type ClusterNode } from '../testing/cluster-bench.ts';
import { settle } from '../testing/settle.ts';

/** A node of this version, and a group whose log a later version writes to as well. */
async function start() {
  const bench = createClusterBench();
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const one = await bench.node('one');
  const { group } = valueOf(
    await one.chat.createGroup(one.as(ann), { name: 'g', description: '', members: [bob] }),
  );
  await settle();
  const say = (at: ClusterNode, from: UserId) =>
    at.chat.sendMessage(
      at.as(from),
      clientEvents.send_message.payload.parse({
        type: 'group',
        to: group.id,
        content: 'x',
        id: at.ids.newId(),
      }),
    );
  return { ...bench, ann, bob, one, log: group.id, group: group.id as string as GroupId, say };
}

const judged = { name: 'slowed', judging: true };
const counted = { name: 'pinned', judging: false };

describe('while a later version is being brought in', () => {
  test('CLU1b: behind an entry of a kind it does not know, which affects judging, a node writes nothing', async () => {
    const { one: node, ann, bob, log, group, newer, say } = await start();
    valueOf(await say(node, ann));
    newer(log, ann, judged);
    await settle();
    expect(refusalOf(await say(node, bob))).toMatchObject({ code: 'unavailable', retry: true });
    const renaming = await node.chat.updateGroup(node.as(ann), group, { name: 'h' });
    expect(refusalOf(renaming)).toMatchObject({ code: 'unavailable' });
    // A later entry that it does know changes nothing about that.
    newer(log, ann, counted);
    await settle();
    expect(refusalOf(await say(node, bob))).toMatchObject({ code: 'unavailable' });
  });

  test('CLU1b: it also finds out when it was told of nothing, and when it begins later', async () => {
    const { node, one, ann, bus, log, newer, say } = await start();
    bus.loseIf(() => true);
    newer(log, ann, judged);
    await settle();
    const late = await node('late');
    for (const at of [one, late])
      expect(refusalOf(await say(at, ann))).toMatchObject({ code: 'unavailable', retry: true });
  });

  test('CLU1b SYN1: what does not affect judging is counted, passed on by its name, and in nobody’s way', async () => {
    const { one: node, ann, bob, log, newer, say } = await start();
    const phone = await node.device(bob);
    newer(log, ann, counted);
    await settle();
    expect(valueOf(await say(node, ann)).seq).toBe(3);
    const caughtUp = valueOf(await node.chat.sync(phone.caller, { conversations: { [log]: 1 } }));
    expect(caughtUp.conversations).toMatchObject([
      {
        id: log,
        last_seq: 3,
        entries: [
          { seq: 2, kind: 'pinned' },
          { seq: 3, kind: 'message' },
        ],
      },
    ]);
  });

  test('CLU1b: other conversations go on', async () => {
    const { one: node, ann, bob, log, newer } = await start();
    newer(log, ann, judged);
    await settle();
    const direct = clientEvents.send_message.payload.parse({
      type: 'direct',
      to: bob,
      content: 'x',
      id: node.ids.newId(),
    });
    expect(valueOf(await node.chat.sendMessage(node.as(ann), direct)).seq).toBe(1);
  });
});
