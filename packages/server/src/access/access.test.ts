import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStorage } from '@parley/core/testing';
import {
  clientEvents,
  routes,
  type ClientEventName,
  type RouteName,
  type SessionId,
  type UserId,
} from '@parley/protocol';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { hashToken } from '../auth/tokens.ts';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { createLifecycle } from '../lifecycle.ts';
import { createLog } from '../log.ts';
import { createFolderBlobs } from '../media/blobs/folder-blobs.ts';
import { createIds, systemRandom } from '../random.ts';
import { startServer } from '../start-server.ts';
import { eventPayloads, formOf, routeRequests, type Scene } from './access-requests.ts';
import { eventOutcomes, roles, routeOutcomes, type Standing } from './access-table.ts';

const storage = createMemoryStorage();
const log = createLog('silent');
const lifecycle = createLifecycle({ clock: systemClock, log });
const ids = createIds(systemClock, systemRandom);
const dataDir = mkdtempSync(join(tmpdir(), 'parley-access-'));
let url = '';

beforeAll(async () => {
  const ports = { PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1' };
  const config = readConfig({ ...ports, DATA_DIR: dataDir, RATE_LIMITS: 'off' });
  if (!config.ok) throw new Error(config.error.message);
  const server = await startServer({
    blobs: await createFolderBlobs({ folder: join(dataDir, 'media') }),
    webFolder: new Map(),
    config: config.value,
    clock: systemClock,
    random: systemRandom,
    log,
    lifecycle,
    storage,
    journal: undefined,
    openMoveTarget: () => Promise.reject(new Error('nothing moves here')),
    end: () => undefined,
  });
  url = `http://127.0.0.1:${String(server.port)}`;
  // The first account of a server is its admin: none of the table's people is.
  await call('POST', '/auth/register', { body: { username: 'resident', password: 'correct horse battery' } });
});

afterAll(async () => {
  await lifecycle.stop();
  rmSync(dataDir, { recursive: true });
});

interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

async function call(
  method: string,
  path: string,
  { token, body, headers }: CallOptions = {},
): Promise<Response> {
  const isBytes = body instanceof FormData || body instanceof Blob;
  return fetch(url + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
  });
}

interface Person {
  readonly id: UserId;
  readonly token: string;
}

/** Somebody signed in, without the cost of a password. */
async function person(name: string): Promise<Person> {
  const id = `${name}.${ids.newId().slice(-12)}` as UserId;
  const token = Buffer.from(systemRandom.bytes(32)).toString('base64url');
  const createdAt = systemClock.nowMs();
  const profile = { id, username: null, displayName: name, avatarUrl: null, createdAt };
  await storage.accounts.createUser({ profile, passwordHash: null });
  const session = {
    id: ids.newId() as SessionId,
    userId: id,
    tokenHash: hashToken(token),
    device: 'test',
    createdAt,
  };
  await storage.accounts.createSession(session);
  return { id, token };
}

const created = z.object({ id: z.string() });
const uploaded = z.object({ media_id: z.string(), url: z.string() });

/** A fresh group in which `standing` is true of the caller. */
async function stage(standing: Standing): Promise<{ scene: Scene; token: string | undefined }> {
  const [owner, admin, member, exMember, stranger, outsider, other] = await Promise.all(
    ['owner', 'admin', 'member', 'ex', 'stranger', 'outsider', 'other'].map(person),
  );
  if (!owner || !admin || !member || !exMember || !stranger || !outsider || !other) throw new Error('nobody');
  const asOwner = async (method: string, path: string, body: object) => {
    const response = await call(method, path, { token: owner.token, body });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response;
  };
  const members = [admin, member, exMember, other].map(({ id }) => id);
  const group = created.parse(
    await (await asOwner('POST', '/groups/', { name: 'scene', members })).json(),
  ).id;
  await asOwner('PATCH', `/groups/${group}/members/${admin.id}`, { role: 'admin' });
  const said = await call('POST', '/messages', {
    token: other.token,
    body: { type: 'group', to: group, content: 'hi' },
  });
  const message = created.parse(await said.json()).id;
  const sent = await call('POST', '/upload/', { token: other.token, body: formOf('notes') });
  const { media_id, url: fileUrl } = uploaded.parse(await sent.json());
  await call('POST', '/messages', {
    token: other.token,
    body: { type: 'group', to: group, content_type: 'file', media_id },
  });
  await asOwner('POST', `/groups/${group}/remove`, { user_id: exMember.id });
  const caller = { anonymous: undefined, stranger, exMember, member, admin, owner }[standing];
  const scene = {
    group,
    message,
    file: fileUrl.slice('/uploads/'.length),
    other: other.id,
    outsider: outsider.id,
    caller: caller?.id ?? '',
    newId: ids.newId,
  };
  return { scene, token: caller?.token };
}

/** The outcome of connecting with a token and sending one event: `ok` or the code of the refusal. */
async function send(token: string | undefined, event: ClientEventName, payload: object): Promise<string> {
  const socket: Socket = io(url, {
    transports: ['websocket'],
    auth: token ? { token } : {},
    forceNew: true,
    reconnection: false,
  });
  const refusal = z.object({ data: z.object({ code: z.string() }) });
  const answer = z.union([
    z.object({ ok: z.literal(true) }),
    z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
  ]);
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.once('connect_error', (error: unknown) => {
        resolve(refusal.parse(error).data.code);
      });
      socket.emit(event, payload, (ack: unknown) => {
        const parsed = answer.safeParse(ack);
        if (!parsed.success) reject(new Error(`no ack: ${JSON.stringify(ack)}`));
        else resolve(parsed.data.ok ? 'ok' : parsed.data.error.code);
      });
    });
  } finally {
    socket.close();
  }
}

describe('access', () => {
  for (const name of Object.keys(routes) as RouteName[])
    test(`SEC3: ${routes[name].method} ${routes[name].path} answers everybody as the table says`, async () => {
      const seen = await Promise.all(
        roles.map(async (standing) => {
          const { scene, token } = await stage(standing);
          const { path, body, headers } = routeRequests[name](scene);
          const response = await call(routes[name].method, path, { token, body, headers });
          await response.text();
          return response.status;
        }),
      );
      expect(seen).toEqual([...routeOutcomes[name]]);
    });

  for (const name of Object.keys(clientEvents) as ClientEventName[])
    test(`SEC3: the event ${name} answers everybody as the table says`, async () => {
      const seen = await Promise.all(
        roles.map(async (standing) => {
          const { scene, token } = await stage(standing);
          return send(token, name, eventPayloads[name](scene));
        }),
      );
      expect(seen).toEqual([...eventOutcomes[name]]);
    });

  test('SEC3: what is not yours answers to the letter as what is not there', async () => {
    const { scene, token } = await stage('stranger');
    const nowhere = { ...scene, group: ids.newId(), message: ids.newId() };
    const hidden = (Object.keys(routes) as RouteName[]).filter((name) => routeOutcomes[name][1] === 404);
    for (const name of hidden) {
      const answers = [scene, nowhere].map(async (place) => {
        const { path, body } = routeRequests[name](place);
        const answer: unknown = await (await call(routes[name].method, path, { token, body })).json();
        return z
          .looseObject({ request_id: z.string() })
          .transform(({ request_id: _id, ...rest }) => rest)
          .parse(answer);
      });
      const [real, missing] = await Promise.all(answers);
      expect({ name, answer: real }).toEqual({ name, answer: missing });
    }
  });
});
