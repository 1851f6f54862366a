import type { UserId } from '@parley/protocol';

/** Changes somebody's count; nobody is remembered for nothing. */
export function addTo(counts: Map<UserId, number>, user: UserId, amount: number): void {
  const sum = (counts.get(user) ?? 0) + amount;
  if (sum > 0) counts.set(user, sum);
  else counts.delete(user);
}

/** What is counted is given back one time, however often it is said. */
export function once(task: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    task();
  };
}
