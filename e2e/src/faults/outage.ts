import { expect } from 'bun:test';
import { audit } from '../audit.ts';
import { eventually, within } from '../deadline.ts';
import { allAnswered, startLoad, stored, type Load } from '../load.ts';
import type { Settings } from '../server-process.ts';
import type { Usage } from './backstage-preload.ts';
import { startChaosServer, type ChaosServer } from './chaos.ts';

/** A server in chaos mode with people who write, and what its process held before they came. */
export interface ServerUnderLoad {
  readonly server: ChaosServer;
  readonly load: Load;
  readonly before: Usage;
}

export async function startUnderLoad(
  random: () => number,
  settings: Settings = {},
): Promise<ServerUnderLoad> {
  const server = await startChaosServer(settings);
  const before = await server.backstage.usage();
  const load = await startLoad(server, random);
  await within(20_000, 'the first acks', stored(load, 100));
  return { server, load, before };
}

const queuedOf = (load: Load): number =>
  load.clients.reduce((sum, { learned }) => sum + learned.queued.size, 0);

/** Everybody writes until so many more messages are queued at the server. */
export async function fillJournal(load: Load, atLeast: number): Promise<void> {
  const before = queuedOf(load);
  await eventually(
    `${String(atLeast)} queued messages`,
    () => {
      // What is queued is in the outbox still: more is written beside it.
      for (const client of load.clients) load.writeFor(client);
      return queuedOf(load) - before >= atLeast;
    },
    40_000,
  );
}

/** Everything arrives, everybody has the same, and nothing is shown as provisional any more. */
export async function settle(load: Load): Promise<void> {
  // An open breaker may wait for 30 s, and once more when the store is not quite back.
  await allAnswered(load, 90_000);
  await audit(load.conversations, load.sent);
  for (const { learned } of load.clients) {
    expect([...learned.failed]).toEqual([]);
    expect([...learned.provisional]).toEqual([]);
  }
  for (const client of load.clients) client.close();
}
