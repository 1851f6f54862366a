import type { Account } from './catch-up/account.ts';
import type { Cells } from './conversations/cells.ts';
import type { Positions } from './conversations/cell.ts';
import { positionsOf } from './conversations/further-positions.ts';
import { directConversation } from './conversations/target.ts';
import type { DeliveryTimes } from './delivery/delivery-times.ts';
import type { People } from './live/people.ts';
import type { Presence } from './live/presence.ts';
import type { Typing } from './live/typing.ts';
import type { Outbox } from './outbox/outbox.ts';
import {
  entryOfDeletion,
  entryOfEdit,
  entryOfMessage,
  entryOfNotification,
  entryOfReaction,
} from './timeline/entry-of-event.ts';
import type { Refusal, ServerEventName, ServerPayload } from './wire.ts';

export interface EventRoutes {
  readonly cells: Cells;
  readonly outbox: Outbox;
  readonly account: Account;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly people: People;
  readonly times: DeliveryTimes;
  readonly userId: () => string;
  readonly onSession: (
    event: Extract<ServerPayload<'notification'>, { type: 'session_notification' }>,
  ) => void;
  /** only the server knows how many are unread there now */
  readonly refresh: (conversation: string) => void;
}

/** Brings each event of the server to what it concerns. Names and kinds of a later version are skipped. */
export function createEventRouter(routes: EventRoutes): (name: ServerEventName, payload: unknown) => void {
  const { cells, outbox, times } = routes;

  function message(payload: ServerPayload<'message'>): void {
    const entry = entryOfMessage(payload);
    const cell = cells.obtain(payload.conversation);
    times.note(payload.id, entry === undefined ? 'queuedAtMs' : 'storedAtMs');
    if (entry === undefined) cell.receiveProvisional(payload);
    else {
      // Wherever its entry goes: what is shown may have moved on past it.
      outbox.stored(payload);
      cell.receive([entry]);
    }
    routes.typing.receive(payload.conversation, payload.from, false);
  }

  function update(payload: ServerPayload<'message_update'>): void {
    switch (payload.type) {
      case 'message_edit':
        cells.obtain(payload.conversation).receive([entryOfEdit(payload)]);
        return;
      case 'reaction':
        cells.obtain(payload.conversation).receive([entryOfReaction(payload)]);
        return;
      case 'read_receipt':
        moved(payload, { readSeq: payload.read_seq });
        return;
      case 'delivery_receipt':
        moved(payload, { deliveredSeq: payload.delivered_seq });
        return;
      case 'message_settled':
        // Its entry came before, or comes by catching up.
        cells.find(payload.conversation)?.dropProvisional(payload.message_id);
        return;
      case 'message_failed':
        failed(payload.conversation, payload.message_id, payload.error);
        return;
      default:
        return; // a type of a later version
    }
  }

  function moved(
    whose: { readonly conversation: string; readonly user_id: string },
    told: Partial<Positions>,
  ): void {
    const { conversation, user_id: userId } = whose;
    const cell = cells.find(conversation);
    if (cell === undefined) return;
    // First: whoever draws the new position asks since when.
    times.noteMoved({ conversation, userId, before: positionsOf(cell.state.getSnapshot(), userId), told });
    cell.advance(userId, told);
  }

  /** A queued message was refused after all: shown as failed to its sender, gone for the others. JRN3 */
  function failed(conversation: string, id: string, error: Refusal): void {
    cells.find(conversation)?.dropProvisional(id);
    outbox.fail(id, error);
  }

  function deletion(payload: ServerPayload<'message_deleted'>): void {
    const entry = entryOfDeletion(payload);
    if (entry === undefined) void cells.find(payload.conversation)?.hide(payload.message_id);
    else cells.obtain(payload.conversation).receive([entry]);
  }

  function notification(payload: ServerPayload<'notification'>): void {
    switch (payload.type) {
      case 'group_notification': {
        // Nothing follows for whoever was removed, and nothing at all for an ended group. GRP1
        const isOver = payload.action === 'removed' || payload.action === 'deleted';
        if (isOver) cells.drop(payload.conversation);
        else cells.obtain(payload.conversation).receive([entryOfNotification(payload)]);
        return;
      }
      case 'unread_notification':
        routes.refresh(payload.conversation);
        return;
      case 'session_notification':
        routes.onSession(payload);
        return;
      default:
        return; // a type of a later version
    }
  }

  /** The row of a direct conversation shows its peer. */
  function profile({ user }: ServerPayload<'profile'>): void {
    routes.people.learn([user]);
    cells.find(directConversation(routes.userId(), user.id))?.change({ peer: user });
  }

  const handlers: { readonly [Name in ServerEventName]?: (payload: ServerPayload<Name>) => void } = {
    message,
    message_update: update,
    message_deleted: deletion,
    notification,
    account: (entry) => void routes.account.receive([entry]),
    typing: ({ conversation, user_id, is_typing }) => routes.typing.receive(conversation, user_id, is_typing),
    presence: (presence) => routes.presence.receive(presence),
    profile,
  };

  return (name, payload) => {
    // The server's word is taken by its contract: the payload is the one that the event's row describes.
    const handle = handlers[name] as ((given: unknown) => void) | undefined;
    handle?.(payload);
  };
}
