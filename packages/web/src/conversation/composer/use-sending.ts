import { useCallback, useMemo, type RefObject } from 'react';
import type { Content } from '@parley/client';
import { isEmojiOnly } from '../../message-text/is-emoji-only.ts';
import { useApp } from '../../app/app-context.tsx';
import { useConversation } from '../conversation-context.tsx';
import { shownMessage, wordsOf, type ShownMessage } from '../rows/shown-message.ts';
import { countLength, maySend } from './count-length.ts';
import { useCarried } from './use-carried.ts';
import { finishMode, modeOf, type ComposerMode } from './composer-mode.ts';

export interface SendingOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly mode: ComposerMode;
  readonly show: (mode: ComposerMode, text: string) => void;
  readonly onSend: () => void;
}

/** A text as it is sent: one to three emoji and nothing else say that they are. What carries a file keeps its kind. */
function contentOf(content: string, before: Content = {}): Content {
  const kind = before.content_type ?? 'text';
  if (kind !== 'text' && kind !== 'emoji') return { content };
  if (isEmojiOnly(content)) return { content, content_type: 'emoji' };
  return kind === 'text' ? { content } : { content, content_type: 'text' };
}

/** What becomes of what is written: a message, an edit, a message that failed and goes again. */
export function useSending({ field, mode, show, onSend }: SendingOptions) {
  const { client, chosenFiles, drafts, notices } = useApp();
  const { handle, ownId } = useConversation();

  const carried = useCarried(mode);

  /** Back to a new message: what waited during an edit is there again. */
  const finish = useCallback((): void => {
    const left = finishMode(drafts.get(handle.id), field.current?.value ?? '');
    drafts.set(handle.id, left);
    show(modeOf(left), left.text);
  }, [drafts, field, handle, show]);

  const saveEdit = useCallback(
    async (messageId: string, content: string): Promise<void> => {
      const waiting = client.outbox.getSnapshot().find(({ id }) => id === messageId);
      if (waiting?.status === 'failed') {
        const { content: _before, ...rest } = waiting.content;
        await client.resend(messageId, content === '' ? rest : { ...rest, ...contentOf(content, rest) });
        return;
      }
      const answer = await handle.edit(messageId, content);
      if (answer.ok) return;
      // The new words are not lost: they stand in the field again.
      const kept = drafts.get(handle.id) ?? { text: '' };
      drafts.set(handle.id, { ...kept, edit: { messageId, text: content } });
      show({ kind: 'edit', messageId }, content);
      notices.say(answer.error.message);
    },
    [client, drafts, handle, notices, show],
  );

  const submit = useCallback((): void => {
    const text = field.current?.value ?? '';
    if (!maySend(countLength(text), carried)) return;
    // The button goes out with the text, and would take the focus with it.
    field.current?.focus();
    handle.sayTyping(false);
    if (mode.kind === 'edit') {
      finish();
      void saveEdit(mode.messageId, text.trim() === '' ? '' : text);
      return;
    }
    const { replyTo } = mode;
    const reply = replyTo === undefined ? {} : { reply_to: replyTo };
    if (carried === 0) void handle.send({ ...contentOf(text), ...reply });
    else {
      const caption = text.trim() === '' ? {} : { content: text };
      chosenFiles.send(handle.id, { ...caption, ...reply });
    }
    drafts.set(handle.id, { text: '' });
    show({ kind: 'new' }, '');
    onSend();
  }, [carried, chosenFiles, drafts, field, finish, handle, mode, onSend, saveEdit, show]);

  const start = useMemo(() => {
    function edit(message: ShownMessage): void {
      const text = message.content ?? '';
      const kept = drafts.get(handle.id) ?? { text: '' };
      drafts.set(handle.id, { ...kept, edit: { messageId: message.id, text } });
      show({ kind: 'edit', messageId: message.id }, text);
      field.current?.focus();
      field.current?.setSelectionRange(text.length, text.length);
    }
    return {
      edit,
      reply(message: ShownMessage): void {
        const text = drafts.get(handle.id)?.text ?? '';
        drafts.set(handle.id, { text, replyTo: message.id });
        show({ kind: 'new', replyTo: message.id }, text);
        field.current?.focus();
      },
      /** False when there is none to edit. */
      editLast(): boolean {
        const last = handle.view
          .getSnapshot()
          .items.findLast(
            (item) =>
              item.kind === 'message' && item.message.from === ownId && wordsOf([item.message]) !== '',
          );
        if (last?.kind !== 'message') return false;
        edit(shownMessage(last.message));
        return true;
      },
    };
  }, [drafts, field, handle, ownId, show]);

  return { start, finish, submit, carried };
}
