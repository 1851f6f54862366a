import { useOwnId, usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { useConversation } from '../conversation-context.tsx';
import { SourcePicture } from './source-picture.tsx';
import { summarize } from './summarize.ts';
import { useReplySource } from './use-reply-source.ts';

/** What a message answers; a press goes there. */
export function ReplyQuote({ id }: { readonly id: string }) {
  const { jumpTo } = useConversation();
  const source = useReplySource(id);
  const ownId = useOwnId();
  const author = usePerson(source?.from ?? '');
  if (source === null) return <p className="reply-quote reply-quote--gone">{texts.conversation.replyGone}</p>;
  const name = source?.from === ownId ? texts.app.you : author.name;
  return (
    <button
      type="button"
      className="reply-quote"
      title={texts.conversation.goToSource}
      onClick={() => {
        jumpTo(id);
      }}
    >
      <SourcePicture source={source} />
      <bdi className="reply-quote__name">{source === undefined ? '…' : name}</bdi>
      <bdi className="reply-quote__text">{source === undefined ? '…' : summarize(source)}</bdi>
    </button>
  );
}
