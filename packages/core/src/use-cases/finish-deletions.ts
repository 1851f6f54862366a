import type { ConversationId } from '@parley/protocol';
import type { Context } from '../context.ts';
import type { Reporter } from '../ports/reporter.ts';
import type { Storage } from '../ports/storage.ts';
import { announceRemoved } from './announce.ts';

/** Entries erased in one go, so that writers never wait long behind it. */
const entriesPerStep = 500;
/** When a store that did not take it is asked again. */
const retryMs = 30_000;

/**
 * What follows a group's last entry: its members' devices are told, then its content is erased in place, step by step.
 * Safe to repeat: started again at every start for what a crash left unfinished.
 */
export function createFinishDeletions(
  context: Context,
  deps: { storage: Pick<Storage, 'listUnfinishedDeletions' | 'eraseDeleted'>; reporter: Reporter },
) {
  let running: Promise<void> | undefined;
  /** how often it was asked for */
  let requests = 0;
  let cancelRetry: (() => void) | undefined;

  /** Answers whether nothing is left. */
  async function finishAll(): Promise<boolean> {
    let isDone = true;
    for (const { log, members } of await deps.storage.listUnfinishedDeletions()) {
      const told = await announceRemoved(context, { users: members, conversation: log, because: 'deleted' });
      if (told.ok) await erase(log);
      else isDone = false;
    }
    return isDone;
  }

  async function erase(log: ConversationId): Promise<void> {
    while (await deps.storage.eraseDeleted(log, entriesPerStep));
  }

  async function run(): Promise<void> {
    let served: number;
    do {
      served = requests;
      try {
        if (!(await finishAll())) tryLater();
      } catch (error) {
        tryLater();
        deps.reporter.error('erasing a deleted group', error);
      }
    } while (served < requests);
    running = undefined;
  }

  function start(): void {
    requests += 1;
    running ??= run();
  }

  function tryLater(): void {
    cancelRetry?.();
    cancelRetry = context.clock.after(retryMs, start);
  }

  return {
    /** Starts, or makes sure that a run begins after this moment. */
    start,
    /** Until nothing is being erased, and nothing begins by itself any more. */
    async settled(): Promise<void> {
      await running;
      cancelRetry?.();
    },
  };
}
