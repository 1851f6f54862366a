import type { ConversationHandle } from '../conversations/conversation-handle.ts';
import type { ClientOptions } from '../client-options.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { faultless, type NetworkFaults } from './fake-network.ts';
import { shownMessages, unreadOf } from './model-log.ts';
import { createModelServer, type ModelServer } from './model-server.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { createSimulatedDevice, type SimulatedDevice } from './simulated-device.ts';

const users = ['ann', 'bob', 'cy'] as const;
/** Longest of the client's own waits, and then some. */
const healMs = 120_000;

/** A known bug: what a client of this server is made of, with one part broken. */
export type PlantIn = (whole: ClientOptions, server: ModelServer) => ClientOptions;

function chooseFaults(random: SeededRandom): NetworkFaults {
  if (random.chance(0.2)) return { ...faultless, delayMs: 40 };
  return {
    delayMs: random.pick([5, 50, 400]) ?? 5,
    lostAck: random.pick([0, 0.05, 0.2]) ?? 0,
    busy: random.pick([0, 0.1, 0.4]) ?? 0,
    twice: random.pick([0, 0.2]) ?? 0,
    overtaking: random.pick([0, 0.2, 0.5]) ?? 0,
    lostCall: random.pick([0, 0.2]) ?? 0,
  };
}

/** Runs one schedule and answers what went wrong: nothing, for a client that keeps its promises. */
export async function simulate(seed: number, plantIn: PlantIn = (whole) => whole): Promise<string[]> {
  const random = createSeededRandom(seed);
  const clock = createFakeClock();
  const server = createModelServer(clock, users);
  const plant = (whole: ClientOptions): ClientOptions => plantIn(whole, server);
  // ann has two devices, one of them with a clock that is days ahead.
  const skewMs = [0, random.pick([0, 3 * 86_400_000, -3 * 86_400_000]) ?? 0, 0, 0];
  const devices = [...users, 'ann'].map((user, index) =>
    createSimulatedDevice({ server, user, clock: clock.skewed(skewMs[index] ?? 0), random, plant }),
  );
  // Some have a second tab open.
  const [owner] = random.chance(0.4) ? devices.slice(1) : [];
  if (owner !== undefined)
    devices.push(
      createSimulatedDevice({ server, user: owner.user, clock, random, plant, browser: owner.browser }),
    );
  const starting = Promise.all(devices.map((device) => device.start()));
  await clock.advance(2_000);
  await starting;
  // From here on every message is news to every device.
  for (const device of devices) device.setFaults(chooseFaults(random));
  const group = server.http('ann', 'POST', '/groups', { name: 'g', members: ['bob', 'cy'] }).json as {
    id: string;
  };

  const steps = 15 + random.nat(40);
  for (let step = 0; step < steps; step++) {
    await act({ device: random.pick(devices), server, random, group: group.id, step });
    await clock.advance(random.pick([0, 5, 60, 800, 5_000]) ?? 0);
  }

  // Everything heals; every device comes back once more.
  server.setQueueing(false);
  for (const device of devices) {
    device.setFaults(faultless);
    device.network().setUp(true);
  }
  const audit = async (when: string): Promise<string[]> => {
    await clock.advance(healMs);
    for (const device of devices)
      for (const { id } of device.client().conversations.getSnapshot())
        void showWhole(device.client().conversation(id));
    await clock.advance(healMs);
    const faults = [
      ...devices.flatMap((device) => auditDevice(server, device)),
      ...auditOrder(server, devices),
    ];
    return faults.map((fault) => `${when}: ${fault}`);
  };
  // Right by live events alone, and still right after catching up.
  const live = await audit('live');
  for (const device of devices) device.network().cut();
  return [...live, ...(await audit('caught up')), ...(await checkCopies(devices, clock))];
}

/** A copy that is right is found to be the same as the server's. */
async function checkCopies(devices: readonly SimulatedDevice[], clock: FakeClock): Promise<string[]> {
  const faults: string[] = [];
  for (const device of devices)
    for (const { id } of device.client().conversations.getSnapshot())
      void device
        .client()
        .conversation(id)
        .check()
        .then((report) => {
          if (report?.ok !== true || !report.value.isIdentical)
            faults.push(`${device.user}: the check of ${id} says ${JSON.stringify(report)}`);
        });
  await clock.advance(healMs);
  return faults;
}

/** The newest stretch, and all before it. */
async function showWhole(handle: ConversationHandle): Promise<void> {
  handle.showLatest();
  await handle.open();
  for (let pages = 0; pages < 50 && (await handle.loadOlder()); pages++);
}

interface Act {
  readonly device: SimulatedDevice | undefined;
  readonly server: ModelServer;
  readonly random: SeededRandom;
  readonly group: string;
  readonly step: number;
}

async function act({ device, server, random, group, step }: Act): Promise<void> {
  if (device === undefined) return;
  const { user } = device;
  const other = random.pick(users.filter((one) => one !== user)) ?? 'bob';
  const conversation = random.chance(0.6) ? group : `direct:${[user, other].sort().join(':')}`;
  const client = device.client();
  const handle = client.conversation(conversation);
  const messages = handle.view
    .getSnapshot()
    .items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  const message = random.pick(messages)?.id ?? '';
  const what = random.nat(100);
  if (what < 45)
    for (let sent = random.nat(4); sent >= 0; sent--)
      device.send(conversation, `${user} ${String(step)}.${String(sent)}`);
  else if (what < 52) void handle.edit(message, `edited ${String(step)}`);
  else if (what < 56) void handle.remove(message, 'everyone');
  else if (what < 59) void handle.remove(message, 'me');
  else if (what < 63) void handle.react(message, random.pick(['👍', '🎉']) ?? '', random.chance(0.7));
  else if (what < 69) handle.markRead(random.chance(0.5) ? undefined : random.nat(20));
  else if (what < 72) look(handle, random);
  else if (what < 79) await device.crash();
  else if (what < 84) device.network().cut();
  else if (what < 89) device.network().setUp(false);
  else if (what < 94) device.network().setUp(true);
  else if (what < 96) server.http('ann', 'PATCH', `/groups/${group}`, { name: `name ${String(step)}` });
  else if (what < 98)
    server.http('ann', 'POST', `/groups/${group}`, random.chance(0.5) ? { remove: 'cy' } : { add: 'cy' });
  else {
    for (const id of server.queued()) if (random.chance(0.2)) server.doomed.add(id);
    server.setQueueing(random.chance(0.5));
  }
}

/** Somebody looks around in a conversation. */
function look(handle: ConversationHandle, random: SeededRandom): void {
  const looks = [
    () => handle.open(),
    () => handle.loadOlder(),
    () => handle.loadNewer(),
    () => handle.showAround(random.nat(30) + 1),
    () => handle.showLatest(),
    () => handle.trim(random.nat(10) + 1),
  ];
  for (let looked = random.nat(3); looked >= 0; looked--) random.pick(looks)?.();
}

/** What a device shows at the end is what the log says. SYN1, SYN2, RD2, RCV1 */
function auditDevice(server: ModelServer, device: SimulatedDevice): string[] {
  const faults = [...device.faults];
  const { user } = device;
  const client = device.client();
  const say = (text: string): void => void faults.push(`${user}: ${text}`);
  if (!client.isCurrent.getSnapshot()) say(`not current: ${JSON.stringify(client.connection.getSnapshot())}`);
  for (const item of client.outbox.getSnapshot())
    if (item.status !== 'failed' || !['not_found', 'forbidden'].includes(item.error?.code ?? ''))
      say(`${item.id} is still ${item.status}: ${JSON.stringify(item.error)}`);
  for (const conversation of server.conversations.values()) {
    const row = client.conversations.getSnapshot().find(({ id }) => id === conversation.id);
    const isMember = conversation.members.has(user) && conversation.log.length > 0;
    if (!isMember || row === undefined) {
      if (isMember !== (row !== undefined))
        say(`${conversation.id} ${isMember ? 'is missing' : 'is still there'}`);
      continue;
    }
    const head = conversation.log.length;
    // cy comes and goes, and ann's other device may have read the group before this one knew of it.
    const isTold = user === 'bob' || conversation.type === 'direct';
    for (const { id } of shownMessages(conversation, user, { from: 1, to: isTold ? head : 0 }))
      if (!device.told.has(id)) say(`${conversation.id} ${id} was never told of`);
    if (row.last_seq !== head) say(`${conversation.id} knows ${String(row.last_seq)} of ${String(head)}`);
    if (row.unread !== unreadOf(conversation, user))
      say(`${conversation.id} unread ${String(row.unread)}, not ${String(unreadOf(conversation, user))}`);
    if (row.read_seq !== (conversation.read.get(user) ?? 0))
      say(`${conversation.id} read ${String(row.read_seq)}`);
    if (row.name !== conversation.name) say(`${conversation.id} is called ${String(row.name)}`);
    const shown = client.conversation(conversation.id).view.getSnapshot();
    if (shown.provisional.length > 0) say(`${conversation.id} still shows a provisional message`);
    const held = shown.items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
    const from = shown.hasOlder ? (held[0]?.seq ?? head + 1) : 1;
    const expected = shownMessages(conversation, user, { from, to: head });
    if (JSON.stringify(held.map(comparable)) !== JSON.stringify(expected.map(comparable)))
      say(
        `${conversation.id} shows ${JSON.stringify(held.map(comparable))}\n   not ${JSON.stringify(expected.map(comparable))}`,
      );
  }
  return faults;
}

function comparable({
  id,
  seq,
  content,
  edited_at,
  deleted_at,
  reactions,
}: {
  id: string;
  seq: number | null;
  content: string | null;
  edited_at: string | null;
  deleted_at: string | null;
  reactions?: readonly object[] | undefined;
}) {
  return [seq, id.slice(-6), content, edited_at, deleted_at, reactions ?? []];
}

/** What was kept is in the log once, in the order of writing, or failed with a reason. RCV1 */
function auditOrder(server: ModelServer, devices: readonly SimulatedDevice[]): string[] {
  const faults: string[] = [];
  for (const conversation of server.conversations.values()) {
    // No text was written twice.
    const texts = conversation.log.flatMap((entry) =>
      entry.kind === 'message' && entry.message !== null ? [entry.message.content] : [],
    );
    if (new Set(texts).size !== texts.length) faults.push(`${conversation.id} holds a message twice`);
  }
  for (const device of devices) {
    const failed = new Set(
      device
        .client()
        .outbox.getSnapshot()
        .map(({ content }) => content.content),
    );
    for (const [id, written] of device.written) {
      const log = server.conversations.get(id)?.log ?? [];
      const places = written.flatMap((text) => {
        // The log holds texts as first sent.
        const place = log.findIndex((entry) => entry.kind === 'message' && entry.message?.content === text);
        if (place === -1 && !failed.has(text)) faults.push(`${device.user}: ${text} was kept and is nowhere`);
        return place === -1 ? [] : [place];
      });
      if (places.some((place, index) => place <= (places[index - 1] ?? -1)))
        faults.push(`${device.user}: ${id} is out of order: ${places.join(' ')}`);
    }
  }
  return faults;
}
