import { createClient, type Client } from '../client.ts';
import type { ClientOptions } from '../client-options.ts';
import type { ConversationView } from '../conversations/conversation-view.ts';
import type { Clock } from '../ports/clock.ts';
import { createCrashingDisk, type CrashingDisk } from './crashing-storage.ts';
import { createFakeBrowser } from './fake-browser.ts';
import {
  createFakeNetwork,
  faultless,
  type FakeNetwork,
  type NetworkFaults,
  type NetworkServer,
} from './fake-network.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One device of one person: a client that crashes and starts again over the same disk. */
export interface SimulatedDevice {
  readonly user: string;
  client(): Client;
  network(): FakeNetwork;
  /** what a further tab of the same browser shares with this one */
  readonly browser: SimulatedBrowser;
  /** Texts whose keeping was confirmed, by conversation, in the order of writing. */
  readonly written: Map<string, string[]>;
  /** Ids that `on('message')` told of, in any run. */
  readonly told: ReadonlySet<string>;
  /** What should never be seen: an inversion, one message twice. */
  readonly faults: string[];
  start(): Promise<void>;
  /** Everything that was not on the disk is lost. */
  crash(): Promise<void>;
  setFaults(faults: NetworkFaults): void;
  send(conversation: string, text: string): void;
}

export interface SimulatedBrowser {
  readonly disk: CrashingDisk;
  readonly tabs: ReturnType<typeof createFakeBrowser>;
  readonly told: Set<string>;
}

/** A known bug: what a client is made of, with one part broken. */
export type Plant = (whole: ClientOptions) => ClientOptions;

interface DeviceOptions {
  readonly server: NetworkServer;
  readonly user: string;
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly plant: Plant;
  /** for a further tab: of the device whose browser it is */
  readonly browser?: SimulatedBrowser;
}

export function createSimulatedDevice(options: DeviceOptions): SimulatedDevice {
  const { server, user, clock, random, plant } = options;
  const browser = options.browser ?? {
    disk: createCrashingDisk(clock, random),
    tabs: createFakeBrowser(),
    told: new Set(),
  };
  const { disk, told } = browser;
  const written = new Map<string, string[]>();
  const faults: string[] = [];
  let networkFaults = faultless;
  let watched = new Set<string>();
  let run = begin();

  function begin() {
    const storage = disk.open();
    const tabs = browser.tabs.tab();
    const network = createFakeNetwork({ server, user, clock, random });
    network.setFaults(networkFaults);
    const { transport, fetch } = network;
    const keptItems = random.pick([3, 10, 300]) ?? 300;
    const ports = { clock, random, storage, tabs, transport, fetch };
    const client = createClient(
      plant({ url: 'http://model', token: user, userId: user, keptItems, ...ports }),
    );
    watched = new Set();
    const newest = new Map<string, number>();
    client.on('message', ({ conversation, seq, id }) => {
      // SEQ2
      if ((seq ?? 0) <= (newest.get(conversation) ?? 0)) faults.push(`told of ${id} after a later one`);
      newest.set(conversation, seq ?? 0);
      told.add(id);
    });
    client.on('gone', ({ conversation }) => newest.delete(conversation));
    client.conversations.subscribe(() => watchAll(client));
    watchPositions(client);
    return { storage, tabs, network, client };
  }

  /** Looks at every state that a screen could show. */
  function watchAll(client: Client): void {
    for (const { id } of client.conversations.getSnapshot()) {
      if (watched.has(id)) continue;
      watched.add(id);
      const { view } = client.conversation(id);
      const look = (): void => void faults.push(...findFaults(view.getSnapshot()));
      // What nobody looks at is trimmed.
      if (random.chance(0.5)) view.subscribe(look);
      else client.conversations.subscribe(look);
      look();
    }
  }

  /** RD1 */
  function watchPositions(client: Client): void {
    const furthest = new Map<string, number>();
    client.on('gone', ({ conversation }) => furthest.delete(conversation));
    client.conversations.subscribe(() => {
      for (const { id, read_seq } of client.conversations.getSnapshot()) {
        if (read_seq < (furthest.get(id) ?? 0)) faults.push(`${id} read went back to ${String(read_seq)}`);
        furthest.set(id, read_seq);
      }
    });
  }

  return {
    user,
    browser,
    written,
    told,
    faults,
    client: () => run.client,
    network: () => run.network,
    start: () => run.client.start(),
    async crash() {
      run.storage.crash();
      run.network.leave();
      run.tabs.close();
      run = begin();
      await run.client.start();
    },
    setFaults(next) {
      networkFaults = next;
      run.network.setFaults(next);
    },
    send(conversation, text) {
      const own = written.get(conversation) ?? [];
      written.set(conversation, own);
      void run.client.send(conversation, text).then(() => own.push(text));
    },
  };
}

function findFaults(view: ConversationView): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  let lastSeq = 0;
  for (const item of view.items) {
    if (item.seq <= lastSeq) faults.push(`seq ${String(item.seq)} after ${String(lastSeq)}`);
    lastSeq = item.seq;
  }
  const messages = view.items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  for (const { id } of [...messages, ...view.provisional, ...view.settling, ...view.outbox]) {
    if (seen.has(id)) faults.push(`${id} is shown twice`);
    seen.add(id);
  }
  return faults;
}
