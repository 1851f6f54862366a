import { describe, expect, test } from 'bun:test';
import {
  type Publisher,
  roomOfGroup,
  roomOfQuiet,
  roomOfSocket,
  roomOfUser,
  type Room,
  type SocketId,
} from '@parley/core';
import { accept, conversationId } from '@parley/protocol';
import type { Socket } from 'socket.io-client';
import {
  createFakeChat,
  next,
  startSocketServer,
  user,
  type TestServer,
} from './testing/start-socket-server.ts';

const group = roomOfGroup(conversationId.parse('g'));
const quiet = roomOfQuiet(conversationId.parse('g'));
const ofAnn = roomOfUser(user('ann'));
const ofBob = roomOfUser(user('bob'));

/** A server whose devices are in their users' rooms. */
async function startWithUserRooms(): Promise<TestServer> {
  const started = await startSocketServer({
    chat: createFakeChat({
      connect: (caller) => {
        started.publisher.join(roomOfSocket(caller.socketId), roomOfUser(caller.userId));
        return Promise.resolve(accept({ accountSeq: 0 }));
      },
    }),
  });
  return started;
}

interface Stage {
  publisher: Publisher;
  clients: Socket[];
}

/** Counts the `profile` events a client gets. */
function counting(socket: Socket): { count: number } {
  const seen = { count: 0 };
  socket.on('profile', () => (seen.count += 1));
  return seen;
}

/** Publishes one event to the rooms, then waits until every client has all that was sent to it before. */
async function publishOnce({ publisher, clients }: Stage, rooms: Room[], except?: Socket): Promise<number[]> {
  const seen = clients.map(counting);
  const all = clients.map((client) => next(client, 'closing'));
  publisher.publish(
    rooms,
    'profile',
    { user: { display_name: 'é' } as never },
    except?.id as SocketId | undefined,
  );
  for (const { id } of clients)
    publisher.publish([roomOfSocket(id as SocketId)], 'closing', { retry_after_ms: 0 });
  await Promise.all(all);
  return seen.map(({ count }) => count);
}

describe('publishing', () => {
  for (const transports of [['websocket'], ['polling']])
    test(`SEQ2: each socket in any of the rooms hears it once, but not the excepted one, over ${transports.join()}`, async () => {
      const started = await startWithUserRooms();
      const { publisher } = started;
      const ann = await started.readyClient('ann', { transports });
      const annToo = await started.readyClient('ann', { transports });
      const bob = await started.readyClient('bob', { transports });
      const clients = [ann, annToo, bob];
      publisher.join(ofAnn, group);
      publisher.join(ofBob, group);
      expect(await publishOnce({ publisher, clients }, [ofAnn])).toEqual([1, 1, 0]);
      expect(await publishOnce({ publisher, clients }, [ofAnn, ofBob], ann)).toEqual([0, 1, 1]);
      expect(await publishOnce({ publisher, clients }, [ofAnn, ofAnn], ann)).toEqual([0, 1, 0]);
      expect(await publishOnce({ publisher, clients }, [group, ofBob])).toEqual([1, 1, 1]);
      expect(await publishOnce({ publisher, clients }, [ofBob, group], bob)).toEqual([1, 1, 0]);
      publisher.leave(ofBob, group);
      expect(await publishOnce({ publisher, clients }, [group, ofBob, ofAnn])).toEqual([1, 1, 1]);
      expect(await publishOnce({ publisher, clients }, [quiet])).toEqual([0, 0, 0]);
    });

  test('SEQ2: events leave in call order, whichever way each of them takes', async () => {
    const started = await startWithUserRooms();
    const { publisher } = started;
    const ann = await started.readyClient('ann');
    const bob = await started.readyClient('bob');
    publisher.join(ofAnn, group);
    publisher.join(ofBob, group);
    const rooms: Room[][] = [
      [group],
      [group, ofBob],
      [ofAnn, ofBob],
      [ofBob],
      [roomOfSocket(bob.id as SocketId)],
    ];
    const received: number[] = [];
    bob.on('closing', ({ retry_after_ms: count }) => received.push(count));
    const count = 200;
    const last = new Promise((resolve) => bob.on('typing', resolve));
    for (let index = 0; index < count; index += 1)
      publisher.publish(
        rooms[index % rooms.length]!,
        'closing',
        { retry_after_ms: index },
        ann.id as SocketId,
      );
    publisher.publish([ofBob], 'typing', {
      conversation: 'c',
      user_id: user('ann'),
      is_typing: true,
    });
    await last;
    expect(received).toEqual(Array.from({ length: count }, (_, index) => index));
  });
});

describe('rooms', () => {
  test('GRP1: whoever left a room, alone or with all, hears nothing more of it', async () => {
    const started = await startWithUserRooms();
    const { publisher } = started;
    const ann = await started.readyClient('ann');
    const bob = await started.readyClient('bob');
    publisher.join(ofAnn, group);
    publisher.join(ofBob, group);
    publisher.leave(ofBob, group);
    expect(await publishOnce({ publisher, clients: [ann, bob] }, [group])).toEqual([1, 0]);
    publisher.empty(group);
    expect(await publishOnce({ publisher, clients: [ann, bob] }, [group])).toEqual([0, 0]);
    expect(publisher.usersIn(group)).toEqual([]);
  });

  test('GRP1: users in a room are named once each', async () => {
    const started = await startWithUserRooms();
    const { publisher } = started;
    await started.readyClient('ann');
    await started.readyClient('ann');
    await started.readyClient('bob');
    publisher.join(ofAnn, group);
    publisher.join(ofBob, group);
    expect(publisher.usersIn(group)).toEqual([user('ann'), user('bob')]);
  });

  test('GRP1: a socket that is gone enters no room', async () => {
    const started = await startWithUserRooms();
    const { publisher } = started;
    const ann = await started.readyClient('ann');
    const id = ann.id as SocketId;
    const gone = new Promise((resolve) =>
      started.transport.io.of('/').sockets.get(id)?.once('disconnect', resolve),
    );
    ann.disconnect();
    await gone;
    publisher.join(roomOfSocket(id), group);
    expect(started.transport.roomSize(group)).toBe(0);
  });
});
