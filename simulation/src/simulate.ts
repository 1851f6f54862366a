import {
  createSeededRandom,
  faultless,
  type NetworkFaults,
  type SeededRandom,
  type SimulatedDevice,
} from '@parley/client/testing';
import { calm, type StorageFaults } from '@parley/core/faults';
import type { GroupId, UserId } from '@parley/protocol';
import { auditWorld } from './audit-world.ts';
import type { Plant } from './simulated-node.ts';
import type { SimulatedSite } from './simulated-site.ts';
import { createSimulatedWorld, users, type SimulatedWorld } from './simulated-world.ts';

/** Longest of everybody's own waits, and then some. */
const healMs = 150_000;

export interface Outcome {
  /** what went wrong: nothing, where every promise is kept */
  readonly faults: readonly string[];
  /** equal for equal runs: of everything the server said, of the logs, and of what is shown in the end */
  readonly trace: string;
  /** how often what happened */
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs one schedule: people write while everything fails, then everything heals, and the oracle looks. */
export async function simulate(
  seed: number,
  plant: Plant = (parts) => parts,
  /** servers on one store */
  nodes = 1,
): Promise<Outcome> {
  const random = createSeededRandom(seed);
  const world = await createSimulatedWorld({ random, plant, nodes });
  const { clock, devices, observers } = world;
  for (const observer of observers) observer.connect();
  const starting = Promise.all(devices.map((device) => device.start()));
  await clock.advance(2_000);
  await starting;
  for (const device of devices) device.setFaults(chooseNetworkFaults(random));

  const steps = 12 + random.nat(30);
  for (let step = 0; step < steps; step++) {
    if (random.chance(0.15)) disturbStore(world, random);
    if (world.bus !== undefined && random.chance(0.25)) disturbBus(world, random);
    await act(world, random, step);
    await clock.advance(random.pick([0, 1, 5, 60, 400, 1_500, 5_000]) ?? 0);
  }

  await heal(world);
  const faults = await auditWorld(world, 'live');
  for (const device of devices) device.network().cut();
  await clock.advance(healMs);
  faults.push(...(await auditWorld(world, 'caught up')));
  return { faults, trace: traceOf(world), counts: world.ledger.counts };
}

/** Whatever failed works again, and what is on its way arrives. */
async function heal(world: SimulatedWorld): Promise<void> {
  const { sites, bus, devices, clock } = world;
  for (const { storage, disarm, setBusUp } of sites) {
    disarm();
    storage.setFaults(calm);
    storage.stall(false);
    setBusUp(true);
  }
  bus?.delayBy(undefined);
  bus?.loseIf(undefined);
  for (const device of devices) {
    device.setFaults(faultless);
    device.network().setUp(true);
  }
  await clock.advance(healMs);
  if (!sites.every((site) => site.isUp())) await clock.advance(healMs);
}

function chooseNetworkFaults(random: SeededRandom): NetworkFaults {
  if (random.chance(0.4)) return { ...faultless, delayMs: 40 };
  return {
    delayMs: random.pick([5, 50, 400]) ?? 5,
    lostAck: random.pick([0, 0.05, 0.2]) ?? 0,
    busy: 0,
    twice: random.pick([0, 0.1]) ?? 0,
    // A socket keeps the order of one node.
    overtaking: 0,
    lostCall: random.pick([0, 0.2]) ?? 0,
  };
}

const some = [0, 0, 0, 0.05, 0.3];

function chooseStorageFaults(random: SeededRandom): StorageFaults {
  const share = (): number => random.pick(some) ?? 0;
  if (random.chance(0.25)) return calm;
  if (random.chance(0.25)) return { ...calm, isDown: true };
  return {
    isDown: false,
    latency: { fromMs: 0, toMs: random.pick([0, 2, 50, 700]) ?? 0 },
    failBefore: share(),
    failAfter: share(),
    partial: share(),
    lost: share(),
    late: share(),
    lateWithinMs: random.pick([50, 2_000, 60_000]) ?? 50,
    hang: share(),
    failRead: share(),
    hangRead: random.pick([0, 0, 0.05]) ?? 0,
  };
}

/** One node's way to the store, or everybody's. */
function disturbStore({ sites }: SimulatedWorld, random: SeededRandom): void {
  const faults = chooseStorageFaults(random);
  const some = sites.length > 1 && random.chance(0.5) ? [pickSite(sites, random)] : sites;
  for (const { storage } of some) storage.setFaults(faults);
}

/** Hints are lost, late or out of order; a node is cut off, or all are. F16, F17, F18 */
function disturbBus({ bus, sites }: SimulatedWorld, random: SeededRandom): void {
  const what = random.nat(5);
  if (what === 0) for (const site of sites) site.setBusUp(false);
  else if (what === 1) pickSite(sites, random).setBusUp(false);
  else if (what === 2) {
    for (const site of sites) site.setBusUp(true);
    bus?.delayBy(undefined);
    bus?.loseIf(undefined);
  } else if (what === 3) bus?.loseIf(() => random.chance(0.2));
  else {
    const most = random.pick([5, 100, 3_000]) ?? 5;
    bus?.delayBy(() => random.nat(most));
  }
}

function pickSite(sites: SimulatedWorld['sites'], random: SeededRandom): SimulatedSite {
  const [first] = sites;
  const picked = sites.length > 1 ? random.pick(sites) : first;
  if (picked === undefined) throw new Error('no node');
  return picked;
}

async function act(world: SimulatedWorld, random: SeededRandom, step: number): Promise<void> {
  const device = random.pick(world.devices);
  if (device === undefined) return;
  const what = random.nat(100);
  if (what < 42) write(world, device, { random, step });
  else if (what < 50) letBotsWrite(world, random, step);
  else if (what < 58) change(world, device, random);
  else if (what < 66) await fail(world, random);
  else if (what < 72) await device.crash();
  else if (what < 80) device.network().cut();
  else if (what < 85) device.network().setUp(false);
  else if (what < 89) device.network().setUp(true);
  else if (what < 95) govern(world, random, step);
  else await removeUnseen(world, random, step);
}

function conversationFor({ group }: SimulatedWorld, user: string, random: SeededRandom): string {
  const other = random.pick(users.filter((one) => one !== user)) ?? user;
  return random.chance(0.6) ? group : `direct:${[user, other].sort().join(':')}`;
}

function write(
  world: SimulatedWorld,
  device: SimulatedDevice,
  { random, step }: { random: SeededRandom; step: number },
): void {
  const conversation = conversationFor(world, device.user, random);
  for (let sent = random.nat(6); sent >= 0; sent--)
    device.send(conversation, `${device.user} ${String(step)}.${String(sent)}`);
}

function letBotsWrite({ bots, group }: SimulatedWorld, random: SeededRandom, step: number): void {
  for (const { user, send, repeat } of bots) {
    if (random.chance(0.3)) repeat(random);
    const content = `bot ${user} ${String(step)}`;
    const other = random.pick(users) ?? user;
    if (random.chance(0.6)) send({ type: 'group', to: group, content });
    else send({ type: 'direct', to: other, content });
    if (random.chance(0.2)) repeat(random);
  }
}

/** An edit, a reaction, a deletion or a mark. */
function change(world: SimulatedWorld, device: SimulatedDevice, random: SeededRandom): void {
  const handle = device.client().conversation(conversationFor(world, device.user, random));
  const shown = handle.view.getSnapshot().items;
  const messages = shown.flatMap((item) => (item.kind === 'message' ? [item.message.id] : []));
  const message = random.pick(messages) ?? '';
  if (random.chance(0.3)) void handle.edit(message, `edited ${String(random.nat(1_000))}`);
  else if (random.chance(0.4))
    void handle.react(message, random.pick(['👍', '🎉']) ?? '👍', random.chance(0.7));
  else if (random.chance(0.3)) void handle.remove(message, random.chance(0.5) ? 'everyone' : 'me');
  else handle.markRead();
}

/** The server's process or its store. */
async function fail(world: SimulatedWorld, random: SeededRandom): Promise<void> {
  const { clock, sites } = world;
  const { storage, crashIn } = pickSite(sites, random);
  if (random.chance(0.7)) {
    const how = {
      isPowerCut: random.chance(0.5),
      isStoreElsewhere: random.chance(0.3),
      downMs: random.pick([10, 500, 5_000]) ?? 10,
    };
    crashIn(random.pick([1, 3, 10, 30]) ?? 1, how);
  } else {
    storage.stall(true);
    await clock.advance(random.pick([100, 1_500, 8_000]) ?? 0);
    storage.stall(false);
  }
}

/** Membership and name of the group, by its owner, over HTTP. */
function govern({ chat: reach, group }: SimulatedWorld, random: SeededRandom, step: number): void {
  const chat = reach();
  if (chat === undefined) return;
  // The people and the group are named as the protocol wants them.
  const [owner, cy, id] = ['ann' as UserId, 'cy' as UserId, group as string as GroupId];
  const caller = { userId: owner, sessionId: null };
  const done = random.chance(0.3)
    ? chat.updateGroup(caller, id, { name: `name ${String(step)}` })
    : random.chance(0.5)
      ? chat.removeMember(caller, id, cy)
      : chat.addMember(caller, id, cy);
  // A store that is away says so.
  done.catch(() => undefined);
}

/**
 * cy is removed by a write whose answer is lost, and goes on writing: what the server queues meanwhile is judged when it
 * is drained. F21, JRN3
 */
async function removeUnseen(world: SimulatedWorld, random: SeededRandom, step: number): Promise<void> {
  const { chat, group, sites, clock, bots, devices } = world;
  const reached = chat();
  if (reached === undefined) return;
  // The people and the group are named as the protocol wants them.
  const [owner, cy, id] = ['ann' as UserId, 'cy' as UserId, group as string as GroupId];
  const caller = { userId: owner, sessionId: null };
  const setAll = (faults: StorageFaults): void => {
    for (const { storage } of sites) storage.setFaults(faults);
  };
  setAll({ ...calm, failAfter: 1 });
  const removed = reached.removeMember(caller, id, cy);
  removed.catch(() => undefined);
  await clock.advance(1);
  setAll({ ...calm, isDown: true });
  for (const { user, send } of bots)
    if (user === cy) send({ type: 'group', to: group, content: `bot cy ${String(step)} after all` });
  for (const device of devices)
    if (device.user === cy && random.chance(0.5)) device.send(group, `cy ${String(step)} after all`);
  await clock.advance(random.pick([1_500, 5_000]) ?? 0);
  if (random.chance(0.3)) await fail(world, random);
  setAll(calm);
  if (random.chance(0.5)) await clock.advance(40_000);
  chat()
    ?.addMember(caller, id, cy)
    .catch(() => undefined);
}

function traceOf({ state, devices, ledger }: SimulatedWorld): string {
  const logs = [...state.conversations].map(([id, { entries }]) => [
    id,
    entries.map((entry) => [entry.id, entry.at]),
  ]);
  const shown = devices.map((device) => device.client().conversations.getSnapshot());
  ledger.note(JSON.stringify([logs, shown]));
  return ledger.hash();
}
