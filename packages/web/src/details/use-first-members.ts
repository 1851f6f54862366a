import { useEffect, useState } from 'react';
import type { CallInput, Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import type { Member } from './use-members.ts';

export interface FirstMembers {
  /** undefined until they are all there */
  readonly members: readonly Member[] | undefined;
  /** the group has no more */
  readonly isAll: boolean;
  readonly error: Refusal | undefined;
  readonly retry: () => void;
}

const pageSize = 200;
const mostMembers = 500;

/** The first 500 members of a group and how far each has read, as of now. */
export function useFirstMembers(groupId: string): FirstMembers {
  const { client } = useApp();
  const [found, setFound] = useState<Omit<FirstMembers, 'retry'>>(nothing);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isOver = false;
    async function load(): Promise<void> {
      const members: Member[] = [];
      let cursor: string | undefined;
      do {
        const limit = Math.min(pageSize, mostMembers - members.length);
        const query: CallInput<'list_members'>['query'] =
          cursor === undefined ? { limit } : { limit, cursor };
        const answer = await client.http('list_members', { params: { group_id: groupId }, query });
        if (isOver) return;
        if (!answer.ok) {
          setFound({ ...nothing, error: answer.error });
          return;
        }
        members.push(...answer.value.members);
        cursor = answer.value.next_cursor ?? undefined;
      } while (cursor !== undefined && members.length < mostMembers);
      setFound({ members, isAll: cursor === undefined, error: undefined });
    }
    void load();
    return () => {
      isOver = true;
    };
  }, [client, groupId, attempt]);
  const retry = (): void => {
    setFound(nothing);
    setAttempt(attempt + 1);
  };
  return { ...found, retry };
}

const nothing = { members: undefined, isAll: false, error: undefined } as const;
