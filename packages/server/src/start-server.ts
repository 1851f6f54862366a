import { createChat, watchCommits, type Bus, type Clock, type Journal, type Storage } from '@parley/core';
import { rates } from '@parley/protocol';
import packageJson from '../package.json' with { type: 'json' };
import { openAdmin } from './open-admin.ts';
import type { StoreAddress } from './archive/store-address.ts';
import { createAccounts, createChecks } from './auth/auth.ts';
import { forgetCutSessions } from './auth/forgetful-publisher.ts';
import { keepSessions } from './auth/keep-sessions.ts';
import type { Config } from './config.ts';
import { connectedSessions } from './connected-sessions.ts';
import { createHealth } from './health/health.ts';
import { createMediaHealth } from './health/media-health.ts';
import { createMetrics } from './health/metrics.ts';
import { createChaos } from './chaos/chaos.ts';
import { createChaosPages } from './chaos/chaos-pages.ts';
import { createGate } from './http/gate.ts';
import { createHandlers } from './http/handlers/handlers.ts';
import { createHttpApp, type HttpApp } from './http/http-app.ts';
import { createPages } from './http/pages.ts';
import { createDocuments } from './http/documents.ts';
import type { ServerFacts } from './http/server-facts.ts';
import type { WebFolder } from './http/web-folder.ts';
import type { Lifecycle } from './lifecycle.ts';
import { unlimited } from './limits/limiter.ts';
import type { ClusterQuotas } from './limits/redis-quotas.ts';
import { createTokenBuckets } from './limits/token-buckets.ts';
import { createReporter, type Log } from './log.ts';
import type { BlobStore } from './media/blobs/blob-store.ts';
import { systemFreeBytes } from './media/blobs/disk-space.ts';
import type { Media } from './media/media.ts';
import { openServedMedia } from './media/open-served-media.ts';
import { createSignedAddresses, signingSecret } from './media/serve/signed-addresses.ts';
import { createIds, type Random } from './random.ts';
import { createEdge } from './server-edge.ts';
import { createPublisher } from './socket/publisher.ts';
import { createSocketServer } from './socket/socket-server.ts';
import type { Transport } from './transport/transport.ts';

export interface ServerDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Takes over everything that has to be ended. */
  readonly lifecycle: Lifecycle;
  /** open, and not to be closed by the caller */
  readonly storage: Storage;
  /** likewise; `undefined`: messages are refused while the store is away */
  readonly journal: Journal | undefined;
  /** where media are kept; `undefined`: this server takes none. MED5 */
  readonly blobs?: BlobStore | undefined;
  /** to other nodes, and not to be closed by the caller; `undefined`: this is the only one */
  readonly bus?: Bus | undefined;
  /** likewise */
  readonly clusterQuotas?: ClusterQuotas | undefined;
  readonly webFolder: WebFolder;
  /** `--chaos`: faults on purpose, at the hands of admins */
  readonly hasChaos?: boolean;
  /** Opens the store that this one is to move to. */
  readonly openMoveTarget: (address: StoreAddress) => Promise<Storage>;
  /** This process is to end, with this sentence. */
  readonly end: (sentence: string, isFailure: boolean) => void;
}

export interface RunningServer {
  readonly port: number;
  readonly adminPort: number;
}

/** How long each part may take to end; together below the 30 s that service managers wait. OPS2 */
const deadlines = {
  chatMs: 8_000,
  socketsMs: 8_000,
  transportMs: 4_000,
  sessionsMs: 2_000,
  adminMs: 2_000,
  mediaMs: 2_000,
  journalMs: 2_000,
  storageMs: 5_000,
  busMs: 1_000,
};

/** Puts all parts together and listens. @throws ListenError */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { lifecycle, storage, journal, bus, clusterQuotas } = deps;
  const { storage: watched, watch } = watchCommits(storage);
  const media = await openServedMedia(deps);
  const parts = createParts({ ...deps, storage: watched, media });
  const { transport, chat, health, sockets } = parts;

  if (bus !== undefined)
    lifecycle.push({ name: 'bus', deadlineMs: deadlines.busMs, close: () => bus.close() });
  if (clusterQuotas !== undefined)
    lifecycle.push({ name: 'quotas', deadlineMs: deadlines.busMs, close: () => clusterQuotas.close() });
  lifecycle.push({ name: 'storage', deadlineMs: deadlines.storageMs, close: () => storage.close() });
  if (journal !== undefined)
    lifecycle.push({ name: 'journal', deadlineMs: deadlines.journalMs, close: () => journal.close() });
  if (media !== undefined)
    lifecycle.push({ name: 'media', deadlineMs: deadlines.mediaMs, close: () => media.close() });
  const { version } = packageJson;
  const admin = await openAdmin({ ...deps, ...parts, version, watch, deadlineMs: deadlines.adminMs });
  lifecycle.push({ name: 'sessions', deadlineMs: deadlines.sessionsMs, close: keepSessions(parts.sessions) });
  await chat.start();
  media?.sweep.start();
  await transport.start();
  const { transportMs, socketsMs, chatMs } = deadlines;
  lifecycle.push({
    name: 'transport',
    deadlineMs: transportMs + 500,
    close: () => transport.stop(transportMs),
  });
  lifecycle.push({ name: 'sockets', deadlineMs: socketsMs + 500, close: () => sockets.drain(socketsMs) });
  lifecycle.push({ name: 'chat', deadlineMs: chatMs, close: () => chat.drain() });
  lifecycle.push({
    name: 'readiness',
    deadlineMs: 1_000,
    close: () => {
      health.startDraining();
      transport.stopAccepting();
    },
  });
  health.finishStart();
  admin.begin();
  return { port: transport.port(), adminPort: admin.port };
}

function createParts(deps: ServerDeps & { readonly media: Media | undefined }) {
  const { config, clock, log, journal, bus, random, webFolder, media } = deps;
  const chaos = deps.hasChaos === true ? createChaos(deps) : undefined;
  // Signing in uses the real one: whoever broke the store must be able to mend it.
  const storage = chaos?.storage ?? deps.storage;
  const { version } = packageJson;
  const ids = createIds(clock, random);
  const checks = createChecks(deps);
  const { authenticator, sessionUse } = checks;
  // The application speaks through the transport that hands it requests; nothing listens before it is there.
  const application: { http?: HttpApp } = {};
  const edge = createEdge({ config, clock, ids, log, http: () => application.http });
  const { transport } = edge;
  const publisher = forgetCutSessions(createPublisher(transport), authenticator);
  const chat = createChat({
    ...config,
    storage,
    journal,
    bus,
    publisher,
    clock,
    ids,
    random: random.fraction,
    reporter: createReporter(log),
    onMediaReleased: (id) => media?.sweep.release(id),
  });
  const health = createHealth({ storage, chat, clock, media: watchMedia(deps) });
  const metrics = createMetrics({ chat, storage, transport, version });
  const accounts = createAccounts({
    config,
    storage: deps.storage,
    clock,
    chat,
    publisher,
    ids,
    random,
    sessionUse,
    clusterQuotas: deps.clusterQuotas,
  });
  const signedAddresses = createSignedAddresses({
    secret: signingSecret(config.media.s3?.secretKey, random.bytes),
    accounts: deps.storage.accounts,
    clock,
  });
  const handlers = createHandlers({
    ...accounts,
    media,
    signedAddresses,
    warn: (what, error) => {
      log.warn({ err: error }, what);
    },
    chat,
    authenticator,
    health,
    sessionTtlMs: config.sessionTtlMs,
    facts: factsOf(config, version),
  });
  const httpRate = () => (config.rateLimits === 'on' ? createTokenBuckets(rates.http, clock) : unlimited);
  application.http = createHttpApp({
    ...edge,
    ...config,
    gate: createGate({ authenticator, userRate: httpRate(), addressRate: httpRate(), signedAddresses }),
    handlers,
    maxBodyBytes: config.limits.json_bytes,
    clock,
    ids,
    log,
    ...(chaos && { adminPages: createChaosPages({ chaos, ...socketControls(transport) }) }),
    pages: createPages({ version, webFolder, ...createDocuments(version) }),
    onAnswer: metrics.httpAnswered,
  });
  const sockets = createSocketServer({
    ...edge,
    chat,
    authenticator,
    clock,
    limitsOn: config.rateLimits === 'on',
    announcedLimits: config.limits,
    generation: storage.generation,
    log,
    metrics,
    losesAck: chaos?.losesAck,
  });
  const sessions = {
    ...config,
    accounts: deps.storage.accounts,
    clock,
    log,
    sessionUse,
    connectedSessions: () => connectedSessions(transport),
  };
  return { transport, chat, health, metrics, sockets, sessions };
}

function watchMedia({ blobs, config, clock }: ServerDeps) {
  const freeBytes = () => systemFreeBytes(config.dataDir);
  return createMediaHealth({ ...config.media, blobs, freeBytes, clock });
}

function socketControls({ io }: Transport) {
  const { sockets } = io.of('/');
  return {
    countSockets: () => sockets.size,
    cutSockets() {
      for (const socket of [...sockets.values()]) socket.conn.close();
    },
  };
}

/** Field by field: the settings hold secrets too. SEC4 */
function factsOf({ registration, jwt, limits }: Config, version: string): ServerFacts {
  return {
    name: 'Parley',
    version,
    registration,
    limits,
    auth: jwt === undefined ? ['password'] : ['password', 'jwt'],
  };
}
