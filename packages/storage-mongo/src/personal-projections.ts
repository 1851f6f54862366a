import { foldName, type UserId } from '@parley/protocol';
import type { PersonalEvent } from '@parley/core';
import type { Collections } from './collections.ts';
import { keyOf, type EntryDocument } from './documents.ts';
import { eventOf } from './entry-document.ts';
import { putNewer } from './put-newer.ts';
import { sortNameOf } from './user-document.ts';

/** What a personal log changes: each part says which entry it is from, and takes no earlier one. */
export async function projectPersonal(
  collections: Collections,
  user: UserId,
  pending: readonly EntryDocument[],
): Promise<void> {
  // Conversation kinds are in other logs.
  for (const entry of pending) await project(collections, user, entry.seq, eventOf(entry) as PersonalEvent);
}

// eslint-disable-next-line @typescript-eslint/max-params -- where, whose, when, what
async function project(
  { accounts, blocks, hidden, sessions, settings }: Collections,
  user: UserId,
  seq: number,
  event: PersonalEvent,
): Promise<void> {
  switch (event.kind) {
    case 'foreign':
    case 'conversation_added':
      return;
    case 'conversation_removed':
      await settings.updateOne(
        { _id: keyOf(user, event.conversation), seq: { $lt: seq } },
        { $set: { markedUnread: false, seq } },
      );
      return;
    case 'message_hidden': {
      const { conversation: log, messageSeq } = event;
      await putNewer(
        hidden,
        { _id: keyOf(user, log, messageSeq) },
        { $setOnInsert: { user, log, seq: messageSeq } },
      );
      return;
    }
    case 'conversation_changed': {
      const { conversation: log, mutedUntil, archived, markedUnread } = event;
      await putNewer(
        settings,
        { _id: keyOf(user, log), seq: { $lt: seq } },
        { $set: { user, log, mutedUntil, archived, markedUnread, seq } },
      );
      return;
    }
    case 'block_changed':
      await putNewer(
        blocks,
        { _id: keyOf(user, event.userId), seq: { $lt: seq } },
        { $set: { user, blocked: event.userId, on: event.on, seq } },
      );
      return;
    case 'profile_changed': {
      const { username, displayName, avatarUrl, createdAt } = event.user;
      const names = { displayName, foldedName: foldName(displayName), sortName: sortNameOf(user, username) };
      await accounts.updateOne(
        { _id: user, profileSeq: { $lt: seq } },
        {
          $set: {
            ...names,
            avatarUrl,
            createdAt,
            profileSeq: seq,
            ...(username === null ? {} : { username }),
          },
          ...(username === null ? { $unset: { username: 1 } } : {}),
        },
      );
      return;
    }
    case 'settings_changed':
      await accounts.updateOne(
        { _id: user, settingsSeq: { $lt: seq } },
        { $set: { settings: JSON.stringify(event.settings), settingsSeq: seq } },
      );
      return;
    case 'account_disabled':
      await accounts.updateOne(
        { _id: user, disabledSeq: { $lt: seq } },
        { $set: { disabled: event.on, disabledSeq: seq } },
      );
      return;
    case 'session_revoked':
      await sessions.deleteOne({ _id: event.sessionId, userId: user });
      return;
  }
}
