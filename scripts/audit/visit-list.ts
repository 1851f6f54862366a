import type { Account } from './account.ts';
import { AuditFault } from './audit-error.ts';
import { listOf, type Fields } from './fields.ts';

export interface ListVisit {
  readonly path: string;
  /** of the items in an answer */
  readonly name: string;
  readonly visit: (item: Fields) => void;
}

/** Reads a list page by page; answers whether it is there. @throws AuditFault it does not end */
export async function visitList(account: Account, { path, name, visit }: ListVisit): Promise<boolean> {
  for (let query = ''; ;) {
    const page = await account.get(`${path}?limit=200${query}`);
    if (page === undefined) return false;
    for (const item of listOf(page, name)) visit(item);
    const { next_cursor: cursor } = page;
    if (typeof cursor !== 'string') return true;
    const next = `&cursor=${encodeURIComponent(cursor)}`;
    if (next === query) throw new AuditFault(`the list of ${name} does not end`);
    query = next;
  }
}
