import type { Refusal, Result } from '@parley/client';

export interface Adding {
  readonly userIds: readonly string[];
  readonly add: (userId: string) => Promise<Result<unknown>>;
  /** before each: how many were tried already */
  readonly onProgress: (tried: number) => void;
}

export interface AddOutcome {
  readonly added: readonly string[];
  /** by user id, why not */
  readonly failed: ReadonlyMap<string, Refusal>;
}

/** One after the other, as the route takes them; one that is refused stops nobody else. */
export async function addPeople({ userIds, add, onProgress }: Adding): Promise<AddOutcome> {
  const added: string[] = [];
  const failed = new Map<string, Refusal>();
  for (const [tried, userId] of userIds.entries()) {
    onProgress(tried);
    const answer = await add(userId);
    if (answer.ok) added.push(userId);
    else failed.set(userId, answer.error);
  }
  return { added, failed };
}
