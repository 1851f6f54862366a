import { fileURLToPath } from 'node:url';

/** A server under measurement: how it is started, and what it promises. */
export interface Target {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** what is stored, and what was missed, can be asked for; without it, losses are shown and fail nothing */
  readonly hasHistory: boolean;
}

const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
const serverPath = `${repositoryRoot}packages/server/src/main.ts`;
export const jwtSecret = 'a secret of the bench, for the bench, by the bench';

const environment = {
  PORT: '0',
  ADMIN_PORT: '0',
  HOST: '127.0.0.1',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
};

/** Parley with its defaults. */
export function parley(runtimeFlags: readonly string[] = []): Target {
  return {
    name: 'Parley',
    command: [process.execPath, ...runtimeFlags, serverPath],
    environment: { ...environment, AUTH_JWT_SECRET: jwtSecret },
    hasHistory: true,
  };
}

/** The same, with room for as many files as the bench sends. */
export function parleyForMedia(runtimeFlags: readonly string[] = []): Target {
  const usual = parley(runtimeFlags);
  return { ...usual, environment: { ...usual.environment, UPLOAD_QUOTA_MB: '0' } };
}

/** The same with switches for faults, and an administrator who may register. */
export function parleyWithChaos(): Target {
  const { name, command, environment: usual, hasHistory } = parley();
  return {
    name,
    command: [...command, '--chaos'],
    environment: { ...usual, REGISTRATION: 'open', LOG_LEVEL: 'silent' },
    hasHistory,
  };
}

/** Parley as it is started with the web app: people register and have sessions. */
export function parleyWithApp(): Target {
  return { ...parley(), name: 'Parley and its web app', environment };
}

/** Parley with a database of its own behind it. */
export function parleyOnMongo(url: string): Target {
  const { command, environment: usual, hasHistory } = parley();
  const name = `parley_bench_${String(Date.now())}`;
  return {
    name: 'Parley on MongoDB',
    command,
    environment: { ...usual, MONGO_URL: new URL(name, url).href },
    hasHistory,
  };
}

/** One database for a whole run of the bench; `''`: there is no server for it. */
export function databaseFor(url: string): string {
  return url === '' ? '' : new URL(clusterDatabase, url).href;
}

const clusterDatabase = `parley_bench_cluster_${String(Date.now())}`;

/** One of several nodes on one database. */
export function parleyNode(databaseUrl: string, redisUrl: string): Target {
  const { command, environment: usual, hasHistory } = parley();
  return {
    name: 'Parley, two nodes',
    command,
    environment: { ...usual, MONGO_URL: databaseUrl, REDIS_URL: redisUrl },
    hasHistory,
  };
}

/** The baselines that this machine can run. */
export function findBaselines(): Target[] {
  const node = Bun.which('node');
  const onNode = new URL('baselines/socket-io-on-node.mjs', import.meta.url);
  const stockOnNode = node === null ? [] : [baseline('Socket.IO on Node, insert each', node, onNode)];
  return [...stockOnNode, stockOnBun, floor];
}

function baseline(name: string, runtimePath: string, program: URL): Target {
  return {
    name,
    command: [runtimePath, fileURLToPath(program)],
    environment: { PORT: '0', AUTH_JWT_SECRET: jwtSecret, NODE_ENV: 'production' },
    hasHistory: false,
  };
}

/** Needs nothing but what runs the bench itself. */
export const stockOnBun = baseline(
  'Socket.IO on Bun, insert each',
  process.execPath,
  new URL('baselines/socket-io-on-bun.mjs', import.meta.url),
);

/** Files and nothing else. */
export const mediaFloor = baseline(
  'raw Bun, files only',
  process.execPath,
  new URL('baselines/raw-media.mjs', import.meta.url),
);

const floor = baseline(
  'raw Bun sockets, no store',
  process.execPath,
  new URL('baselines/raw-bun.mjs', import.meta.url),
);
