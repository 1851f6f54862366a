/* Reads back over HTTP what the server says it stored. */
import { limits } from '@parley/protocol';
import type { LogAudit, StoredEntry } from './audit.ts';
import type { StoredMessage } from './wire.ts';

export interface Account {
  readonly port: number;
  readonly token: string;
}

interface ChangesPage {
  readonly entries: readonly StoredMessage[];
  readonly has_more: boolean;
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.url} → ${response.status} ${await response.text()}`);
  return response.json() as Promise<Answer>; // the wire contract gives the shape
}

export async function getJson<Answer>({ port, token }: Account, path: string): Promise<Answer> {
  return answerOf(
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } }),
  );
}

export async function postJson<Answer>(
  { port, token }: Account,
  path: string,
  body: object,
): Promise<Answer> {
  return answerOf(
    await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Makes a group of the caller and `members`; answers its id and the head of its log. */
export function createGroup(owner: Account, members: readonly string[]) {
  const body = { name: 'bench', members };
  return postJson<{ readonly id: string; readonly last_seq: number }>(owner, '/groups/', body);
}

export interface AuditedLog {
  readonly conversation: string;
  readonly baseSeq: number;
  readonly audit: LogAudit;
  /** a member, who may read it */
  readonly reader: Account;
}

/** Feeds a log's whole history behind `baseSeq` to its audit. */
async function auditHistory({ conversation, baseSeq, audit, reader }: AuditedLog): Promise<void> {
  let after = baseSeq;
  for (;;) {
    const path = `/conversations/${encodeURIComponent(conversation)}/changes?after=${after}&limit=${limits.page}`;
    const page = await getJson<ChangesPage>(reader, path);
    audit.stored(page.entries.map(toStored));
    after = page.entries.at(-1)?.seq ?? after;
    if (!page.has_more || page.entries.length === 0) return;
  }
}

export const toStored = ({ seq, message }: StoredMessage): StoredEntry =>
  message ? { seq, id: message.id } : { seq };

/** The same for many logs, `atOnce` at a time. */
export async function auditHistories(logs: readonly AuditedLog[], atOnce = 8): Promise<void> {
  let next = 0;
  const auditSome = async (): Promise<void> => {
    for (let log = logs[next++]; log !== undefined; log = logs[next++]) await auditHistory(log);
  };
  await Promise.all(Array.from({ length: atOnce }, auditSome));
}
