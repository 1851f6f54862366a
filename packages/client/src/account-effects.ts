import type { Account } from './catch-up/account.ts';
import type { CatchUp } from './catch-up/catch-up.ts';
import type { Cells } from './conversations/cells.ts';
import type { People } from './live/people.ts';
import { isGone } from './refusals.ts';
import type { AccountEntry, Refusal } from './wire.ts';

export interface AccountEffects {
  readonly cells: Cells;
  readonly people: People;
  readonly account: () => Account;
  readonly catchUp: () => CatchUp;
}

/** Does what an entry of the personal log says; false when it could not be done for want of a connection. */
export function createAccountEffects({ cells, people, account, catchUp }: AccountEffects) {
  return async function effect(entry: AccountEntry): Promise<boolean> {
    switch (entry.kind) {
      case 'conversation_added':
      case 'conversation_removed':
        // Both are pointers, which may be overtaken by what they point to: what holds now, the server says.
        return isAnswered(await catchUp().followPointer(entry));
      case 'message_hidden':
        await cells.find(entry.conversation)?.hide(entry.message_id);
        return true;
      case 'conversation_changed': {
        const { muted_until, archived, marked_unread } = entry;
        cells.find(entry.conversation)?.change({ muted_until, archived, marked_unread });
        return true;
      }
      case 'profile_changed': {
        people.learn([entry.user]);
        const { me } = account().record.getSnapshot() ?? {};
        if (me !== undefined) account().change({ me: { ...me, ...entry.user } });
        return true;
      }
      case 'settings_changed': {
        const { me } = account().record.getSnapshot() ?? {};
        if (me !== undefined) account().change({ me: { ...me, settings: entry.settings } });
        return true;
      }
      case 'block_changed': {
        const others = account()
          .record.getSnapshot()
          ?.blocked?.filter((id) => id !== entry.user_id);
        if (others !== undefined)
          account().change({ blocked: entry.on ? [...others, entry.user_id] : others });
        return true;
      }
      case 'session_revoked':
      case 'account_disabled':
        return true; // the connection is cut by the server
      default:
        return true; // a kind of a later version
    }
  };
}

function isAnswered(refusal: Refusal | undefined): boolean {
  return refusal === undefined || isGone(refusal);
}
