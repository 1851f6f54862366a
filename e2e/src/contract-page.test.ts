import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { z } from 'zod';
import { createApi } from './api.ts';
import { type Person, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { acks, events } from './wire-events.ts';

setDefaultTimeout(30_000);
let server: ServerProcess;
let alice: Person;
beforeAll(async () => {
  server = await startServer();
  alice = await signUp(server.url, 'alice');
});
afterAll(() => server.dispose());

const Breaker = z.object({
  state: z.string(),
  opened_total: z.number(),
  since: z.string().nullable(),
  retry_at: z.string().nullable(),
});
const DatabaseHealth = z.object({
  status: z.enum(['healthy', 'degraded', 'down']),
  engine: z.string(),
  latency_ms: z.number().min(0),
  pool: z.object({ size: z.int(), in_use: z.int(), waiting: z.int(), min: z.int(), max: z.int() }).nullable(),
  breaker: z.unknown(),
});
const BufferHealth = z.object({
  status: z.string(),
  queued: z.int().min(0),
  in_flight: z.int().min(0),
  batch_size: z.int().min(1),
  batch_size_limit: z.int().min(1).nullable(),
  last_batch: z.unknown(),
  commit_ms: z.object({ p50: z.number().nullable(), p99: z.number().nullable() }),
  flushed_total: z.int().min(0),
  retried_total: z.int().min(0),
  failed_total: z.int().min(0),
  breaker: Breaker.nullable(),
  journal: z.object({
    records: z.int(),
    bytes: z.int(),
    oldest_at: z.string().nullable(),
    drained_total: z.int(),
  }),
});

test('OPS1: the health routes answer anybody with the shapes of the contract, and name nobody', async () => {
  const phone = await alice.connect();
  await phone.must('send_message', text('direct', alice, 'one'));
  phone.close();
  const api = createApi(server.url);
  expect((await api.send('GET', '/healthz')).status).toBe(200);
  expect((await api.send('GET', '/readyz')).status).toBe(200);
  const database = await api.get('/health/db', DatabaseHealth);
  expect(database).toMatchObject({ status: 'healthy', breaker: 'closed' });
  const buffer = await api.get('/health/message-buffer', BufferHealth);
  expect(buffer).toMatchObject({ queued: 0, breaker: { state: 'closed' }, journal: { records: 0 } });
  expect(buffer.flushed_total).toBeGreaterThan(0);
  const told = JSON.stringify([database, buffer]);
  expect(told).not.toContain(server.dataDir);
  expect(told).not.toContain(alice.id);
});

test('OPS1: metrics are for Prometheus, on the admin port only', async () => {
  const metrics = await createApi(server.adminUrl).send('GET', '/metrics');
  expect(metrics.status).toBe(200);
  expect(metrics.headers.get('content-type')).toStartWith('text/plain');
  expect(metrics.text).toMatch(/^# TYPE \S+ (counter|gauge|histogram)$/m);
  for (const line of metrics.text.split('\n').filter((one) => one !== '' && !one.startsWith('#')))
    expect(line).toMatch(/^[a-zA-Z_:][\w:]*(\{.*\})? \S+( \d+)?$/);
  expect((await createApi(server.url).refused('GET', '/metrics')).code).toBe('not_found');
});

/** Every route of the contract; names of parameters do not matter. */
const ROUTES = [
  'POST /auth/register, POST /auth/login, POST /auth/logout, GET /auth/sessions, DELETE /auth/sessions/{}',
  'GET /me, PATCH /me, POST /me/password, GET /users, GET /users/{}, GET /me/blocks, PUT /me/blocks/{}',
  'DELETE /me/blocks/{}, PUT /users/{}/disabled, DELETE /users/{}/disabled, GET /server, GET /conversations',
  'GET /conversations/{}, PATCH /conversations/{}, GET /messages/{}/{}, GET /messages/{}, POST /messages',
  'DELETE /messages/{}, GET /conversations/{}/changes, GET /conversations/{}/digest, GET /me/changes, POST /groups, GET /groups/{}',
  'GET /groups/search/{}, POST /group/{}/{}, POST /groups/{}/remove, POST /groups/{}/join',
  'POST /groups/{}/leave, PATCH /groups/{}, DELETE /groups/{}, GET /groups/{}/members',
  'PATCH /groups/{}/members/{}, GET /groups/{}/activity, GET /healthz, GET /readyz, GET /health/db',
  'GET /health/message-buffer, POST /upload, GET /uploads/{}, POST /uploads/{}/sign, PUT /uploads/{}/poster',
  'POST /files, PATCH /files/{}, GET /files/{}, DELETE /files/{}',
].flatMap((line) => line.split(', '));

const Operation = z.looseObject({
  operationId: z.string().optional(),
  parameters: z.array(z.looseObject({ name: z.string().optional(), in: z.string().optional() })).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const OpenApi = z.looseObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.looseObject({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(z.string().startsWith('/'), z.looseObject({})),
});

/** Where a `$ref` of the document leads nowhere. */
function brokenReferences(document: unknown): string[] {
  const broken: string[] = [];
  const follow = (reference: string): void => {
    let here: unknown = document;
    for (const step of reference.replace(/^#\//, '').split('/')) {
      const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
    }
    if (here === undefined || !reference.startsWith('#/')) broken.push(reference);
  };
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref' && typeof inner === 'string') follow(inner);
      else walk(inner);
    }
  };
  walk(document);
  return broken;
}

test('SEC3: openapi.json is OpenAPI 3.1 and has every route, each once', async () => {
  const document = await createApi(server.url).get('/openapi.json', OpenApi);
  expect(brokenReferences(document)).toEqual([]);
  const operations: string[] = [];
  const ids: string[] = [];
  const templates = Object.keys(document.paths).map((path) => path.replaceAll(/\{[^}]*\}/g, '{}'));
  expect(new Set(templates).size).toBe(templates.length);
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      if (item[method] === undefined) continue;
      const operation = Operation.parse(item[method]);
      operations.push(
        `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/$/, '')}`,
      );
      if (operation.operationId !== undefined) ids.push(operation.operationId);
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      const inItem = z
        .array(z.looseObject({ name: z.string() }))
        .catch([])
        .parse(item['parameters']);
      const declared = [...(operation.parameters ?? []), ...inItem].map((one) => one.name);
      for (const [, name] of path.matchAll(/\{([^}]*)\}/g))
        expect([path, method, declared]).toEqual([path, method, expect.arrayContaining([name])]);
    }
  expect(ROUTES.filter((route) => !operations.includes(route))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('SEC3: asyncapi.json has every event of both directions', async () => {
  const shape = z.looseObject({ asyncapi: z.string().regex(/^3\./), info: z.looseObject({}) });
  const document = await createApi(server.url).get('/asyncapi.json', shape);
  expect(brokenReferences(document)).toEqual([]);
  const told = JSON.stringify(document);
  const names = [...Object.keys(acks), ...Object.keys(events)];
  expect(names.filter((name) => !told.includes(`"${name}"`))).toEqual([]);
});

test('SEC7: /docs and / load nothing from another host, and what they load is there', async () => {
  const api = createApi(server.url);
  for (const page of ['/docs', '/']) {
    const { status, text: html } = await api.send('GET', page);
    expect([page, status]).toEqual([page, 200]);
    const loaded = [...html.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    for (const address of loaded) {
      const target = new URL(address, server.url + page);
      expect([page, target.origin]).toEqual([page, server.url]);
      const part = await api.send('GET', target.pathname);
      expect([address, part.status]).toEqual([address, 200]);
    }
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/); // no inline script
  }
});

test('LIM1: unknown routes, wrong methods, trailing slashes and encoded ids follow the contract', async () => {
  expect((await alice.api.refused('GET', '/nowhere/at/all')).code).toBe('not_found');
  const wrongMethod = await alice.api.send('PUT', '/me');
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([
    405,
    expect.stringContaining('PATCH'),
  ]);
  for (const path of ['/me/', '/server/', '/conversations/'])
    expect([path, (await alice.api.send('GET', path)).status]).toEqual([path, 200]);
  const encoded = [...alice.id].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
  expect((await alice.api.send('GET', `/users/${encoded}`)).json).toMatchObject({ id: alice.id });
});
