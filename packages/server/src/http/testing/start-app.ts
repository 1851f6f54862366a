import { createChat, type Publisher, type Room } from '@parley/core';
import { createFakeClock, createMemoryStorage } from '@parley/core/testing';
import { rates, type SessionId } from '@parley/protocol';
import { createAccounts, createChecks } from '../../auth/auth.ts';
import { createClientAddress } from '../../auth/client-address.ts';
import { forgetCutSessions } from '../../auth/forgetful-publisher.ts';
import { describeIssues, readConfig } from '../../config.ts';
import { createHealth } from '../../health/health.ts';
import { unlimited } from '../../limits/limiter.ts';
import { createTokenBuckets } from '../../limits/token-buckets.ts';
import { createLog, createReporter } from '../../log.ts';
import { createSignedAddresses } from '../../media/serve/signed-addresses.ts';
import { createIds, systemRandom } from '../../random.ts';
import { createGate } from '../gate.ts';
import { createHandlers } from '../handlers/handlers.ts';
import { createHttpApp } from '../http-app.ts';
import { createPages } from '../pages.ts';
import type { WebFolder } from '../web-folder.ts';

/** The whole of HTTP over the store in memory, on a clock that moves only when told to. */
export function startApp(environment: Record<string, string> = {}, webFolder: WebFolder = new Map()) {
  const parsed = readConfig(environment);
  if (!parsed.ok) throw new Error(describeIssues(parsed.error.issues ?? []));
  const config = parsed.value;
  // A moment of today: JWT libraries and ids compare with it.
  const clock = createFakeClock();
  const logged: Record<string, unknown>[] = [];
  const log = createLog('trace', { write: (line) => void logged.push(JSON.parse(line)) });
  const storage = createMemoryStorage();
  const ids = createIds(clock, systemRandom);
  const { authenticator, sessionUse } = createChecks({ config, storage, clock });
  const { publisher, published, cuts } = createRecordingPublisher();
  const forgetful = forgetCutSessions(publisher, authenticator);
  const chat = createChat({
    ...config,
    storage,
    publisher: forgetful,
    clock,
    ids,
    random: systemRandom.fraction,
    journal: undefined,
    reporter: createReporter(log),
  });
  const accounts = createAccounts({
    config,
    storage,
    clock,
    chat,
    publisher: forgetful,
    ids,
    random: systemRandom,
    clusterQuotas: undefined,
    sessionUse,
  });
  const health = createHealth({
    storage,
    chat,
    clock,
    media: () => Promise.resolve({ status: 'off', place: null }),
  });
  health.finishStart();
  const signedAddresses = createSignedAddresses({
    secret: systemRandom.bytes(32),
    accounts: storage.accounts,
    clock,
  });
  const handlers = createHandlers({
    ...accounts,
    media: undefined,
    signedAddresses,
    warn: (what, error) => {
      log.warn({ err: error }, what);
    },
    chat,
    authenticator,
    health,
    sessionTtlMs: config.sessionTtlMs,
    facts: { ...config, name: 'Parley', version: '0', auth: ['password'] },
  });
  const rate = () => (config.rateLimits === 'on' ? createTokenBuckets(rates.http, clock) : unlimited);
  const app = createHttpApp({
    ...config,
    gate: createGate({ authenticator, userRate: rate(), addressRate: rate(), signedAddresses }),
    handlers,
    maxBodyBytes: config.limits.json_bytes,
    clock,
    ids,
    log,
    pages: createPages({
      version: '0',
      webFolder,
      openApiDocument: () => Promise.resolve({ openapi: '3.1.0' }),
      asyncApiDocument: () => Promise.resolve({}),
    }),
    clientAddress: createClientAddress(config.trustedProxies),
  });

  async function call(method: string, path: string, given: CallOptions = {}) {
    const { body, token, headers, peer = '192.0.2.1' } = given;
    const isRaw = typeof body === 'string' || body instanceof ReadableStream;
    const request = new Request(`http://localhost:8001${path}`, {
      method,
      headers: {
        host: 'localhost:8001',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    });
    const response = await app(request, { peer, allowSlow: () => undefined });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    const json: AnyJson = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }

  /** Makes an account and answers its user and token. */
  async function signUp(username: string): Promise<{ id: string; token: string }> {
    const { json } = await call('POST', '/auth/register', { body: { username, password: 'correct horse' } });
    return { id: json.user.id, token: json.token };
  }

  return { call, signUp, clock, storage, authenticator, published, cuts, logged, sessionUse, health };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
type AnyJson = any;

interface CallOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  peer?: string;
}

function createRecordingPublisher() {
  const published: { rooms: readonly Room[]; event: string; payload: object }[] = [];
  const cuts: (Room | SessionId)[] = [];
  const publisher: Publisher = {
    publish: (rooms, event, payload) => void published.push({ rooms, event, payload }),
    join: () => undefined,
    leave: () => undefined,
    empty: () => undefined,
    usersIn: () => [],
    hasSockets: () => true,
    cut: (room) => void cuts.push(room),
    cutSession: (_user, session) => void cuts.push(session),
  };
  return { publisher, published, cuts };
}
