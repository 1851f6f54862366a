import type { Http } from '../http/http.ts';
import type { People } from '../live/people.ts';
import type { Account } from './account.ts';

export interface OwnAccountOptions {
  readonly account: Account;
  readonly people: Pick<People, 'learn'>;
  readonly http: Http;
}

/**
 * One's own profile and whom one has blocked: fetched when the record has none, which is also when it begins again;
 * from then on the personal log changes them. What `learn` could not fetch, the next call of it does.
 */
export function createOwnAccount({ account, people, http }: OwnAccountOptions) {
  let isLearning = false;

  async function fetchBoth(): Promise<void> {
    const [me, blocks] = await Promise.all([http('get_me'), http('list_blocks')]);
    if (!me.ok || !blocks.ok || me.value.id !== account.record.getSnapshot()?.userId) return;
    people.learn([me.value]);
    account.change({ me: me.value, blocked: blocks.value.user_ids });
  }

  return {
    /** Does nothing while it is known, being fetched, or while there is no record to keep it in. */
    async learn(): Promise<void> {
      const known = account.record.getSnapshot();
      if (isLearning || known === undefined || known.me !== undefined) return;
      isLearning = true;
      await fetchBoth();
      isLearning = false;
    },
  };
}
