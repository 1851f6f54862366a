import { limits } from '@parley/protocol';
import type { Http } from '../http/http.ts';
import { wait, type Clock } from '../ports/clock.ts';
import { refused } from '../refusals.ts';
import { createSha256 } from '../sha-256.ts';
import type { Differences } from '../timeline/mend-timeline.ts';
import type { CallAnswer, Entry, Result } from '../wire.ts';
import type { Cell } from './cell.ts';

/** Seqs that a report names of each kind; it counts all. */
const maxNamed = 50;
/** An event that overtakes an answer, or is overtaken, is there by then. */
const arrivalMs = 1_000;
/** A server that is busy names a time to come back, so often. */
const maxAttempts = 5;

/** How many entries are wrong, and the seqs of the first 50, ascending. */
export interface Found {
  readonly count: number;
  readonly seqs: readonly number[];
}

/** What a check of the copy on this device has found, and mended. */
export interface CopyReport {
  /** the stretch that is held here: seqs, both included; what is older is not kept on this device */
  readonly from: number;
  readonly upto: number;
  /** messages of that stretch at the server, deleted and hidden ones included */
  readonly count: number;
  readonly isIdentical: boolean;
  readonly missing: Found;
  readonly changed: Found;
  readonly surplus: Found;
}

export interface CheckOptions {
  /** entries compared so far, and in all; only when the copy is compared entry by entry */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface CheckDeps {
  readonly id: string;
  readonly cell: () => Cell;
  readonly http: Http;
  readonly clock: Clock;
}

type Digest = CallAnswer<'digest_conversation'>;
type FoundAll = Pick<CopyReport, 'missing' | 'changed' | 'surplus'>;

const nothing: Found = { count: 0, seqs: [] };
const nothingFound: FoundAll = { missing: nothing, changed: nothing, surplus: nothing };

/**
 * Compares the newest stretch held here with the server: by one digest, and where that differs entry by entry, a page
 * at a time, mending as it goes. Resolves with undefined once cancelled.
 */
export async function checkCopy(
  deps: CheckDeps,
  { onProgress, signal }: CheckOptions = {},
): Promise<Result<CopyReport> | undefined> {
  const from = stretchOf(deps).from;
  const answer = await patiently(deps, () =>
    deps.http('digest_conversation', { params: { id: deps.id }, query: { after: from - 1 } }),
  );
  if (signal?.aborted === true) return undefined;
  if (!answer.ok) return answer;
  const stated = answer.value;
  await arrive(deps, stated.upto);
  const isSame = digestHeld(deps, { from, upto: stated.upto }) === stated.digest;
  const found = isSame
    ? ({ ok: true, value: nothingFound } as const)
    : await walk(deps, { from, stated, ...(onProgress && { onProgress }), ...(signal && { signal }) });
  if (found === undefined || !found.ok) return found;
  const { upto, count } = stated;
  const isIdentical = Object.values(found.value).every((kind) => kind.count === 0);
  return { ok: true, value: { from, upto, count, isIdentical, ...found.value } };
}

function stretchOf({ cell }: CheckDeps): { readonly from: number; readonly to: number } {
  return cell().state.getSnapshot().timeline ?? { from: 1, to: 0 };
}

/** The digest that the server makes, of what is held. Hidden messages are not held: it then differs, and a walk tells. */
function digestHeld(
  { cell }: CheckDeps,
  { from, upto }: { readonly from: number; readonly upto: number },
): string {
  const sha256 = createSha256();
  for (const item of cell().state.getSnapshot().timeline?.items ?? [])
    if (item.kind === 'message' && from <= item.seq && item.seq <= upto)
      sha256.add(lineOf(item.seq, item.message.id));
  return sha256.hex();
}

const lineOf = (seq: number, id: string): string => `${String(seq)} ${id}\n`;

interface Walk extends CheckOptions {
  readonly from: number;
  readonly stated: Digest;
}

/** Entry by entry. The pages must make the server's own digest, or it has not said the same twice. */
async function walk(
  deps: CheckDeps,
  { from, stated, onProgress, signal }: Walk,
): Promise<Result<FoundAll> | undefined> {
  const { upto, digest } = stated;
  const sha256 = createSha256();
  let found = nothingFound;
  for (let after = from - 1; after < upto;) {
    const query = { after, limit: Math.min(limits.page, upto - after) };
    const page = await patiently(deps, () => deps.http('list_changes', { params: { id: deps.id }, query }));
    if (signal?.aborted === true) return undefined;
    if (!page.ok) return page;
    const { entries, last_seq: head } = page.value;
    // Edits show in the messages of a page before their own entry is reached.
    await arrive(deps, head);
    for (const { seq, messageId } of messagesOf(entries)) sha256.add(lineOf(seq, messageId));
    const to = entries.at(-1)?.seq ?? upto;
    found = join(found, mend(deps, { from: after + 1, to, entries }));
    after = to;
    onProgress?.(after - from + 1, upto - from + 1);
  }
  return sha256.hex() === digest ? { ok: true, value: found } : refused(contradiction);
}

const contradiction = {
  code: 'internal',
  message: 'The server’s list of messages and its digest contradict each other.',
  retry: false,
} as const;

/** What is held of the page's stretch becomes what the page says, and what had not arrived is taken from it. */
function mend({ cell }: CheckDeps, page: Parameters<Cell['mend']>[0]): Differences {
  const { to } = cell().state.getSnapshot().timeline ?? { to: page.from - 1 };
  const differences = cell().mend(page);
  const late = page.entries.filter(({ seq }) => seq > to);
  if (late.length > 0) cell().receive(late);
  return { ...differences, missing: [...differences.missing, ...messagesOf(late).map(({ seq }) => seq)] };
}

/** Message entries, those hidden for oneself too. */
function messagesOf(entries: readonly Entry[]) {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'message') return [];
    const { seq, message } = entry;
    return [{ seq, messageId: message === null ? entry.message_id : message.id }];
  });
}

function join(found: FoundAll, { missing, changed, surplus }: Differences): FoundAll {
  const add = ({ count, seqs }: Found, more: readonly number[]): Found => ({
    count: count + more.length,
    seqs: [...seqs, ...more].slice(0, maxNamed),
  });
  return {
    missing: add(found.missing, missing),
    changed: add(found.changed, changed),
    surplus: add(found.surplus, surplus),
  };
}

/** Waits a moment for events that the answer has overtaken. */
function arrive({ cell, clock }: CheckDeps, seq: number): Promise<void> {
  const { state } = cell();
  const isThere = (): boolean => (state.getSnapshot().timeline?.to ?? 0) >= seq;
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      unsubscribe();
      resolve();
    };
    const cancel = clock.after(arrivalMs, end);
    const unsubscribe = state.subscribe(() => {
      if (isThere()) end();
    });
  });
}

async function patiently<Value>(
  { clock }: CheckDeps,
  call: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  for (let tried = 1; ; tried++) {
    const answer = await call();
    if (answer.ok || tried === maxAttempts || answer.error.retry_after_ms === undefined) return answer;
    await wait(clock, answer.error.retry_after_ms);
  }
}
