import { fileURLToPath } from 'node:url';

/** A server under measurement: how it is started, and whether it remembers. */
export interface Target {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly hasHistory: boolean;
}

const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
export const jwtSecret = 'a secret of the bench, for the bench, by the bench';

/** Parley as it is started for use, with its batch limit fixed. */
export function parley(batchSize: number, runtimeFlags: readonly string[] = []): Target {
  return {
    name: `Parley, BATCH_SIZE=${batchSize}`,
    command: [process.execPath, ...runtimeFlags, `${repositoryRoot}packages/server/src/main.ts`],
    environment: {
      PORT: '0',
      ADMIN_PORT: '0',
      HOST: '127.0.0.1',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      BATCH_SIZE: String(batchSize),
      AUTH_JWT_SECRET: jwtSecret,
    },
    hasHistory: true,
  };
}

/** Parley as it is started with the web app: people register and have sessions. */
export function parleyWithApp(): Target {
  const { AUTH_JWT_SECRET: _, ...environment } = parley(1).environment;
  const { BATCH_SIZE: __, ...usual } = environment;
  return { ...parley(1), name: 'Parley and its web app', environment: usual };
}

/** Stock Socket.IO on Node, keeping nothing; `null` where there is no Node. */
export function findBaseline(): Target | null {
  const node = Bun.which('node');
  return node === null ? null : baselineOn(node);
}

/** The baseline on a runtime of choice, named by its path. */
export function baselineOn(runtimePath: string): Target {
  return {
    name: 'Socket.IO on Node, no store',
    command: [runtimePath, fileURLToPath(new URL('baseline-server.mjs', import.meta.url))],
    environment: { PORT: '0', AUTH_JWT_SECRET: jwtSecret, NODE_ENV: 'production' },
    hasHistory: false,
  };
}
