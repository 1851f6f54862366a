import { accept, type ConversationId, type Result, type UserId } from '@parley/protocol';
import type { Context } from '../context.ts';
import type { ConversationSettings } from '../log/entry.ts';
import { grant, stale } from '../pipeline/draft.ts';
import { notFound } from '../policy/access.ts';

/**
 * Changes how a user keeps a conversation: `change` makes the new settings of the present ones, or `undefined` for
 * nothing to do. They are written whole, so the present ones are read again whenever something else came between.
 * A conversation that is not the user's, or has not begun, has nothing to keep: `not_found`.
 */
export async function keepSettings(
  context: Pick<Context, 'logs' | 'storage' | 'ids'>,
  { user, conversation }: { readonly user: UserId; readonly conversation: ConversationId },
  change: (present: ConversationSettings) => ConversationSettings | undefined,
): Promise<Result<void>> {
  for (;;) {
    const judgedAt = (await context.logs.account(user))?.lastJudgingSeq;
    const [row] = await context.storage.conversations.findRows(user, [conversation]);
    if (row === undefined) return notFound('conversation');
    const settings = change(row.settings);
    if (settings === undefined) return accept(undefined);
    const appended = await context.logs.appendPersonal(user, {
      id: context.ids.newId(),
      by: user,
      fingerprint: null,
      whenAway: 'refuse',
      bytes: 300,
      decide: (now) =>
        now.lastJudgingSeq === judgedAt
          ? grant({ kind: 'conversation_changed', conversation, ...settings })
          : stale,
    });
    if (appended.outcome === 'refused') return { ok: false, error: appended.error };
    if (appended.outcome === 'stored') return accept(undefined);
  }
}
