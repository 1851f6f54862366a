import { useEffect, useState } from 'react';
import type { CopyReport, Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';

export type CopyCheck =
  /** entries compared so far; none while one number may do */
  | { readonly status: 'running'; readonly done?: number; readonly total?: number }
  | { readonly status: 'over'; readonly report: CopyReport }
  | { readonly status: 'failed'; readonly error: Refusal };

/** Compares this device's copy of a conversation with the server, for as long as somebody waits for it. */
export function useCopyCheck(conversation: string): CopyCheck & { readonly retry: () => void } {
  const { client } = useApp();
  const [attempt, setAttempt] = useState(0);
  const [check, setCheck] = useState<CopyCheck>({ status: 'running' });
  useEffect(() => {
    const stop = new AbortController();
    async function run(): Promise<void> {
      setCheck({ status: 'running' });
      const onProgress = (done: number, total: number): void => setCheck({ status: 'running', done, total });
      const answer = await client.conversation(conversation).check({ onProgress, signal: stop.signal });
      if (answer === undefined || stop.signal.aborted) return;
      setCheck(
        answer.ok ? { status: 'over', report: answer.value } : { status: 'failed', error: answer.error },
      );
    }
    void run();
    return () => {
      stop.abort();
    };
  }, [client, conversation, attempt]);
  return { ...check, retry: () => setAttempt(attempt + 1) };
}
