import type { Account } from './account.ts';
import { AuditFault } from './audit-error.ts';
import { auditConversation, type Verdict } from './audit-conversation.ts';
import { auditPersonalLog } from './audit-personal-log.ts';
import { partOf, textOf, wholeNumber, type Fields } from './fields.ts';
import { countOf, printable } from './say.ts';
import { visitList } from './visit-list.ts';

export interface Screen {
  /** A line that stays. */
  line(text: string): void;
  /** What is going on right now. */
  status(text: string): void;
}

/** Reads everything that an account can see; answers whether all of it is right. @throws AuditStop, AuditFault */
export async function auditAccount(account: Account, screen: Screen): Promise<boolean> {
  // All of the list at once: it moves while messages come.
  const conversations = await listConversations(account, screen);
  const own = await auditPersonalLog(account, (read) => {
    screen.status(`own log: ${countOf(read, 'change')}`);
  });
  const isOwnRight = own.faults.length === 0;
  screen.line(`own log: ${isOwnRight ? 'in order' : 'WRONG'}, ${countOf(own.entries, 'change')}`);
  for (const fault of own.faults) screen.line(`  ${fault}`);
  await addUnlisted(account, own.conversations, conversations);

  const totals = { identical: 0, wrong: 0, gone: 0, messages: 0 };
  let position = 0;
  for (const summary of conversations.values()) {
    position += 1;
    const name = nameOf(summary);
    const where = `${String(position)} of ${countOf(conversations.size, 'conversation')}: ${name}`;
    const verdict = await auditConversation(account, summary, (read) => {
      screen.status(`${where}, ${countOf(read, 'change')}`);
    });
    totals[verdict.kind] += 1;
    if (verdict.kind !== 'gone') totals.messages += verdict.messages;
    sayVerdict(screen, name, verdict);
  }
  screen.line(summaryOf(totals, isOwnRight));
  return totals.wrong === 0 && isOwnRight;
}

/** By id, newest activity first. */
async function listConversations(account: Account, screen: Screen): Promise<Map<string, Fields>> {
  const found = new Map<string, Fields>();
  const isThere = await visitList(account, {
    path: '/conversations',
    name: 'conversations',
    visit: (summary) => {
      found.set(textOf(summary, 'id'), summary);
      screen.status(countOf(found.size, 'conversation'));
    },
  });
  if (!isThere) throw new AuditFault('the server does not show the list of conversations');
  return found;
}

/** What one's own log names and the list did not: come meanwhile, moved past the page that was read, or hidden. */
async function addUnlisted(
  account: Account,
  named: ReadonlySet<string>,
  conversations: Map<string, Fields>,
): Promise<void> {
  for (const id of named) {
    if (conversations.has(id)) continue;
    const summary = await account.get(`/conversations/${encodeURIComponent(id)}`);
    // A pointer may lead nowhere: it is written before what it leads to.
    if (summary !== undefined && wholeNumber(summary, 'last_seq') > 0) conversations.set(id, summary);
  }
}

const longestId = 264;

function nameOf(summary: Fields): string {
  const id = printable(textOf(summary, 'id'), longestId);
  const { name } = summary;
  if (typeof name === 'string') return `${printable(name)} (${id})`;
  const peerName = partOf(summary, 'peer')?.['display_name'];
  return typeof peerName === 'string' ? `with ${printable(peerName)} (${id})` : id;
}

function sayVerdict(screen: Screen, name: string, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'identical':
      screen.line(`${name}: identical: ${countOf(verdict.messages, 'message')}`);
      return;
    case 'gone':
      screen.line(`${name}: no longer yours, or no longer there; not checked`);
      return;
    case 'wrong':
      screen.line(`${name}: WRONG: ${countOf(verdict.messages, 'message')} read`);
      for (const fault of verdict.faults) screen.line(`  ${fault}`);
      return;
  }
}

function summaryOf(
  { identical, wrong, gone, messages }: { identical: number; wrong: number; gone: number; messages: number },
  isOwnRight: boolean,
): string {
  const checked = `${countOf(identical + wrong, 'conversation')}, ${countOf(messages, 'message')}`;
  const found = wrong === 0 && isOwnRight ? 'all identical' : `${String(wrong)} wrong`;
  const own = isOwnRight ? '' : ', own log wrong';
  const left = gone === 0 ? '' : `; ${String(gone)} no longer yours`;
  return `${checked}: ${found}${own}${left}.`;
}
