import type { Conversation, ReceiptTimes, Refusal, User } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { Button } from '../design/button.tsx';
import { useOwnId } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { formatSecond } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { PersonLine } from './person-line.tsx';
import { readPositions } from './read-positions.ts';
import { RowSkeletons } from './row-skeletons.tsx';
import { useFirstMembers } from './use-first-members.ts';

export interface ReadByMembersProps {
  readonly conversation: Conversation;
  /** of the message */
  readonly seq: number;
}

/** Who has read a message of a group, to whom it has only come, and who still waits for it. */
export function ReadByMembers({ conversation, seq }: ReadByMembersProps) {
  const { client } = useApp();
  const { author, sent, positions } = useMessage({ conversation, seq });
  const { members, isAll, error, retry } = useFirstMembers(conversation.id);
  const t = texts.details;
  if (error !== undefined) return <Failure error={error} onRetry={retry} />;
  if (members === undefined) return <RowSkeletons count={Math.min(conversation.member_count ?? 3, 6)} />;
  const { read, delivered, notYet } = readPositions({ seq, members, positions, author, sentAtMs: sent });
  const seen = client.conversation(conversation.id).receiptTimesOf(seq);
  const since = (list: typeof read, step: keyof ReceiptTimes): readonly Reader[] =>
    list.map(({ user }) => ({ user, atMs: seen.get(user.id)?.[step] }));
  return (
    <>
      <h3 className="read-by__title">{t.whoHasRead}</h3>
      {read.length === 0 && <p className="text-field__hint">{t.nobodyRead}</p>}
      <Stage label={t.read} readers={since(read, 'readAtMs')} />
      <Stage label={t.delivered} readers={since(delivered, 'deliveredAtMs')} />
      <Stage label={t.notYet} readers={notYet} />
      {!isAll && (
        <p className="text-field__hint">
          {t.moreMembers((conversation.member_count ?? members.length) - members.length)}
        </p>
      )}
    </>
  );
}

/** Who wrote the message and when, and where everybody is, as far as this device was told. */
function useMessage({ conversation, seq }: ReadByMembersProps) {
  const { client } = useApp();
  const ownId = useOwnId();
  const { items, positions } = useObservable(client.conversation(conversation.id).view);
  const item = items.find((candidate) => candidate.seq === seq);
  const message = item?.kind === 'message' ? item.message : undefined;
  const sent = message === undefined ? undefined : Date.parse(message.created_at);
  return { author: message?.from ?? ownId, sent, positions };
}

interface Reader {
  readonly user: User;
  /** when this device saw it, UTC ms */
  readonly atMs?: number | undefined;
}

function Stage({ label, readers }: { readonly label: string; readonly readers: readonly Reader[] }) {
  const nowMs = useNow();
  if (readers.length === 0) return null;
  return (
    <section aria-label={label}>
      <h4 className="read-by__stage">
        {label} <span className="number">{readers.length}</span>
      </h4>
      <ul>
        {readers.map(({ user, atMs }) => (
          <li key={user.id} className="member-row">
            <PersonLine
              user={user}
              note={atMs === undefined ? usernameOf(user) : formatSecond(atMs, nowMs)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function usernameOf({ username }: User): string | undefined {
  return username === null ? undefined : `@${username}`;
}

function Failure({ error, onRetry }: { readonly error: Refusal; readonly onRetry: () => void }) {
  return (
    <div className="details__failure" role="alert">
      <p>{error.message}</p>
      <Button onClick={onRetry}>{texts.app.tryAgain}</Button>
    </div>
  );
}
