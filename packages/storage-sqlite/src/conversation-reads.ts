import type { ConversationReads } from '@parley/core';
import type { Connection } from './connection.ts';
import { createEntryReads } from './entry-reads.ts';
import { createGroupReads } from './group-reads.ts';
import type { Immediate } from './immediate.ts';
import { createMessageReads } from './message-reads.ts';
import { createRowReads } from './row-reads.ts';

/** The port's reads on one connection. Each is called inside one snapshot. */
export function createConversationReads(connection: Connection): Immediate<ConversationReads> {
  return {
    ...createEntryReads(connection),
    ...createMessageReads(connection),
    ...createRowReads(connection),
    ...createGroupReads(connection),
  };
}
