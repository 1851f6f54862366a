import { SendHorizontal, Check } from 'lucide-react';
import { useCallback, useImperativeHandle, type Ref } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { useSelected } from '../../app/use-observable.ts';
import { useUnloadGuard } from '../../device/use-unload-guard.ts';
import { AttachButton } from '../../media/attach/attach-button.tsx';
import { AttachmentTray } from '../../media/attach/attachment-tray.tsx';
import type { ChosenFile } from '../../media/attach/chosen-file.ts';
import { MicButton } from '../../media/recorder/mic-button.tsx';
import { useRecorder } from '../../media/recorder/use-recorder.ts';
import { useSendVoice } from '../../media/recorder/use-send-voice.ts';
import { voiceFile } from '../../media/recorder/voice-file.ts';
import { VoiceRecorder } from '../../media/recorder/voice-recorder.tsx';
import { useConversation } from '../conversation-context.tsx';
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
  focus(): void;
  /** Files that were dropped onto the conversation. */
  attach(files: readonly File[]): void;
}

export interface ComposerProps {
  /** of the conversation */
  readonly name: string;
  readonly onSend: () => void;
  readonly ref: Ref<ComposerHandle>;
}

/** A placeholder is cut in the middle of a letter, without dots; above stands the whole name. */
const longestName = 20;
const none: readonly ChosenFile[] = [];

export function Composer({ name, onSend, ref }: ComposerProps) {
  const composer = useComposer(onSend);
  const completion = useEmojiCompletion(composer);
  const { field, mode, length, carried } = composer;
  const { chosenFiles, notices } = useApp();
  const { handle } = useConversation();
  const chosen = useSelected(chosenFiles.all, (all) => all.get(handle.id)) ?? none;
  const attach = useCallback(
    (files: readonly Blob[]): void => {
      chosenFiles.add(handle.id, files);
      field.current?.focus();
    },
    [chosenFiles, field, handle],
  );
  useImperativeHandle(ref, () => ({ ...composer, attach }), [composer, attach]);
  const recorder = useRecorder((voice) => {
    const outgoing = voiceFile(voice);
    if (outgoing === undefined) return;
    chosenFiles.keep(handle.id, outgoing);
    notices.say(texts.media.recordingKept);
  });
  const isRecording = recorder.state.phase !== 'idle';
  useUnloadGuard(isRecording);
  const sendVoice = useSendVoice(recorder, composer, onSend);
  const isNew = mode.kind === 'new';
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
      {isNew && <AttachmentTray files={chosen} onRemove={chosenFiles.remove} />}
      {isRecording && (
        <VoiceRecorder
          recorder={recorder}
          onSend={sendVoice}
          onDiscard={() => {
            recorder.discard();
            requestAnimationFrame(composer.focus);
          }}
        />
      )}
      <div className="composer__row" hidden={isRecording}>
        {isNew && <AttachButton onChoose={attach} />}
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
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            // A copied table or text may come with a picture of itself: then the text is meant.
            if (!isNew || pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return;
            event.preventDefault();
            attach(pasted);
          }}
          onKeyDown={(event) => {
            if (!completion.onKeyDown(event)) composer.onKeyDown(event);
          }}
          onBlur={() => {
            completion.close();
            composer.onBlur();
          }}
        />
        {isNew && length === 0 && chosen.length === 0 ? (
          <MicButton recorder={recorder} onSend={sendVoice} />
        ) : (
          <IconButton
            type="submit"
            className="composer__send"
            icon={mode.kind === 'edit' ? Check : SendHorizontal}
            label={mode.kind === 'edit' ? t.saveEdit : t.send}
            disabled={!maySend(length, carried)}
          />
        )}
      </div>
    </form>
  );
}
