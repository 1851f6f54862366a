import type { Chat, Clock } from '@parley/core';
import { createMemoryBus, createMemoryState, type MemoryBus, type MemoryState } from '@parley/core/testing';
import {
  createFakeClock,
  createSimulatedDevice,
  type FakeClock,
  type NetworkServer,
  type NetworkSocket,
  type SeededRandom,
  type SimulatedDevice,
} from '@parley/client/testing';
import type { ConversationId, UserId } from '@parley/protocol';
import { createBot, type Bot } from './bot.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createObserver, type Observer } from './observer.ts';
import type { Plant, SimulatedNode } from './simulated-node.ts';
import { createSimulatedSite, type SimulatedSite } from './simulated-site.ts';

export const users = ['ann', 'bob', 'cy'] as readonly string[] as readonly UserId[];

/** Everything of one schedule: servers on disks that fail, people's devices, and somebody who watches. */
export interface SimulatedWorld {
  readonly clock: FakeClock;
  readonly state: MemoryState;
  /** the machines that servers run on, all on one store */
  readonly sites: readonly SimulatedSite[];
  /** between them; `undefined`: there is one */
  readonly bus: MemoryBus | undefined;
  readonly devices: readonly SimulatedDevice[];
  /** one per person, on a network without faults */
  readonly observers: readonly Observer[];
  /** one per person; they send once and believe what they are told */
  readonly bots: readonly Bot[];
  readonly group: ConversationId;
  /** what went wrong where nobody was told */
  readonly reports: readonly string[];
  /** at a node that is up; `undefined`: none is */
  chat(): Chat | undefined;
  readonly ledger: Ledger;
  /** How often a server's process was started. */
  runs(): number;
}

export interface WorldOptions {
  readonly random: SeededRandom;
  readonly plant: Plant;
  /** how many; 1 unless said */
  readonly nodes?: number;
}

/** Makes the people, a group of all of them, and two devices of ann's. */
export async function createSimulatedWorld({
  random,
  plant,
  nodes = 1,
}: WorldOptions): Promise<SimulatedWorld> {
  const clock = createFakeClock();
  const state = createMemoryState();
  const reports: string[] = [];
  let runs = 0;
  const ledger = createLedger(state, () => runs);
  const bus = nodes > 1 ? createMemoryBus(busClock(clock)) : undefined;
  const sites = Array.from({ length: nodes }, (_, number) =>
    createSimulatedSite({
      number,
      state,
      clock,
      random,
      plant,
      ledger,
      report: (what) => void reports.push(what),
      bus,
      nextRun: () => (runs += 1),
    }),
  );
  const [first] = sites;
  if (first === undefined) throw new Error('no node');
  for (const site of sites) await site.start();

  for (const id of users) {
    const profile = { id, username: id, displayName: id, avatarUrl: null, createdAt: clock.nowMs() };
    await first.storage.accounts.createUser({ profile, passwordHash: null });
  }
  const [ann, ...others] = users;
  const made = first
    .node()
    .chat()
    .createGroup(
      { userId: ann ?? users[0]!, sessionId: null },
      { name: 'tea', description: '', members: [...others] },
    );
  await clock.advance(1_000);
  const result = await made;
  if (!result.ok) throw new Error('the group could not be made');
  // A group's id is its conversation's.
  const group = result.value.group.id;

  /** Where a load balancer would send somebody now. */
  function site(): SimulatedSite {
    const up = sites.filter((one) => one.isUp());
    // Without a choice nothing is chosen: schedules of one node stay as they were.
    return (up.length > 1 ? random.pick(up) : up[0]) ?? first!;
  }

  /** Whoever has a connection speaks to the process that it was made to. */
  const reachedBy = new Map<NetworkSocket, SimulatedNode>();
  const reached: NetworkServer = {
    connect(socket) {
      const node = site().node();
      reachedBy.set(socket, node);
      node.connect(socket);
    },
    disconnect(socket) {
      reachedBy.get(socket)?.disconnect(socket);
      reachedBy.delete(socket);
    },
    // eslint-disable-next-line @typescript-eslint/max-params -- the network's own words
    handle: (socket, event, payload, ack) => reachedBy.get(socket)?.handle(socket, event, payload, ack),
    // eslint-disable-next-line @typescript-eslint/max-params -- the network's own words
    http: (user, method, path, body) => site().node().http(user, method, path, body),
  };

  const skewMs = [0, random.pick([0, 3 * 86_400_000, -3 * 86_400_000]) ?? 0, 0, 0];
  const devices = [...users, users[0]!].map((user, index) =>
    createSimulatedDevice({
      server: reached,
      user,
      clock: clock.skewed(skewMs[index] ?? 0),
      random,
      plant: (whole) => whole,
    }),
  );
  const heads = () => new Map([...state.conversations].map(([id, { entries }]) => [id, entries.length]));
  const observers = users.map((user) => createObserver({ server: reached, user, clock, heads }));
  const isUp = () => sites.some((one) => one.isUp());
  const chat = () => (isUp() ? site().node().chat() : undefined);
  const bots = users.map((user, number) => createBot({ user, number, chat, ledger, nowMs: clock.nowMs }));

  return {
    bots,
    clock,
    state,
    sites,
    bus,
    devices,
    observers,
    group,
    reports,
    chat,
    ledger,
    runs: () => runs,
  };
}

/** What the bus asks of a clock: everything happens a moment later, in its order. */
function busClock(clock: FakeClock): Clock {
  return { ...clock, every: () => () => undefined, soon: (task) => void clock.after(0, task) };
}
