import { ArchiveError, moveStore, type Storage } from '@parley/core';
import { refuseMoreThan } from './refuse-more-than.ts';
import { describeStore, isSameStore, parseStoreAddress, type StoreAddress } from './store-address.ts';
import { beginFilling, howToFollow } from './store-marks.ts';
import type { TaskContext, TaskDone, TaskOrder } from './task.ts';

export interface MoveContext extends TaskContext {
  /** where `storage` is */
  readonly address: StoreAddress;
  readonly openTarget: (address: StoreAddress) => Promise<Storage>;
}

/**
 * Brings everything into an empty store while the old one is served, and switches. The order at the end makes sure that
 * of the two one at most is ever served: the old one is marked first. Killed anywhere, the same command goes on. OPS5
 * @throws ArchiveError, StoreError, and what opening a store throws
 */
export async function move(context: MoveContext, order: TaskOrder & { task: 'move' }): Promise<TaskDone> {
  const { storage: source, clock, ids } = context;
  const [from, to] = [parseStoreAddress(order.from), parseStoreAddress(order.to)];
  refuseAddresses(context, from, to);
  await refuseMoreThan(1, source, {
    clock,
    sentence: 'Several nodes work on this store: stop all of them but one first.',
  });
  const target = await context.openTarget(to);
  try {
    await refuseMoreThan(0, target, {
      clock,
      sentence: `A Parley works on ${describeStore(to)}: stop it first.`,
    });
    await beginFilling(target.archive, { kind: 'filling', by: 'move', from: source.generation });
    const isSwitched = (await source.archive.findMark())?.kind === 'moved';
    if (!isSwitched) await moveStore({ ...context, source, target, cutOver: () => cutOver(context) });
    // From here on the old store is served no more, and the new one not yet.
    await source.archive.setMark({ kind: 'moved', engine: to.engine, to: describeStore(to) });
    await target.archive.finish(ids.newId());
    return {
      sentence: `Everything is in ${describeStore(to)} now: ${howToFollow(to.engine)}, and start Parley again.`,
      isLast: true,
    };
  } finally {
    await target.close();
  }
}

async function cutOver({ storage, clock, stopServing }: MoveContext): Promise<void> {
  await stopServing();
  await refuseMoreThan(1, storage, {
    clock,
    sentence: 'Another node has started on this store meanwhile: nothing was switched.',
  });
}

function refuseAddresses({ address, dataDir }: MoveContext, from: StoreAddress, to: StoreAddress): void {
  if (!isSameStore(from, address))
    throw new ArchiveError(
      `This Parley keeps its data in ${describeStore(address)}, not in ${describeStore(from)}.`,
    );
  if (isSameStore(from, to)) throw new ArchiveError('Both are the same store.');
  if (to.engine !== 'sqlite') return;
  if (from.engine === 'sqlite')
    throw new ArchiveError('From one folder to another, use npm run backup and npm run restore.');
  if (to.dataDir !== dataDir)
    throw new ArchiveError(
      `Move into sqlite:${dataDir}, the data folder of this Parley: its journal is there.`,
    );
}
