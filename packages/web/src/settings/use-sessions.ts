import { useCallback, useEffect, useState } from 'react';
import type { CallAnswer, Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';

export type Session = CallAnswer<'list_sessions'>['sessions'][number];

export interface Sessions {
  /** undefined until they have come; this device first, then the last used */
  readonly sessions: readonly Session[] | undefined;
  readonly error: Refusal | undefined;
  readonly reload: () => void;
}

/** Where one is signed in; follows what other devices do. */
export function useSessions(): Sessions {
  const { client } = useApp();
  const isCurrent = useObservable(client.isCurrent);
  const [found, setFound] = useState<Omit<Sessions, 'reload'>>({ sessions: undefined, error: undefined });
  const load = useCallback(async () => {
    const answer = await client.http('list_sessions');
    setFound((before) =>
      answer.ok
        ? { sessions: sortSessions(answer.value.sessions), error: undefined }
        : { ...before, error: answer.error },
    );
  }, [client]);
  const reload = useCallback(() => void load(), [load]);
  useEffect(reload, [reload, isCurrent]);
  useEffect(() => client.on('session', reload), [client, reload]);
  return { ...found, reload };
}

function sortSessions(sessions: readonly Session[]): readonly Session[] {
  return sessions.toSorted(
    (one, other) =>
      Number(other.current) - Number(one.current) ||
      Date.parse(other.last_used_at) - Date.parse(one.last_used_at),
  );
}
