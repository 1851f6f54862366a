import { useEffect, useMemo } from 'react';
import type { Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { useOwnId, usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';
import { previewLine, type PreviewLine } from './preview-line.ts';

const nobody: readonly string[] = [];

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
        authorName: firstWord(author.name),
      }),
    [conversation, ownId, draft, chosen, typing, waiting, author.name],
  );
  const at = last?.created_at ?? updated_at;
  const storedAtMs = at === null ? undefined : Date.parse(at);
  return { line, atMs: waiting?.writtenAtMs ?? storedAtMs };
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
