import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaStore } from '@parley/core';
import { createMemoryStorage } from '@parley/core/testing';
import type { SessionId, UserId } from '@parley/protocol';
import { hashToken } from '../../auth/tokens.ts';
import { systemClock } from '../../clock.ts';
import { openJournal } from '../../compose.ts';
import { describeIssues, readConfig } from '../../config.ts';
import { createLifecycle } from '../../lifecycle.ts';
import { createLog } from '../../log.ts';
import { createIds, systemRandom } from '../../random.ts';
import { startServer } from '../../start-server.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { createFolderBlobs } from '../blobs/folder-blobs.ts';

export interface MediaServer {
  readonly url: string;
  readonly dataDir: string;
  readonly blobs: BlobStore;
  readonly media: MediaStore;
  /** Lines of the log, as JSON. */
  readonly logged: readonly string[];
  /** Somebody signed in, without the cost of a password. */
  person(name: string): Promise<Person>;
  /** The process ends and, after what happens meanwhile, begins again on the same folder and store; the address changes. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  dispose(): Promise<void>;
}

export interface Person {
  readonly id: UserId;
  readonly token: string;
  call(method: string, path: string, init?: RequestInit): Promise<Response>;
  /** `POST /upload/`; answers the JSON. */
  upload(bytes: string | Uint8Array<ArrayBuffer>, filename?: string): Promise<Response>;
}

/** A whole server over the store in memory, with files on the disk and real HTTP. */
export async function startMediaServer(
  environment: Record<string, string> = {},
  wrapBlobs: (blobs: BlobStore) => BlobStore | undefined = (blobs) => blobs,
): Promise<MediaServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-media-'));
  const ports = { PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1', RATE_LIMITS: 'off' };
  const config = readConfig({ ...ports, DATA_DIR: dataDir, ...environment });
  if (!config.ok) throw new Error(describeIssues(config.error.issues ?? []));
  const settings = config.value;
  const logged: string[] = [];
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  // The store outlives the server.
  const storage = { ...createMemoryStorage(), close: () => Promise.resolve() };
  const blobs = await createFolderBlobs({ folder: join(dataDir, 'media') });
  const ids = createIds(systemClock, systemRandom);

  async function start() {
    const lifecycle = createLifecycle({ clock: systemClock, log });
    const { port } = await startServer({
      blobs: wrapBlobs(blobs),
      webFolder: new Map(),
      config: settings,
      clock: systemClock,
      random: systemRandom,
      log,
      lifecycle,
      storage,
      journal: await openJournal(settings, log),
      openMoveTarget: () => Promise.reject(new Error('nothing moves here')),
      end: () => undefined,
    });
    return { url: `http://127.0.0.1:${String(port)}`, lifecycle };
  }
  let running = await start();

  return {
    get url() {
      return running.url;
    },
    dataDir,
    blobs,
    media: storage.media,
    logged,
    async person(name) {
      const id = `${name}.${ids.newId().slice(-12)}` as UserId;
      const token = Buffer.from(systemRandom.bytes(32)).toString('base64url');
      const createdAt = systemClock.nowMs();
      const profile = { id, username: null, displayName: name, avatarUrl: null, createdAt };
      await storage.accounts.createUser({ profile, passwordHash: null });
      await storage.accounts.createSession({
        id: ids.newId() as SessionId,
        userId: id,
        tokenHash: hashToken(token),
        device: 'test',
        createdAt,
      });
      const call: Person['call'] = (method, path, init = {}) => {
        const headers = new Headers(init.headers);
        if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
        return fetch(running.url + path, { redirect: 'manual', ...init, method, headers });
      };
      return {
        id,
        token,
        call,
        upload(bytes, filename = 'notes.txt') {
          const body = new FormData();
          body.set('file', new Blob([bytes]), filename);
          return call('POST', '/upload/', { body });
        },
      };
    },
    async restart(meanwhile) {
      await running.lifecycle.stop();
      await meanwhile?.();
      running = await start();
    },
    async dispose() {
      await running.lifecycle.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
