import type { Account } from './account.ts';
import { AuditFault, createFaults, type Faults } from './audit-error.ts';
import { createConversationCheck, newestMessageOf } from './conversation-check.ts';
import { textOf, wholeNumber, type Fields } from './fields.ts';
import { stretchLength, type Digest, type MessageDigest } from './message-digest.ts';
import { farther, farthestInSummary, farthestMember } from './positions.ts';
import { walkLog } from './walk-log.ts';

/** What became of one conversation. */
export type Verdict =
  | { readonly kind: 'identical'; readonly messages: number }
  | { readonly kind: 'wrong'; readonly messages: number; readonly faults: readonly string[] }
  /** not there any more, or no longer one's own */
  | { readonly kind: 'gone' };

/**
 * Reads one conversation and compares what was read with what the server says that it has.
 * `summary`: its line in the list. @throws AuditStop
 */
export async function auditConversation(
  account: Account,
  summary: Fields,
  progress: (read: number) => void,
): Promise<Verdict> {
  const faults = createFaults();
  let messages = 0;
  try {
    const read = await readConversation(account, summary, { faults, progress });
    messages = read?.digest.count ?? 0;
    const isThere = read !== undefined && (await compare(account, read, faults));
    if (!isThere) {
      if ((await account.get(pathOf(summary))) !== undefined)
        faults.add('it is there, but the server does not show what is in it');
      else if (faults.list().length === 0) return { kind: 'gone' };
    }
  } catch (error) {
    if (!(error instanceof AuditFault)) throw error;
    faults.add(error.message);
  }
  const found = faults.list();
  return found.length === 0 ? { kind: 'identical', messages } : { kind: 'wrong', messages, faults: found };
}

function pathOf(summary: Fields): string {
  return `/conversations/${encodeURIComponent(textOf(summary, 'id'))}`;
}

interface Read {
  readonly path: string;
  readonly head: number;
  readonly digest: Digest;
  readonly stretch: MessageDigest['stretch'];
}

/** Its entries, and that nobody has come farther than they go. `undefined`: gone */
async function readConversation(
  account: Account,
  summary: Fields,
  { faults, progress }: { readonly faults: Faults; readonly progress: (read: number) => void },
): Promise<Read | undefined> {
  const conversation = textOf(summary, 'id');
  const path = pathOf(summary);
  const check = createConversationCheck({ conversation, faults, newest: newestMessageOf(summary) });
  // Before the entries: whatever it is, they reach as far by then.
  let farthest = farthestInSummary(summary);
  if (summary['type'] === 'group') {
    const inGroup = await farthestMember(account, conversation);
    if (inGroup === undefined) return undefined;
    farthest = farther(farthest, inGroup);
  }
  const head = await walkLog({ account, path: `${path}/changes`, faults, visit: check.visit, progress });
  if (head === undefined) return undefined;
  if (farthest.seq > head)
    faults.add(`${farthest.name} is ${String(farthest.seq)}, and its entries end at ${String(head)}`);
  return { path, head, digest: check.digest.finish(), stretch: check.digest.stretch };
}

/** With the server's own digest of the same stretch; answers whether there still was one. */
async function compare(
  account: Account,
  { path, head, digest, stretch }: Read,
  faults: Faults,
): Promise<boolean> {
  const ask = (query: string) => account.get(`${path}/digest?${query}`);
  const answer = await ask(`upto=${String(head)}`);
  if (answer === undefined) return false;
  if (wholeNumber(answer, 'upto') !== head)
    faults.add(`its digest ends at ${String(answer['upto'])}, its entries at ${String(head)}`);
  if (isSame(answer, digest)) return true;
  faults.add(differenceOf(wholeNumber(answer, 'count'), digest.count));
  for (let position = 0; position * stretchLength < head; position += 1) {
    const after = position * stretchLength;
    const upto = Math.min(after + stretchLength, head);
    const part = await ask(`after=${String(after)}&upto=${String(upto)}`);
    if (part === undefined) return false;
    if (isSame(part, stretch(position))) continue;
    faults.add(`the first difference is between numbers ${String(after + 1)} and ${String(upto)}`);
    break;
  }
  return true;
}

function differenceOf(counted: number, held: number): string {
  return counted === held
    ? `its entries hold as many messages as the server counts, ${String(held)}, but others`
    : `its entries hold ${String(held)} messages, and the server counts ${String(counted)}`;
}

function isSame(answer: Fields, { count, digest }: Digest): boolean {
  return wholeNumber(answer, 'count') === count && textOf(answer, 'digest') === digest;
}
