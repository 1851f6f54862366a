import type { ConversationId, UserId } from '@parley/protocol';
import { affectsJudging, type PersonalEvent } from './entry.ts';
import type { AccountPicture, UserRecord } from '../ports/account-store.ts';

/** What a user's own log says that use cases judge by. Only `applyPersonalEntry` changes it. */
export interface AccountState {
  user: UserRecord;
  head: number;
  lastJudgingSeq: number;
  /** as in a conversation's state. CLU1b */
  needsNewer: boolean;
  readonly blocked: Set<UserId>;
  readonly markedUnread: Set<ConversationId>;
}

export function accountStateOf(picture: AccountPicture): AccountState {
  return {
    user: picture.user,
    head: picture.head,
    lastJudgingSeq: picture.lastJudgingSeq,
    needsNewer: picture.needsNewer === true,
    blocked: new Set(picture.blocked),
    markedUnread: new Set(picture.markedUnread),
  };
}

/** Takes one committed entry of the personal log into the state. */
export function applyPersonalEntry(
  state: AccountState,
  entry: { readonly seq: number; readonly event: PersonalEvent },
): void {
  const { event } = entry;
  state.head = entry.seq;
  if (affectsJudging(event)) state.lastJudgingSeq = entry.seq;
  switch (event.kind) {
    case 'profile_changed':
      state.user = { ...state.user, ...event.user };
      return;
    case 'settings_changed':
      state.user = { ...state.user, settings: event.settings };
      return;
    case 'account_disabled':
      state.user = { ...state.user, disabled: event.on };
      return;
    case 'block_changed':
      if (event.on) state.blocked.add(event.userId);
      else state.blocked.delete(event.userId);
      return;
    case 'conversation_changed':
      if (event.markedUnread) state.markedUnread.add(event.conversation);
      else state.markedUnread.delete(event.conversation);
      return;
    case 'conversation_removed':
      state.markedUnread.delete(event.conversation);
      return;
    case 'foreign':
      if (event.judging) state.needsNewer = true;
      return;
    case 'conversation_added':
    case 'message_hidden':
    case 'session_revoked':
      return;
  }
}
