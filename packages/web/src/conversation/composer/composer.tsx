import { SendHorizontal, Check } from 'lucide-react';
import { useImperativeHandle, type Ref } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';
import type { ShownMessage } from '../rows/shown-message.ts';
import { ComposerBar } from './composer-bar.tsx';
import { maySend } from './count-length.ts';
import { EmojiButton } from './emoji-button.tsx';
import { EmojiSuggestions } from './emoji-suggestions.tsx';
import { useComposer } from './use-composer.ts';
import { useEmojiCompletion } from './use-emoji-completion.ts';

/** What the messages ask of where one writes. */
export interface ComposerHandle {
  reply(message: ShownMessage): void;
  edit(message: ShownMessage): void;
}

export interface ComposerProps {
  /** of the conversation */
  readonly name: string;
  readonly onSend: () => void;
  readonly ref: Ref<ComposerHandle>;
}

/** A placeholder is cut in the middle of a letter, without dots; above stands the whole name. */
const longestName = 20;

export function Composer({ name, onSend, ref }: ComposerProps) {
  const composer = useComposer(onSend);
  const completion = useEmojiCompletion(composer);
  const { field, mode, length } = composer;
  useImperativeHandle(ref, () => ({ reply: composer.reply, edit: composer.edit }), [composer]);
  const t = texts.conversation;
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        composer.submit();
      }}
    >
      <ComposerBar mode={mode} length={length} onCancel={composer.cancel} />
      <EmojiSuggestions completion={completion} />
      <div className="composer__row">
        <EmojiButton onPick={composer.insert} />
        <textarea
          ref={field}
          className="composer__text"
          rows={1}
          aria-label={t.message}
          placeholder={name === '' || name.length > longestName ? t.message : `${t.message} ${name}`}
          aria-autocomplete="list"
          aria-controls={completion.isOpen ? completion.listId : undefined}
          aria-activedescendant={completion.activeId}
          dir="auto"
          onInput={() => {
            composer.onInput();
            completion.update();
          }}
          onSelect={completion.update}
          onKeyDown={(event) => {
            if (!completion.onKeyDown(event)) composer.onKeyDown(event);
          }}
          onBlur={() => {
            completion.close();
            composer.onBlur();
          }}
        />
        <IconButton
          type="submit"
          className="composer__send"
          icon={mode.kind === 'edit' ? Check : SendHorizontal}
          label={mode.kind === 'edit' ? t.saveEdit : t.send}
          disabled={!maySend(length)}
        />
      </div>
    </form>
  );
}
