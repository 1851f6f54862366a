import type { Entry, ServerPayload } from '../wire.ts';

type GroupNotification = Extract<ServerPayload<'notification'>, { type: 'group_notification' }>;

/** The log entry that a `message` event tells of; undefined while it has no number. */
export function entryOfMessage(message: ServerPayload<'message'>): Entry | undefined {
  const { conversation, seq, created_at: at, from: by } = message;
  return seq === null ? undefined : { kind: 'message', conversation, seq, at, by, message };
}

export function entryOfEdit(edit: {
  conversation: string;
  seq: number;
  message_id: string;
  content: string;
  edited_at: string;
}): Entry {
  const { conversation, seq, message_id, content, edited_at } = edit;
  // Only its sender edits a message; who that is, the message itself says.
  return { kind: 'edit', conversation, seq, message_id, content, edited_at, at: edited_at, by: '' };
}

export function entryOfReaction(
  reaction: Extract<ServerPayload<'message_update'>, { type: 'reaction' }>,
): Entry {
  const { conversation, seq, message_id, user_id, emoji, on, at } = reaction;
  return { kind: 'reaction', conversation, seq, at, by: user_id, message_id, emoji, on };
}

/** Undefined for a deletion for oneself: it has no place in the log. */
export function entryOfDeletion(deletion: ServerPayload<'message_deleted'>): Entry | undefined {
  const { conversation, seq, message_id, deleted_at, deleted_by, delete_for } = deletion;
  if (seq === null || delete_for === 'me') return undefined;
  return { kind: 'delete', conversation, seq, message_id, deleted_at, at: deleted_at, by: deleted_by };
}

/** The log entry that a group notification tells of, whose fields it carries. An unknown action still counts its seq. */
export function entryOfNotification(notification: GroupNotification): Entry {
  const { type: _type, action, group_id: _id, group_name: _name, ...fields } = notification;
  // By contract these are the entry's own fields.
  return { ...fields, kind: kindOf(action, 'members' in fields) } as unknown as Entry;
}

function kindOf(action: GroupNotification['action'], isCreation: boolean): string {
  if (action === 'added') return isCreation ? 'created' : 'member_added';
  return action === 'removed' ? 'member_removed' : action;
}
