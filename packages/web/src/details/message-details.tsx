import { tickOf, type ConversationHandle, type ConversationView } from '@parley/client';
import { useObservable } from '../app/use-observable.ts';
import { useConversation } from '../conversation/conversation-context.tsx';
import { shownMessage, shownOutboxItem, type ShownMessage } from '../conversation/rows/shown-message.ts';
import { Dialog } from '../design/dialog.tsx';
import { conversationName } from '../people/conversation-name.ts';
import { MediaFacts } from '../media/media-facts.tsx';
import { usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { describeWay, type WayInput } from './describe-way.ts';
import { ReadByMembers } from './read-by-members.tsx';
import { WayList } from './way-list.tsx';

export interface MessageDetailsProps {
  /** as it was when it was asked for; what becomes of it shows too */
  readonly message: ShownMessage;
  readonly onClose: () => void;
}

/** How far one message has come, and in a group who has read it. */
export function MessageDetails({ message, onClose }: MessageDetailsProps) {
  return (
    <Dialog isOpen onClose={onClose} title={texts.details.messageTitle}>
      <MessageWay asked={message} />
    </Dialog>
  );
}

function MessageWay({ asked }: { readonly asked: ShownMessage }) {
  const { handle, ownId, isGroup } = useConversation();
  const view = useObservable(handle.view);
  const author = usePerson(asked.from);
  const message = findShown(view, asked.id) ?? asked;
  const { seq } = message;
  const isOwn = message.from === ownId;
  const steps = describeWay({
    message,
    times: handle.timesOf(message.id),
    peer: isOwn ? peerOf(handle, view, { seq, ownId }) : undefined,
    author: isOwn ? undefined : author.name,
  });
  return (
    <>
      {message.media !== null && !message.isDeleted && <MediaFacts media={message.media} />}
      <WayList steps={steps} />
      {isOwn && isGroup && seq !== null && view.summary !== undefined && (
        <ReadByMembers conversation={view.summary} seq={seq} />
      )}
    </>
  );
}

function findShown(view: ConversationView, id: string): ShownMessage | undefined {
  const item = view.outbox.find((waiting) => waiting.id === id);
  if (item !== undefined) return shownOutboxItem(item);
  const loose = [...view.provisional, ...view.settling].find((message) => message.id === id);
  if (loose !== undefined) return shownMessage(loose);
  const placed = view.items.findLast((one) => one.kind === 'message' && one.message.id === id);
  return placed?.kind === 'message' ? shownMessage(placed.message) : undefined;
}

/** Nobody receives what one writes to oneself, and a group has many. */
function peerOf(
  handle: ConversationHandle,
  view: ConversationView,
  { seq, ownId }: { readonly seq: number | null; readonly ownId: string },
): WayInput['peer'] {
  const { summary } = view;
  if (summary?.type !== 'direct' || summary.peer === undefined || summary.peer.id === ownId) return undefined;
  const name = conversationName(summary, ownId);
  if (seq === null) return { name, tick: 'stored', times: {} };
  const times = handle.receiptTimesOf(seq).get(summary.peer.id) ?? {};
  return { name, tick: tickOf(seq, view, ownId), times };
}
