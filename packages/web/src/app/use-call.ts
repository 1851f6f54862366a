import { useCallback, useState } from 'react';
import type { Result } from '@parley/client';
import { useApp } from './app-context.tsx';

export interface Calling {
  readonly isBusy: boolean;
  /** Waits for the answer, and says a refusal at the edge of the screen. */
  readonly call: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>;
}

/** For what a button asks of the server, where no field is to blame for a refusal. */
export function useCall(): Calling {
  const { notices } = useApp();
  const [running, setRunning] = useState(0);
  const call = useCallback(
    async <Value>(asked: Promise<Result<Value>>): Promise<Result<Value>> => {
      setRunning((count) => count + 1);
      const answer = await asked;
      setRunning((count) => count - 1);
      if (!answer.ok) notices.say(answer.error.message);
      return answer;
    },
    [notices],
  );
  return { isBusy: running > 0, call };
}
