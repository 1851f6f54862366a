import type { ConversationId } from '@parley/protocol';
import type { Context } from '../context.ts';
import type { Reporter } from '../ports/reporter.ts';
import type { Storage } from '../ports/storage.ts';
import { announceRemoved } from './announce.ts';

/** Entries erased in one go, so that writers never wait long behind it. */
const entriesPerStep = 500;

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

  async function finishAll(): Promise<void> {
    for (const { log, members } of await deps.storage.listUnfinishedDeletions()) {
      const told = await announceRemoved(context, { users: members, conversation: log, because: 'deleted' });
      if (told.ok) await erase(log);
    }
  }

  async function erase(log: ConversationId): Promise<void> {
    while (await deps.storage.eraseDeleted(log, entriesPerStep));
  }

  async function run(): Promise<void> {
    let served: number;
    do {
      served = requests;
      try {
        await finishAll();
      } catch (error) {
        // The next start, or the next deletion, takes it up again.
        deps.reporter.error('erasing a deleted group', error);
      }
    } while (served < requests);
    running = undefined;
  }

  return {
    /** Starts, or makes sure that a run begins after this moment. */
    start(): void {
      requests += 1;
      running ??= run();
    },
    /** Until nothing is being erased. */
    settled: (): Promise<void> => running ?? Promise.resolve(),
  };
}
