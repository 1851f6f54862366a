import type { Account } from './account.ts';
import { AuditFault, createFaults } from './audit-error.ts';
import { textOf, type Fields } from './fields.ts';
import { walkLog } from './walk-log.ts';

export interface PersonalLog {
  readonly entries: number;
  readonly faults: readonly string[];
  /** those that one came to and did not leave, as far as this log says */
  readonly conversations: ReadonlySet<string>;
}

/** Reads one's own log. @throws AuditStop */
export async function auditPersonalLog(
  account: Account,
  progress: (read: number) => void,
): Promise<PersonalLog> {
  const faults = createFaults();
  const conversations = new Set<string>();
  let entries = 0;
  const visit = (entry: Fields) => {
    entries += 1;
    const kind = textOf(entry, 'kind');
    if (kind === 'conversation_added') conversations.add(textOf(entry, 'conversation'));
    if (kind === 'conversation_removed') conversations.delete(textOf(entry, 'conversation'));
  };
  try {
    const head = await walkLog({ account, path: '/me/changes', faults, visit, progress });
    if (head === undefined) faults.add('the server does not show it');
  } catch (error) {
    if (!(error instanceof AuditFault)) throw error;
    faults.add(error.message);
  }
  return { entries, faults: faults.list(), conversations };
}
