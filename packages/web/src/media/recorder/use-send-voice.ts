import { useApp } from '../../app/app-context.tsx';
import { useConversation } from '../../conversation/conversation-context.tsx';
import type { Composer } from '../../conversation/composer/use-composer.ts';
import { texts } from '../../texts/texts.ts';
import type { Recorder } from './use-recorder.ts';
import { voiceFile } from './voice-file.ts';

/** Ends what is being recorded and sends it, as the answer that the composer is about, if it is one. */
export function useSendVoice(
  recorder: Recorder,
  { mode, cancel, field }: Pick<Composer, 'mode' | 'cancel' | 'field'>,
  onSend: () => void,
): () => void {
  const { client, notices } = useApp();
  const { handle } = useConversation();

  async function send(): Promise<void> {
    const voice = await recorder.finish();
    // The field is hidden until the recorder has gone.
    requestAnimationFrame(() => field.current?.focus());
    const outgoing = voice && voiceFile(voice);
    if (outgoing === undefined) return;
    if (outgoing.file.size > client.limits.getSnapshot().upload_bytes) {
      notices.say(texts.media.recordingLimit);
      return;
    }
    const replyTo = mode.kind === 'new' ? mode.replyTo : undefined;
    await handle.sendFile(outgoing, replyTo === undefined ? {} : { reply_to: replyTo });
    if (replyTo !== undefined) cancel();
    onSend();
  }

  return () => void send();
}
