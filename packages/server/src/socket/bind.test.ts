import { describe, expect, test } from 'bun:test';
import { StoreError } from '@parley/core';
import { createFakeClock } from '@parley/core/testing';
import { accept, refuse, type ErrorCode } from '@parley/protocol';
import type { Socket } from 'socket.io-client';
import { createFakeChat, next, startSocketServer } from './testing/start-socket-server.ts';

interface Failure {
  ok: false;
  error: {
    code: string;
    message: string;
    retry: boolean;
    retry_after_ms?: number;
    issues?: { path: string }[];
  };
}

async function refusalOf(socket: Socket, event: string, ...payload: unknown[]): Promise<Failure['error']> {
  const answer: Failure = await socket.emitWithAck(event, ...payload);
  expect(answer.ok).toBe(false);
  return answer.error;
}

const sent = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  conversation: 'direct:ann:bob',
  seq: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  status: 'stored',
} as never;
const hello = { type: 'direct', to: 'bob', content: 'hello' };

describe('answers', () => {
  test('SEC2: a handler gets the parsed payload and its value becomes the ack', async () => {
    const calls: unknown[] = [];
    const chat = createFakeChat({
      sendMessage: (caller, body) => {
        calls.push({ user: caller.userId, session: caller.sessionId, body });
        return Promise.resolve(accept(sent));
      },
    });
    const { readyClient } = await startSocketServer({ chat });
    const ann = await readyClient('ann');
    const answer: unknown = await ann.emitWithAck('send_message', { ...hello, unheard_of: 1 });
    expect(answer).toEqual({ ok: true, ...(sent as object) });
    expect(calls).toEqual([{ user: 'ann', session: 's-ann', body: { ...hello, content_type: 'text' } }]);
  });

  test('SEC2: a refusal becomes the ack, with everything it says', async () => {
    const refusal = refuse('overloaded', 'Full.', { retryAfterMs: 250 });
    const chat = createFakeChat({ sendMessage: () => Promise.resolve(refusal) });
    const { readyClient } = await startSocketServer({ chat });
    const ann = await readyClient('ann');
    const error = await refusalOf(ann, 'send_message', hello);
    expect(error).toEqual({ code: 'overloaded', message: 'Full.', retry: true, retry_after_ms: 250 });
  });

  test('SEC2: without an ack a refusal comes as an error event that names the event', async () => {
    const { readyClient } = await startSocketServer();
    const ann = await readyClient('ann');
    const told = next(ann, 'error');
    ann.emit('typing', { type: 'direct', to: 'bob', is_typing: 'yes' });
    expect(await told).toMatchObject({
      event: 'typing',
      code: 'invalid',
      retry: false,
      issues: [{ path: 'is_typing' }],
    });
  });

  test('SND2: a lost ack loses the answer only: the event is done', async () => {
    const done: unknown[] = [];
    const chat = createFakeChat({
      sendMessage: (_caller, { content }) => {
        done.push(content);
        return Promise.resolve(accept(sent));
      },
    });
    const lost = [true, true];
    const { readyClient } = await startSocketServer({ chat, losesAck: () => lost.shift() ?? false });
    const ann = await readyClient('ann');
    const answers: unknown[] = [];
    for (const content of ['one', 'two'])
      ann.emit('send_message', { ...hello, content }, (answer: unknown) => answers.push(answer));
    await ann.emitWithAck('send_message', { ...hello, content: 'three' });
    expect([done, answers]).toEqual([['one', 'two', 'three'], []]);
  });

  test('SND2: an event that wants no answer has none to lose', async () => {
    const { readyClient } = await startSocketServer({ losesAck: () => true });
    const ann = await readyClient('ann');
    const told = next(ann, 'error');
    ann.emit('typing', { type: 'direct', to: 'bob', is_typing: 'yes' });
    expect(await told).toMatchObject({ event: 'typing', code: 'invalid', issues: [{ path: 'is_typing' }] });
  });

  test('SEQ2: what the use case acknowledges comes before later events, and only once', async () => {
    const received: unknown[] = [];
    const chat = createFakeChat({
      sendMessage: (caller) => {
        caller.acknowledge?.(sent);
        started.publisher.publish([caller.socketId as never], 'typing', {
          conversation: 'direct:ann:bob',
          user_id: 'bob',
          is_typing: true,
        });
        return Promise.resolve(accept(sent));
      },
    });
    const started = await startSocketServer({ chat });
    const ann = await started.readyClient('ann');
    ann.on('typing', () => received.push('event'));
    const later = next(ann, 'typing');
    ann.emit('send_message', hello, (answer: unknown) => received.push(answer));
    await later;
    expect(received).toEqual([{ ok: true, ...(sent as object) }, 'event']);
  });

  test('SEQ2: a call without an ack has nothing to acknowledge with', async () => {
    const seen = Promise.withResolvers<boolean>();
    const chat = createFakeChat({
      sendMessage: (caller) => {
        seen.resolve('acknowledge' in caller);
        return Promise.resolve(accept(sent));
      },
    });
    const { readyClient } = await startSocketServer({ chat });
    (await readyClient('ann')).emit('send_message', hello);
    expect(await seen.promise).toBe(false);
  });

  test('SND2b: a store that fails is unavailable with a time to return', async () => {
    const chat = createFakeChat({ sync: () => Promise.reject(new StoreError('failed', 'away')) });
    const { readyClient, logged } = await startSocketServer({ chat });
    const error = await refusalOf(await readyClient('ann'), 'sync', {});
    expect(error).toMatchObject({ code: 'unavailable', retry: true });
    expect(error.retry_after_ms).toBeGreaterThan(0);
    expect(logged).toEqual([]);
  });

  test('SEC4: a bug is logged once under the id that the client is told, without the payload', async () => {
    const chat = createFakeChat({
      sendMessage: () => {
        throw new TypeError('a bug');
      },
    });
    const { readyClient, logged } = await startSocketServer({ chat });
    const error = await refusalOf(await readyClient('ann'), 'send_message', hello);
    expect(error).toMatchObject({ code: 'internal', retry: false });
    expect(logged).toHaveLength(1);
    const { request_id: requestId } = logged[0] as { request_id: string };
    expect(error.message).toContain(requestId);
    expect(JSON.stringify(logged)).not.toContain('hello');
  });
});

describe('input', () => {
  test('SEC6: an unknown event is not found, whatever its name', async () => {
    const { readyClient } = await startSocketServer();
    const ann = await readyClient('ann');
    for (const name of ['no_such_event', 'constructor', '__proto__', 'toString', 'ready'])
      expect(await refusalOf(ann, name, {})).toMatchObject({ code: 'not_found' satisfies ErrorCode });
  });

  test('SEC6: an event named by a number is not found', async () => {
    const { readyClient } = await startSocketServer();
    const ann = await readyClient('ann');
    expect(await refusalOf(ann, 5 as never, {})).toMatchObject({ code: 'not_found' });
  });

  test('SEC2: a wrong type is refused and the answer names the field', async () => {
    const { readyClient } = await startSocketServer();
    const error = await refusalOf(await readyClient('ann'), 'send_message', {
      ...hello,
      content: { $ne: '' },
    });
    expect(error.code).toBe('invalid');
    expect(error.issues).toEqual([expect.objectContaining({ path: 'content' })]);
  });

  test('SEC2: nothing, two payloads, or no object at all are invalid', async () => {
    const { readyClient } = await startSocketServer();
    const ann = await readyClient('ann');
    for (const payload of [[], [hello, hello], ['text'], [null], [[hello]], [{}, 'more']])
      expect(await refusalOf(ann, 'send_message', ...payload)).toMatchObject({ code: 'invalid' });
  });

  test('SEC2: prototype keys, NUL and lone surrogates are invalid', async () => {
    const { readyClient } = await startSocketServer();
    const ann = await readyClient('ann');
    const hostile = [
      JSON.parse('{"type":"direct","to":"bob","content":"x","__proto__":{"content":"y"}}'),
      { ...hello, constructor: 1 },
      { ...hello, content: 'a\0b' },
      { ...hello, content: '\ud800' },
    ];
    for (const payload of hostile)
      expect(await refusalOf(ann, 'send_message', payload)).toMatchObject({ code: 'invalid' });
  });
});

describe('rates', () => {
  const chat = createFakeChat({ setPresence: () => Promise.resolve(accept({})) });

  test('LIM1: beyond the burst of its class an event is rate limited, for all sockets of the user together', async () => {
    const clock = createFakeClock();
    const { readyClient } = await startSocketServer({ chat, clock });
    const one = await readyClient('ann');
    const other = await readyClient('ann');
    const status = { status: 'away' };
    const answers: { ok: boolean }[] = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? one : other).emitWithAck('set_presence', status)),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await refusalOf(one, 'set_presence', status)).toMatchObject({
      code: 'rate_limited',
      retry: true,
      retry_after_ms: 100,
    });
    expect(await refusalOf(one, 'typing', {})).toMatchObject({ code: 'invalid' });
    clock.advance(100);
    expect(await one.emitWithAck('set_presence', status)).toEqual({ ok: true });
  });

  test('LIM1: with the limits off neither rates nor refused events are counted', async () => {
    const { readyClient } = await startSocketServer({ chat, limitsOn: false });
    const ann = await readyClient('ann');
    const burst = Array.from({ length: 200 }, () => ann.emitWithAck('set_presence', { status: 'away' }));
    expect(await Promise.all(burst)).toEqual(Array.from({ length: 200 }, () => ({ ok: true })));
    for (let count = 0; count < 60; count += 1) ann.emit('no_such_event');
    expect(await ann.emitWithAck('set_presence', { status: 'online' })).toEqual({ ok: true });
  });

  test('SEC6: the fiftieth refused event within ten seconds closes the socket, not another one', async () => {
    const { readyClient } = await startSocketServer({ chat });
    const ann = await readyClient('ann');
    const bob = await readyClient('bob');
    const reasons: unknown[] = [];
    ann.on('disconnect', (reason) => reasons.push(reason));
    for (let count = 0; count < 49; count += 1) await refusalOf(ann, 'no_such_event');
    const gone = next(ann, 'disconnect');
    const told = next(ann, 'error');
    ann.emit('no_such_event', {}, () => undefined);
    expect(await told).toMatchObject({ code: 'rate_limited' });
    await gone;
    expect(reasons).toHaveLength(1);
    expect(await bob.emitWithAck('set_presence', { status: 'away' })).toEqual({ ok: true });
  });

  test('SEC6: refused events of more than ten seconds ago are forgotten', async () => {
    const clock = createFakeClock();
    const { readyClient } = await startSocketServer({ chat, clock });
    const ann = await readyClient('ann');
    for (let count = 0; count < 49; count += 1) await refusalOf(ann, 'no_such_event');
    clock.advance(10_001);
    for (let count = 0; count < 49; count += 1) await refusalOf(ann, 'no_such_event');
    expect(ann.connected).toBe(true);
  });

  test('SEC6: what the server is at fault for does not count against a socket', async () => {
    const away = createFakeChat({ setPresence: () => Promise.reject(new StoreError('failed', 'away')) });
    const clock = createFakeClock();
    const { readyClient } = await startSocketServer({ chat: away, clock });
    const ann = await readyClient('ann');
    for (let count = 0; count < 60; count += 1) {
      clock.advance(100);
      expect(await refusalOf(ann, 'set_presence', { status: 'away' })).toMatchObject({ code: 'unavailable' });
    }
    expect(ann.connected).toBe(true);
  });
});
