import { createFaultyStorage, type FaultyStorage } from '@parley/core/faults';
import {
  createMemoryStorage,
  type MemoryBus,
  type MemoryBusConnection,
  type MemoryState,
} from '@parley/core/testing';
import type { FakeClock, SeededRandom } from '@parley/client/testing';
import { createFakeFiles } from '@parley/server/journal/testing';
import type { Ledger } from './ledger.ts';
import { createSimulatedNode, type Disk, type Plant, type SimulatedNode } from './simulated-node.ts';

/** One machine: a disk that stays, and the process that runs on it now. */
export interface SimulatedSite {
  /** its own way to the store, with faults of its own */
  readonly storage: FaultyStorage;
  node(): SimulatedNode;
  start(): Promise<void>;
  isUp(): boolean;
  /** At the `calls`-th time from now that the process calls its store or disk, or hears from them. */
  crashIn(calls: number, how: Crash): void;
  /** No crash is to come any more. */
  disarm(): void;
  /** Cuts it off from the other nodes, or brings it back; the next process begins with a whole link. */
  setBusUp(isUp: boolean): void;
}

/** kill -9; the next process starts after a while. */
export interface Crash {
  /** What is not synced may be gone. */
  readonly isPowerCut: boolean;
  /** The store goes on without the process: what it was sent may still be written until the next one starts. */
  readonly isStoreElsewhere: boolean;
  readonly downMs: number;
}

export interface SiteOptions {
  readonly number: number;
  readonly state: MemoryState;
  readonly clock: FakeClock;
  readonly random: SeededRandom;
  readonly plant: Plant;
  readonly ledger: Ledger;
  readonly report: (what: string) => void;
  /** to the other nodes; `undefined`: this is the only one */
  readonly bus: MemoryBus | undefined;
  /** A process starts; answers which it is, over all sites. */
  readonly nextRun: () => number;
}

export function createSimulatedSite(options: SiteOptions): SimulatedSite {
  const { number, state, clock, random, ledger, report, bus } = options;
  const storage = createFaultyStorage(createMemoryStorage(state, bus && clock), {
    clock: { ...clock, every: () => () => undefined, soon: (task) => void clock.after(0, task) },
    random: random.fraction,
  });
  const disk: Disk = { storage, state, files: createFakeFiles() };
  let fuse: { calls: number; readonly how: Crash } | undefined;
  let server: 'up' | 'starting' | 'down' = 'up';
  let connection: MemoryBusConnection | undefined;
  let node = create();

  function create(): SimulatedNode {
    const run = options.nextRun();
    connection = bus?.connect(`${String(number)}-${String(run)}`);
    return createSimulatedNode({
      disk,
      ledger,
      moment() {
        if (fuse === undefined || --fuse.calls > 0) return;
        crash(fuse.how);
      },
      async pause() {
        const ms = random.pick([0, 0, 2, 30]) ?? 0;
        if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
      },
      clock,
      random: random.fraction,
      plant: options.plant,
      report,
      run,
      bus: connection,
    });
  }

  function restart(): void {
    // Nobody would tell of what came later.
    storage.dropUnwritten();
    node = create();
    server = 'starting';
    node.start().then(
      () => {
        // It may have died with the last thing it did.
        if (server !== 'starting') return;
        server = 'up';
        ledger.started();
      },
      (error: unknown) => {
        server = 'down';
        report(`the server does not start: ${String(error)}`);
        clock.after(1_000, restart);
      },
    );
  }

  function crash({ isPowerCut, isStoreElsewhere, downMs }: Crash): void {
    fuse = undefined;
    if (server === 'down') return;
    server = 'down';
    ledger.count(isPowerCut ? 'power cuts' : 'kills');
    node.kill();
    void connection?.close();
    // A store that lives in the process never writes what it had not written by then.
    if (!isStoreElsewhere) storage.dropUnwritten();
    if (isPowerCut) disk.files = disk.files.powerCut(random.fraction);
    clock.after(downMs, restart);
  }

  return {
    storage,
    node: () => node,
    start: () => node.start(),
    isUp: () => server === 'up',
    crashIn(calls, how) {
      fuse = { calls, how };
    },
    disarm() {
      fuse = undefined;
    },
    setBusUp(isUp) {
      connection?.setUp(isUp);
    },
  };
}
