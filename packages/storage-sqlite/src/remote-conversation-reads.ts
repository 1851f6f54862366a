import type { ConversationReads } from '@parley/core';
import type { Reader } from './reader.ts';
import type { WorkerLink } from './worker-link.ts';

/** The port's reads, each run by a reader. */
export function createRemoteConversationReads(reader: () => WorkerLink<Reader>): ConversationReads {
  return {
    findPicture: (log) => reader().call('findPicture', log),
    findEntry: (log, id) => reader().call('findEntry', log, id),
    findPersonalEntry: (user, id) => reader().call('findPersonalEntry', user, id),
    listEntries: (user, wanted, maxBytes) => reader().call('listEntries', user, wanted, maxBytes),
    listPersonalEntries: (user, afterSeq, limit) =>
      reader().call('listPersonalEntries', user, afterSeq, limit),
    listMessages: (user, log, window) => reader().call('listMessages', user, log, window),
    findMessage: (user, log, id) => reader().call('findMessage', user, log, id),
    findOwnReactions: (user, log, messageSeq) => reader().call('findOwnReactions', user, log, messageSeq),
    findConversationsOfMessage: (user, id) => reader().call('findConversationsOfMessage', user, id),
    findNewestMessage: (log, uptoSeq) => reader().call('findNewestMessage', log, uptoSeq),
    listMessageIds: (log, range) => reader().call('listMessageIds', log, range),
    listRows: (user, page) => reader().call('listRows', user, page),
    findRows: (user, logs) => reader().call('findRows', user, logs),
    listGroupIds: (user) => reader().call('listGroupIds', user),
    listGroups: (user, page) => reader().call('listGroups', user, page),
    searchGroups: (user, foldedName, limit) => reader().call('searchGroups', user, foldedName, limit),
    listMembers: (log, page) => reader().call('listMembers', log, page),
    findPositions: (log, users) => reader().call('findPositions', log, users),
    tallyActivity: (log, afterSeq, uptoSeq) => reader().call('tallyActivity', log, afterSeq, uptoSeq),
    listSharing: (user, others) => reader().call('listSharing', user, others),
  };
}
