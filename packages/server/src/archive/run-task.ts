import { backUp } from './back-up.ts';
import { move, type MoveContext } from './move.ts';
import { restore } from './restore.ts';
import type { TaskDone, TaskOrder } from './task.ts';

/** @throws ArchiveError, StoreError, and what opening a store throws */
export function runTask(context: MoveContext, order: TaskOrder): Promise<TaskDone> {
  switch (order.task) {
    case 'backup':
      return backUp(context, order.file);
    case 'restore':
      return restore(context, order.file);
    case 'move':
      return move(context, order);
  }
}
