import type { UserId } from '@parley/protocol';
import type { Collections } from './collections.ts';
import { isNew } from './store-failure.ts';

/** SEC1: the first person with a password. Written down once, by whoever comes first; it never changes. */
export function createAdministrator({ accounts, meta }: Pick<Collections, 'accounts' | 'meta'>) {
  let known: UserId | undefined;

  async function find(): Promise<UserId | undefined> {
    known ??= (await meta.findOne({ _id: 'administrator' }))?.user;
    return known;
  }

  return {
    find,
    /** After an account with a password was made: the oldest of them is the one, also when its node died right then. */
    async claim(): Promise<UserId | undefined> {
      const present = await find();
      if (present !== undefined) return present;
      const filter = { passwordHash: { $type: 'string' } } as const;
      const first = await accounts.find(filter).sort({ createdAt: 1, _id: 1 }).limit(1).next();
      if (first === null) return undefined;
      const claim = { $setOnInsert: { user: first._id } };
      await isNew(() => meta.updateOne({ _id: 'administrator' }, claim, { upsert: true }));
      return find();
    },
  };
}
