import type { Conversation, Refusal, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable, useSelected } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { conversationName } from '../people/conversation-name.ts';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { formatExact } from '../time/format-time.ts';
import { PersonLine } from './person-line.tsx';
import { readPositions } from './read-positions.ts';
import { RowSkeletons } from './row-skeletons.tsx';
import { useFirstMembers } from './use-first-members.ts';

export interface ReadByProps {
  /** its id */
  readonly conversation: string;
  /** of the message */
  readonly seq: number;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Who has read one message, to whom it has only come, and who still waits for it. */
export function ReadBy({ conversation, seq, isOpen, onClose }: ReadByProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={texts.details.readBy}>
      <ReadByContent conversation={conversation} seq={seq} />
    </Dialog>
  );
}

function ReadByContent({ conversation, seq }: Pick<ReadByProps, 'conversation' | 'seq'>) {
  const { client } = useApp();
  const summary = useSelected(client.conversation(conversation).view, (view) => view.summary);
  if (summary === undefined) return null;
  return summary.type === 'group' ? (
    <ReadByMembers conversation={summary} seq={seq} />
  ) : (
    <ReadByPeer conversation={summary} seq={seq} />
  );
}

interface Message {
  readonly conversation: Conversation;
  readonly seq: number;
}

function ReadByPeer({ conversation, seq }: Message) {
  const { sent } = useMessage({ conversation, seq });
  const ownId = useOwnId();
  const name = conversationName(conversation, ownId);
  const { peer_read_seq: read = 0, peer_delivered_seq: delivered = 0 } = conversation;
  const t = texts.details;
  const words = read >= seq ? t.directRead : delivered >= seq ? t.directDelivered : t.directStored;
  return (
    <>
      <p>{words(name)}</p>
      {sent !== undefined && <p className="text-field__hint">{t.sentAt(formatExact(sent))}</p>}
    </>
  );
}

function ReadByMembers({ conversation, seq }: Message) {
  const { author, sent, positions } = useMessage({ conversation, seq });
  const { members, isAll, error, retry } = useFirstMembers(conversation.id);
  const t = texts.details;
  if (error !== undefined) return <Failure error={error} onRetry={retry} />;
  if (members === undefined) return <RowSkeletons count={Math.min(conversation.member_count ?? 3, 6)} />;
  const { read, delivered, notYet } = readPositions({ seq, members, positions, author, sentAtMs: sent });
  const users = (list: typeof read): readonly User[] => list.map(({ user }) => user);
  return (
    <>
      {read.length === 0 && <p className="text-field__hint">{t.nobodyRead}</p>}
      <Stage label={t.read} users={users(read)} />
      <Stage label={t.delivered} users={users(delivered)} />
      <Stage label={t.notYet} users={users(notYet)} />
      {!isAll && (
        <p className="text-field__hint">
          {t.moreMembers((conversation.member_count ?? members.length) - members.length)}
        </p>
      )}
    </>
  );
}

/** Who wrote the message and when, and where everybody is, as far as this device was told. */
function useMessage({ conversation, seq }: Message) {
  const { client } = useApp();
  const ownId = useOwnId();
  const { items, positions } = useObservable(client.conversation(conversation.id).view);
  const item = items.find((candidate) => candidate.seq === seq);
  const message = item?.kind === 'message' ? item.message : undefined;
  const sent = message === undefined ? undefined : Date.parse(message.created_at);
  return { author: message?.from ?? ownId, sent, positions };
}

function Stage({ label, users }: { readonly label: string; readonly users: readonly User[] }) {
  if (users.length === 0) return null;
  return (
    <section aria-label={label}>
      <h3 className="read-by__stage">
        {label} <span className="number">{users.length}</span>
      </h3>
      <ul>
        {users.map((user) => (
          <li key={user.id} className="member-row">
            <PersonLine user={user} note={user.username === null ? undefined : `@${user.username}`} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Failure({ error, onRetry }: { readonly error: Refusal; readonly onRetry: () => void }) {
  return (
    <div className="details__failure" role="alert">
      <p>{error.message}</p>
      <Button onClick={onRetry}>{texts.app.tryAgain}</Button>
    </div>
  );
}
