import type { SimulatedDevice } from '@parley/client/testing';
import { createMemoryStorage } from '@parley/core/testing';
import type { ConversationHandle } from '@parley/client';
import type { ConversationId, UserId } from '@parley/protocol';
import { botMark } from './bot.ts';
import type { Ack } from './ledger.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const settleMs = 120_000;

/** What is wrong with the world once everything has healed; nothing, where every promise is kept. */
export async function auditWorld(world: SimulatedWorld, when: string): Promise<string[]> {
  for (const device of world.devices)
    for (const { id } of device.client().conversations.getSnapshot())
      void showWhole(device.client().conversation(id));
  await world.clock.advance(settleMs);
  const faults = [
    ...auditLogs(world),
    ...auditObservers(world),
    ...auditAcks(world),
    ...auditOutboxes(world),
    ...(await Promise.all(world.devices.map((device) => auditDevice(world, device, when)))).flat(),
  ];
  return faults.map((fault) => `${when}: ${fault}`);
}

async function showWhole(handle: ConversationHandle): Promise<void> {
  handle.showLatest();
  await handle.open();
  for (let pages = 0; pages < 50 && (await handle.loadOlder()); pages++);
}

/** SEQ1, SND2: numbers without a gap, every id and every text once. */
function auditLogs({ state }: SimulatedWorld): string[] {
  const faults: string[] = [];
  for (const [log, { entries, type }] of state.conversations) {
    const members = new Set<string>();
    entries.forEach(({ seq, by, event }, index) => {
      if (seq !== index + 1) faults.push(`${log} has ${String(seq)} in place ${String(index + 1)}`);
      if (event.kind === 'created') for (const { userId } of event.members) members.add(userId);
      if (event.kind === 'member_added') members.add(event.userId);
      if (event.kind === 'member_removed') members.delete(event.userId);
      // GRP1
      if (event.kind === 'message' && type === 'group' && !members.has(by))
        faults.push(`${log} ${String(seq)} is by ${by}, who was no member`);
    });
    if (new Set(entries.map(({ id }) => id)).size < entries.length) faults.push(`${log} holds an id twice`);
  }
  return faults;
}

/** SND1, JRN1, JRN3: what was acked is in its log, once, at the number said, or told to have failed; what was refused is not. */
function auditAcks(world: SimulatedWorld): string[] {
  const { state, bots, bus, ledger } = world;
  const wasQueued = (id: string) => ledger.acks.some((ack) => ack.id === id && ack.seq === null);
  const faults = [...ledger.faults];
  for (const ack of ledger.acks) {
    const { user, conversation, id, seq } = ack;
    const place = state.conversations.get(conversation)?.ids.get(id);
    if (seq !== null && place !== seq)
      faults.push(`${user}: ${id} was acked as ${String(seq)} and is at ${String(place)}`);
    if (seq === null && place === undefined && !mayHaveFailed(world, ack))
      faults.push(`${user}: ${id} was acked as queued and is nowhere`);
  }
  for (const { user, refused } of bots)
    for (const { ids } of state.conversations.values())
      for (const id of refused)
        // Queued at one node and refused at another, which cannot know: stored when the first may. SND2
        if (ids.has(id) && !(bus !== undefined && wasQueued(id)))
          faults.push(`${user}: ${id} was refused and is stored`);
  return faults;
}

/** Whoever was removed is refused after all, and told so by the process that refuses, unless it dies before that. */
function mayHaveFailed(
  { ledger, group, runs }: SimulatedWorld,
  { user, conversation, id, run }: Ack,
): boolean {
  return user === 'cy' && conversation === group && (ledger.failed.has(id) || run < runs());
}

/** What a bus that loses words may have kept from devices at other nodes: what became of a queued message. JRN3 */
function mayBeUntold(world: SimulatedWorld, id: string): boolean {
  const { bus, ledger, state } = world;
  if (bus === undefined) return false;
  // Refused by a process that died before it said so: those at other nodes hear of it no more.
  if (ledger.acks.some((ack) => ack.id === id && mayHaveFailed(world, ack))) return true;
  return ledger.failed.has(id) || [...state.conversations.values()].some(({ ids }) => ids.has(id));
}

function auditObservers(world: SimulatedWorld): string[] {
  const { observers, state, reports, ledger, bus } = world;
  const faults = observers.flatMap((observer) => [...observer.faults]);
  for (const { user, provisional, failed } of observers) {
    for (const id of provisional.keys())
      if (!mayBeUntold(world, id)) faults.push(`${user} was shown ${id} and never told what became of it`);
    // A bot sends once, but of several nodes each may have its message. A client may send what failed again, in a later
    // run, when it is allowed again.
    for (const { ids } of state.conversations.values())
      for (const id of failed)
        if (isBots(id) && ids.has(id) && bus === undefined)
          faults.push(`${user} was told that ${id} failed; it is stored`);
  }
  // JRN2: what was being written when the power went is reported, and was not acked.
  const isExpected = (what: string): boolean =>
    what.includes('on purpose') || (ledger.counts.has('power cuts') && what.includes('is damaged'));
  return [...faults, ...reports.filter((what) => !isExpected(what))];
}

/** RCV1, JRN1: what was kept is in its log once, in the order of writing, or failed with a reason. */
function auditOutboxes(world: SimulatedWorld): string[] {
  const { state, devices, ledger } = world;
  const faults: string[] = [];
  // What has failed and is sent again comes behind what was sent after it.
  const sentAgain = new Set(
    ledger.acks.filter((ack) => ack.seq === null && mayHaveFailed(world, ack)).map(({ id }) => id),
  );
  for (const device of devices) {
    const failed = new Set(
      device
        .client()
        .outbox.getSnapshot()
        .map(({ content }) => content.content),
    );
    for (const [conversation, written] of device.written) {
      // The simulation names conversations as the protocol does.
      const { entries = [] } = state.conversations.get(conversation as ConversationId) ?? {};
      const texts = entries.map(({ event }) => (event.kind === 'message' ? event.content : null));
      const places = written.flatMap((text) => {
        const all = texts.flatMap((one, place) => (one === text ? [place] : []));
        if (all.length > 1) faults.push(`${device.user}: ${text} is stored ${String(all.length)} times`);
        if (all.length === 0 && !failed.has(text))
          faults.push(`${device.user}: ${text} was kept and is nowhere`);
        return all.slice(0, 1).filter((place) => !sentAgain.has(entries[place]?.id ?? ''));
      });
      if (places.some((place, index) => place <= (places[index - 1] ?? -1)))
        faults.push(`${device.user}: ${conversation} is out of order: ${places.join(' ')}`);
    }
  }
  return faults;
}

/** SYN1, SEQ2, RCT1: what a device shows is what the log says. */
async function auditDevice(world: SimulatedWorld, device: SimulatedDevice, when: string): Promise<string[]> {
  const { user } = device;
  const client = device.client();
  const faults = [...device.faults];
  // What is in no log may be lost between nodes, until the next connect. PRS1
  const isLossy = world.bus !== undefined && when === 'live';
  const say = (text: string): void => void faults.push(`${user}: ${text}`);
  if (!client.isCurrent.getSnapshot()) say(`not current: ${JSON.stringify(client.connection.getSnapshot())}`);
  for (const { id, status, error } of client.outbox.getSnapshot())
    if (status !== 'failed' || error?.code !== 'not_found' || user !== 'cy')
      say(`${id} is still ${status}: ${JSON.stringify(error)}`);
  const storage = createMemoryStorage(world.state);
  for (const [log, { members, entries }] of world.state.conversations) {
    const row = client.conversations.getSnapshot().find(({ id }) => id === log);
    // Devices are people of this world.
    const isMember = members.has(user as UserId) && entries.length > 0;
    if (isMember !== (row !== undefined)) say(`${log} ${isMember ? 'is missing' : 'is still there'}`);
    if (row === undefined || !isMember) continue;
    if (row.last_seq !== entries.length)
      say(`${log} knows ${String(row.last_seq)} of ${String(entries.length)}`);
    const [stored] = await storage.conversations.findRows(user as UserId, [log]);
    if (row.unread !== stored?.unread && !isLossy)
      say(`${log} unread ${String(row.unread)}, not ${String(stored?.unread)}`);
    const { items, provisional, hasOlder } = client.conversation(log).view.getSnapshot();
    for (const { id } of provisional)
      if (!(isLossy && mayBeUntold(world, id))) say(`${log} still shows ${id} as provisional`);
    const window = { anchor: 'before', seq: entries.length + 1, limit: 10_000 } as const;
    const { messages } = await storage.conversations.listMessages(user as UserId, log, window);
    const held = items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
    // What is far back is not kept by a device that keeps little.
    const from = hasOlder ? (held[0]?.seq ?? entries.length + 1) : 1;
    const expected = messages
      .filter(({ seq }) => seq >= from)
      .map((message) => inOneLine(message, message.reactions?.list));
    const shown = held.map((message) => inOneLine(message, message.reactions));
    if (JSON.stringify(shown) !== JSON.stringify(expected))
      say(`${log} shows ${shown.join(', ')}\n   not ${expected.join(', ')}`);
  }
  return faults;
}

function inOneLine(
  { seq, id, content }: { seq: number | null; id: string; content: string | null },
  reactions: readonly { readonly emoji: string; readonly user_ids: readonly string[] }[] = [],
): string {
  const reacted = reactions.map(({ emoji, user_ids: users }) => `${emoji} ${users.join('+')}`);
  return [String(seq), id.slice(-6), content ?? '–', ...reacted].join(' ');
}

function isBots(id: string): boolean {
  return id.startsWith(botMark, 14);
}
