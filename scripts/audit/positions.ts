import type { Account } from './account.ts';
import { wholeNumber, type Fields } from './fields.ts';
import { visitList } from './visit-list.ts';

/** The farthest that anybody says to have come in a conversation. RD1 */
export interface Farthest {
  readonly seq: number;
  /** `read_seq`, `delivered_seq` and so on */
  readonly name: string;
}

/** Of a conversation as the list shows it. @throws AuditFault */
export function farthestInSummary(summary: Fields): Farthest {
  return farthestOf(summary, ['last_seq', 'read_seq', 'peer_read_seq', 'peer_delivered_seq']);
}

/** Of a group's members; `undefined`: it is no longer one's own. @throws AuditFault */
export async function farthestMember(account: Account, groupId: string): Promise<Farthest | undefined> {
  let farthest: Farthest = { seq: 0, name: 'read_seq' };
  const isThere = await visitList(account, {
    path: `/groups/${encodeURIComponent(groupId)}/members`,
    name: 'members',
    visit: (member) => {
      farthest = farther(farthest, farthestOf(member, ['read_seq', 'delivered_seq']));
    },
  });
  return isThere ? farthest : undefined;
}

export function farther(one: Farthest, other: Farthest): Farthest {
  return other.seq > one.seq ? other : one;
}

function farthestOf(fields: Fields, names: readonly string[]): Farthest {
  return names
    .filter((name) => fields[name] !== undefined && fields[name] !== null)
    .map((name) => ({ name, seq: wholeNumber(fields, name) }))
    .reduce(farther, { seq: 0, name: '' });
}
