import type { Clock, ClusterStore, NodeRow } from '@parley/core';

export interface JoinStoreOptions {
  readonly cluster: ClusterStore;
  /** of the data folder: whoever starts again on it has ended before */
  readonly folder: string;
  /** no `REDIS_URL`: nobody else may work on this store */
  readonly isAlone: boolean;
  readonly clock: Clock;
}

/** Why a server cannot work on this store: one sentence. OPS1 */
export class StoreTakenError extends Error {
  override readonly name = 'StoreTakenError';
}

/** How often a server that is alone says so; nodes of a cluster say it as often. */
const beatMs = 2_000;
/** Who has not said anything for this long is not there any more. */
const watchMs = 5_000;
/** How far the clocks of two nodes may differ. */
const skewMs = 5_000;
const alone = 'alone ';

/**
 * Makes sure that everybody who works on this store knows of each other: a server without Redis would not hear of what
 * another stores. Resolves to what ends it. @throws StoreTakenError
 */
export async function joinStore(options: JoinStoreOptions): Promise<() => Promise<void>> {
  const { cluster, isAlone, clock } = options;
  const own = alone + options.folder;
  const say = () => cluster.sayAlive(own, clock.nowMs());
  if (isAlone) await say();
  const stop = isAlone ? clock.every(beatMs, () => void say().catch(() => undefined)) : () => undefined;
  const leave = async (): Promise<void> => {
    stop();
    if (isAlone) await cluster.removeNode(own).catch(() => undefined);
  };
  try {
    await refuseStrangers(options, own);
    return leave;
  } catch (error) {
    await leave();
    throw error;
  }
}

async function refuseStrangers({ cluster, isAlone, clock }: JoinStoreOptions, own: string): Promise<void> {
  const others = (await cluster.listNodes()).filter(({ node }) => node !== own);
  const isStranger = ({ node }: NodeRow) => isAlone || node.startsWith(alone);
  const isSuspect = (row: NodeRow) => isStranger(row) || isOff(row, clock);
  const suspects = new Map(others.filter(isSuspect).map(({ node, beat }) => [node, beat]));
  if (suspects.size === 0) return;
  await new Promise<void>((resolve) => clock.after(watchMs, resolve));
  for (const row of await cluster.listNodes()) {
    const before = suspects.get(row.node);
    if (before === undefined) continue;
    if (row.beat === before) await cluster.removeNode(row.node);
    else if (isStranger(row))
      throw new StoreTakenError(
        'MONGO_URL: another Parley works on this database. To run several nodes set REDIS_URL on every one of them.',
      );
    else if (isOff(row, clock))
      throw new StoreTakenError(
        'The clock of this machine, or that of another node, is off by more than five seconds: let both follow a time server.',
      );
  }
}

function isOff({ nowMs }: NodeRow, clock: Clock): boolean {
  return Math.abs(clock.nowMs() - nowMs) > skewMs + beatMs;
}
