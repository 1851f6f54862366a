import { useEffect, useMemo } from 'react';
import { createStore, type Conversation, type Message, type TimelineItem } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { useOwnId, usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { describeLastAlbum } from './describe-last-album.ts';
import { previewLine, type PreviewLine } from './preview-line.ts';

const nobody: readonly string[] = [];
const nothing = createStore<readonly TimelineItem[]>([]);

export interface Preview {
  readonly line: PreviewLine;
  /** of what the line shows, UTC ms; undefined when nothing has happened yet */
  readonly atMs: number | undefined;
}

/** The preview of one conversation; drawn again for its own changes only. */
export function usePreview(conversation: Conversation): Preview {
  const { chosenFiles, client, drafts } = useApp();
  const { id, type, last_message: last, updated_at } = conversation;
  const ownId = useOwnId();
  const draft = useSelected(drafts.all, (all) => all.get(id));
  const chosen = useSelected(chosenFiles.all, (all) => all.get(id)?.length ?? 0);
  const waiting = useSelected(client.outbox, (items) => items.findLast((item) => item.conversation === id));
  const album = useLastAlbum(last);
  const typing = useTypingNames(id, ownId);
  const author = usePerson(type === 'group' && last !== null && last.from !== ownId ? last.from : '');
  const line = useMemo(
    () =>
      previewLine({
        conversation,
        ownId,
        draft,
        chosen,
        typing,
        waiting,
        album,
        authorName: firstWord(author.name),
      }),
    [conversation, ownId, draft, chosen, typing, waiting, album, author.name],
  );
  const at = last?.created_at ?? updated_at;
  const storedAtMs = at === null ? undefined : Date.parse(at);
  return { line, atMs: waiting?.writtenAtMs ?? storedAtMs };
}

/** Of the album that it ends with, its row says only the last picture. */
function useLastAlbum(last: Message | null): string | undefined {
  const { client } = useApp();
  const isInAlbum = last?.album_id !== undefined;
  const newest = isInAlbum ? client.conversation(last.conversation).newest : nothing;
  return useSelected(newest, (items) => (isInAlbum ? describeLastAlbum(last, items) : undefined));
}

function useTypingNames(conversation: string, ownId: string): readonly string[] {
  const { client } = useApp();
  const ids = useSelected(client.typing, (all) => all.get(conversation)) ?? nobody;
  const people = useSelected(client.people, (all) => (ids.length === 0 ? undefined : all));
  useEffect(() => {
    client.wantPeople(ids);
  }, [client, ids]);
  return useMemo(
    () =>
      ids
        .filter((id) => id !== ownId)
        .map((id) => firstWord(people?.get(id)?.display_name ?? texts.app.somebody)),
    [ids, people, ownId],
  );
}

/** A line is short: the first name says who. */
function firstWord(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}
