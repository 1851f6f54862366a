import { describe, expect, test } from 'bun:test';
import { roomOfUser, type Caller } from '@parley/core';
import { createFakeClock } from '@parley/core/testing';
import { accept, limits, refuse, sessionId, socketsPerUser } from '@parley/protocol';
import type { Socket } from 'socket.io-client';
import {
  authenticateByName,
  createFakeChat,
  identityOf,
  next,
  startSocketServer,
  user,
} from './testing/start-socket-server.ts';

interface Refused extends Error {
  data: { code: string; retry: boolean; retry_after_ms?: number };
}

function connectError(socket: Socket): Promise<Refused> {
  return next<Refused>(socket, 'connect_error');
}

describe('signing in', () => {
  test('SYN3: ready says who one is, the time, the generation and the limits', async () => {
    const clock = createFakeClock();
    const { client } = await startSocketServer({ clock });
    expect(await next(client('ann'), 'ready')).toEqual({
      user_id: 'ann',
      session_id: 's-ann',
      server_time: new Date(clock.nowMs()).toISOString(),
      protocol: 1,
      generation: 'g1',
      account_seq: 7,
      limits,
    });
  });

  test('SEC1: without a token, with an unknown one or with no string the connect is refused with data', async () => {
    const { client } = await startSocketServer();
    expect((await connectError(client())).data).toEqual({ code: 'unauthenticated', retry: false });
    expect((await connectError(client('unknown'))).data).toEqual({ code: 'unauthenticated', retry: false });
    expect((await connectError(client({ $ne: '' }))).data).toEqual({ code: 'invalid', retry: false });
  });

  test('SEC1: a refused socket is in no room', async () => {
    const { client, transport } = await startSocketServer();
    await connectError(client('unknown'));
    expect(transport.io.of('/').adapter.rooms.size).toBe(0);
  });

  test('SEC4: the cookie counts when there is no token, and only then', async () => {
    const { client } = await startSocketServer({ cookieToken: () => 'bob' });
    expect(await next(client(undefined), 'ready')).toMatchObject({ user_id: 'bob' });
    expect(await next(client('ann'), 'ready')).toMatchObject({ user_id: 'ann' });
  });

  test('SEC1: an authenticator that fails refuses with a time to return', async () => {
    const authenticator = { authenticate: () => Promise.reject(new Error('a bug')) };
    const { client, logged } = await startSocketServer({ authenticator });
    expect((await connectError(client('ann'))).data).toEqual({ code: 'internal', retry: false });
    expect(logged).toHaveLength(1);
  });

  test('LIM1: a user has at most twenty sockets, and a seat that is left can be taken', async () => {
    const { client, readyClient, transport } = await startSocketServer();
    const seated = await Promise.all(Array.from({ length: 20 }, () => readyClient('ann')));
    const refused = await connectError(client('ann'));
    expect(refused.data).toMatchObject({ code: 'rate_limited', retry: true });
    expect(refused.data.retry_after_ms).toBeGreaterThan(0);
    await readyClient('bob');
    const left = new Promise((resolve) =>
      transport.io.of('/').sockets.values().next().value?.conn.once('close', resolve),
    );
    seated[0]!.disconnect();
    await left;
    await readyClient('ann');
  });

  test('LIM1: a connection lost at the moment it is let in leaves its seat', async () => {
    const { client, readyClient, transport } = await startSocketServer();
    let lost = 0;
    transport.io.use((socket, proceed) => {
      if (lost < socketsPerUser) {
        lost += 1;
        socket.conn.close();
      }
      proceed();
    });
    for (let n = 0; n < socketsPerUser; n += 1) {
      const refused = client('ann', { reconnection: false });
      await new Promise<void>((resolve) => refused.io.once('close', () => resolve()));
    }
    expect(lost).toBe(socketsPerUser);
    expect((await readyClient('ann')).connected).toBe(true);
  });
});

describe('until ready', () => {
  test('SYN2: events that come before ready are answered after it, in order', async () => {
    const gate = Promise.withResolvers<undefined>();
    const order: string[] = [];
    const chat = createFakeChat({
      connect: async () => {
        await gate.promise;
        return accept({ accountSeq: 0 });
      },
      setPresence: (_caller, { status }) => {
        order.push(status);
        return Promise.resolve(accept({}));
      },
    });
    const { client } = await startSocketServer({ chat });
    const ann = client('ann');
    await next(ann, 'connect');
    ann.on('ready', () => order.push('ready'));
    const first = ann.emitWithAck('set_presence', { status: 'away' });
    const second = ann.emitWithAck('set_presence', { status: 'busy' });
    ann.io.engine.once('drain', () => {
      gate.resolve(undefined);
    });
    expect(await Promise.all([first, second])).toEqual([{ ok: true }, { ok: true }]);
    expect(order.indexOf('away')).toBeLessThan(order.indexOf('busy'));
  });

  test('SEC6: more than a hundred events before ready close the socket', async () => {
    const chat = createFakeChat({ connect: () => new Promise(() => undefined) });
    const { client } = await startSocketServer({ chat });
    const ann = client('ann', { reconnection: false });
    await next(ann, 'connect');
    const told = next(ann, 'error');
    for (let count = 0; count < 101; count += 1) ann.emit('set_presence', { status: 'away' });
    expect(await told).toMatchObject({ code: 'overloaded', retry: true });
    await next(ann, 'disconnect');
  });

  test('SEC1: a session revoked between sign-in and its rooms does not slip through', async () => {
    let isRevoked = false;
    const chat = createFakeChat({
      connect: () => {
        isRevoked = true;
        return Promise.resolve(accept({ accountSeq: 0 }));
      },
    });
    const authenticator = {
      authenticate: (token: string) =>
        isRevoked ? Promise.resolve(refuse('unauthenticated', 'Ended.')) : authenticateByName(token),
    };
    const { client } = await startSocketServer({ chat, authenticator });
    const ann = client('ann');
    const heard: string[] = [];
    ann.onAny((event: string) => heard.push(event));
    expect(await next(ann, 'error')).toMatchObject({ code: 'unauthenticated' });
    expect(await next(ann, 'disconnect')).toBe('io server disconnect');
    expect(heard).toEqual(['error']);
  });

  test('SEC1: a chat that cannot let the device in just now says so and lets it come back', async () => {
    const chat = createFakeChat({
      connect: () => Promise.resolve(refuse('unavailable', 'Away.', { retryAfterMs: 5 })),
    });
    const { client } = await startSocketServer({ chat });
    const ann = client('ann', { reconnection: false });
    expect(await next(ann, 'error')).toMatchObject({ code: 'unavailable', retry_after_ms: 5 });
    expect(await next(ann, 'disconnect')).toBe('transport close');
  });
});

describe('until the end', () => {
  test('PRS1: the chat hears of each device once when it comes and once when it goes', async () => {
    const heard: string[] = [];
    const left = Promise.withResolvers<undefined>();
    const chat = createFakeChat({
      connect: (caller) => {
        heard.push(`+${caller.userId}`);
        return Promise.resolve(accept({ accountSeq: 0 }));
      },
      disconnect: (caller) => {
        heard.push(`-${caller.userId}`);
        left.resolve(undefined);
      },
    });
    const { readyClient } = await startSocketServer({ chat });
    (await readyClient('ann')).disconnect();
    await left.promise;
    expect(heard).toEqual(['+ann', '-ann']);
  });

  test('PRS1: a device that goes while it is being let in is told of after that, once', async () => {
    const entering = Promise.withResolvers<Caller>();
    const gate = Promise.withResolvers<undefined>();
    const left = Promise.withResolvers<string>();
    const chat = createFakeChat({
      connect: async (caller) => {
        entering.resolve(caller);
        await gate.promise;
        return accept({ accountSeq: 0 });
      },
      disconnect: (caller) => {
        left.resolve(caller.socketId);
      },
    });
    const { client, transport } = await startSocketServer({ chat });
    const ann = client('ann');
    const { socketId } = await entering.promise;
    const gone = new Promise((resolve) =>
      transport.io.of('/').sockets.get(socketId!)?.once('disconnect', resolve),
    );
    ann.disconnect();
    await gone;
    gate.resolve(undefined);
    expect(await left.promise).toBe(socketId!);
  });

  test("SEC1: a JWT's socket is cut when it ends, on the wall clock", async () => {
    const expiresAtMs = Date.UTC(2026, 0, 1, 12);
    const authenticator = {
      authenticate: () => Promise.resolve(accept(identityOf('ann', { sessionId: null, expiresAtMs }))),
    };
    const clock = createFakeClock();
    const { readyClient } = await startSocketServer({ authenticator, clock });
    const ann = await readyClient('jwt');
    const events: unknown[] = [];
    ann.on('error', (error: { code: string }) => events.push(error.code));
    const gone = next(ann, 'disconnect');
    clock.advance(12 * 60 * 60 * 1000 - 1);
    expect(ann.connected).toBe(true);
    clock.advance(1);
    expect(await gone).toBe('io server disconnect');
    expect(events).toEqual(['unauthenticated']);
  });

  test('SEC1: what waits for the end of tokens stops when no socket has one that ends', async () => {
    const left = Promise.withResolvers<undefined>();
    const chat = createFakeChat({
      disconnect: () => {
        left.resolve(undefined);
      },
    });
    const identity = identityOf('ann', { expiresAtMs: Date.UTC(2026, 0, 1, 0, 1) });
    const clock = createFakeClock();
    const { readyClient } = await startSocketServer({
      clock,
      chat,
      authenticator: { authenticate: () => Promise.resolve(accept(identity)) },
    });
    const ann = await readyClient('jwt');
    expect(clock.pending()).toBe(1);
    ann.disconnect();
    await left.promise;
    clock.advance(60_000);
    expect(clock.pending()).toBe(0);
  });

  test('SEC4: nothing of the handshake is kept once somebody is signed in', async () => {
    const { transport, readyClient } = await startSocketServer();
    await readyClient('ann-secret', {
      extraHeaders: { 'user-agent': 'ann-agent' },
      query: { a: 'ann-query' },
    });
    const [socket] = transport.io.of('/').sockets.values();
    const kept = JSON.stringify([
      socket?.handshake,
      (socket?.conn as { request: unknown }).request,
      socket?.data,
    ]);
    expect(kept).toContain('"userId":"ann-secret"');
    expect(kept).not.toContain('ann-agent');
    expect(kept).not.toContain('ann-query');
    expect(kept).not.toContain('"token":"ann-secret"');
  });

  for (const transports of [['websocket'], ['polling']])
    test(`SEC1: a cut session hears why, then is disconnected, over ${transports.join()}`, async () => {
      const started = await startSocketServer({
        chat: createFakeChat({
          connect: (caller) => {
            started.publisher.join(caller.socketId as string as never, roomOfUser(caller.userId));
            return Promise.resolve(accept({ accountSeq: 0 }));
          },
        }),
      });
      const ann = await started.readyClient('ann', { transports });
      const bob = await started.readyClient('bob', { transports });
      expect(started.publisher.usersIn(roomOfUser(user('ann')))).toEqual([user('ann')]);
      const heard: unknown[] = [];
      ann.on('error', (error: { code: string }) => heard.push(error.code));
      const gone = next(ann, 'disconnect');
      const refusal = refuse('unauthenticated', 'Ended.').error;
      const misled = refuse('forbidden', 'Another session ended.').error;
      started.publisher.cutSession(user('ann'), sessionId.parse('s-else'), misled);
      started.publisher.cutSession(user('ann'), sessionId.parse('s-ann'), refusal);
      heard.push(await gone);
      expect(heard).toEqual(['unauthenticated', 'io server disconnect']);
      expect(bob.connected).toBe(true);
      expect(started.transport.roomSize('u:ann')).toBe(0);
    });
});
