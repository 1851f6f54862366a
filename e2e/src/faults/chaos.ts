import { createApi } from '../api.ts';
import { signUp, type Person } from '../person.ts';
import { startServer, type ServerProcess, type Settings } from '../server-process.ts';
import { openBackstage, type Backstage } from './backstage.ts';

/** How the store is made to behave. */
export type StoreMode = 'well' | 'down' | 'slow' | 'flapping' | 'hung' | 'forgetful';

/** A server in chaos mode, with its switches in hand. */
export interface ChaosServer extends ServerProcess {
  readonly admin: Person;
  readonly backstage: Backstage;
  readonly setStore: (mode: StoreMode) => Promise<void>;
  readonly dropAcks: (areDropped: boolean) => Promise<void>;
  readonly cutSockets: () => Promise<void>;
  /** How many are connected. */
  readonly sockets: () => Promise<number>;
  /** `GET /health/message-buffer` */
  readonly pipeline: () => Promise<PipelineHealth>;
}

export interface PipelineHealth {
  readonly status: string;
  readonly breaker: { readonly state: string; readonly opened_total: number };
  readonly journal: { readonly records: number; readonly drained_total: number };
}

export async function startChaosServer(settings: Settings = {}): Promise<ChaosServer> {
  const { folder, settings: more, backstage } = await openBackstage();
  const server = await startServer({ ...more, ...settings }, folder, ['--chaos']);
  // The first account is the admin's.
  const admin = await signUp(server.url, 'admin');
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await admin.api.send('POST', path, {
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  };
  return {
    ...server,
    admin,
    backstage,
    setStore: (store) => post('/admin/chaos/state', { store }),
    dropAcks: (drop_acks) => post('/admin/chaos/state', { drop_acks }),
    cutSockets: () => post('/admin/chaos/cut', {}),
    sockets: async () => {
      const answer = await admin.api.send('GET', '/admin/chaos/state');
      // As the page that shows it reads it.
      return (answer.json as { sockets: number }).sockets;
    },
    pipeline: async () => {
      const answer = await createApi(server.url, '').send('GET', '/health/message-buffer');
      // As its schema in the protocol says.
      return answer.json as PipelineHealth;
    },
  };
}
