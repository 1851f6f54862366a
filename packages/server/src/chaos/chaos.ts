import type { Clock, Storage } from '@parley/core';
import { calm, createFaultyStorage, type FaultyStorage, type StorageFaults } from '@parley/core/faults';
import type { Random } from '../random.ts';

/** How the store behaves, as a person chooses it. */
export const storeModes = ['well', 'down', 'slow', 'flapping', 'hung', 'forgetful'] as const;
export type StoreMode = (typeof storeModes)[number];

export interface ChaosState {
  readonly store: StoreMode;
  /** one ack in twenty is never sent */
  readonly drop_acks: boolean;
}

/** Faults on purpose, for people who want to see what the server does then. */
export interface Chaos {
  /** The store that fails as it is told; whoever signs people in uses the real one. */
  readonly storage: FaultyStorage;
  state(): ChaosState;
  set(next: Partial<ChaosState>): void;
  /** Whether this ack is to be lost on its way. */
  losesAck(): boolean;
}

export interface ChaosDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Pick<Random, 'fraction'>;
}

const lostAcks = 0.05;
const flapMs = 1_000;

const faultsOf: Readonly<Record<StoreMode, StorageFaults>> = {
  well: calm,
  down: { ...calm, isDown: true },
  slow: { ...calm, latency: { fromMs: 200, toMs: 400 } },
  flapping: calm,
  hung: { ...calm, hang: 1, hangRead: 1 },
  forgetful: { ...calm, failAfter: 0.3 },
};

export function createChaos({ storage, clock, random }: ChaosDeps): Chaos {
  const faulty = createFaultyStorage(storage, { clock, random: random.fraction });
  let state: ChaosState = { store: 'well', drop_acks: false };
  let stopFlapping = (): void => undefined;

  function flap(): () => void {
    let isDown = true;
    faulty.setFaults({ isDown });
    return clock.every(flapMs, () => {
      isDown = !isDown;
      faulty.setFaults({ isDown });
    });
  }

  return {
    storage: faulty,
    state: () => state,
    set(next) {
      state = { ...state, ...next };
      stopFlapping();
      faulty.setFaults(faultsOf[state.store]);
      stopFlapping = state.store === 'flapping' ? flap() : () => undefined;
    },
    losesAck: () => state.drop_acks && random.fraction() < lostAcks,
  };
}
