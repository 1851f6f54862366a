import type { Collection, Filter, UpdateFilter } from 'mongodb';
import { isNew } from './store-failure.ts';

/** Upserts, unless what is there is from a later entry: then the filter finds nothing and the key is taken. */
export async function putNewer<Schema extends { readonly _id: string }>(
  collection: Collection<Schema>,
  filter: Filter<Schema>,
  update: UpdateFilter<Schema>,
): Promise<void> {
  await isNew(() => collection.updateOne(filter, update, { upsert: true }));
}
