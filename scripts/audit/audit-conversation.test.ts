import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { auditConversation } from './audit-conversation.ts';
import type { Fields } from './fields.ts';

type Entry = Record<string, unknown> & { seq: number; kind: string };

const conversation = 'direct:ann:bob';
const id = (n: number) => `0190cccc-cccc-7ccc-8ccc-${n.toString(16).padStart(12, '0')}`;

function message(seq: number): Entry {
  const inner = { id: id(seq), seq, conversation, from: 'ann', status: 'stored' };
  return { seq, kind: 'message', conversation, by: 'ann', message: inner };
}

/** 2,500 entries: messages, but for an edit, a deletion, a hidden message and a kind of tomorrow. */
function makeLog(): Entry[] {
  const log = Array.from({ length: 2_500 }, (_, index) => message(index + 1));
  const head = { conversation, by: 'ann' };
  log[9] = { seq: 10, kind: 'edit', message_id: id(3), ...head };
  log[19] = { seq: 20, kind: 'delete', message_id: id(4), ...head };
  log[29] = { seq: 30, kind: 'message', message: null, message_id: id(30), hidden: true, ...head };
  log[39] = { seq: 40, kind: 'pinned', ...head };
  return log;
}

interface Lies {
  /** what the list of entries shows instead */
  readonly shown?: (log: Entry[]) => Entry[];
  readonly summary?: Fields;
  readonly head?: number;
}

/** An account of a server that has one log, and shows another. */
async function audit({ shown = (log) => log, summary = {}, head }: Lies = {}) {
  const log = makeLog();
  const entries = shown(makeLog());
  const account: Account = {
    async get(path) {
      const { pathname, searchParams } = new URL(path, 'http://x');
      const after = Number(searchParams.get('after') ?? 0);
      if (pathname.endsWith('/digest')) return digestOf(log, after, Number(searchParams.get('upto')));
      const page = entries.filter(({ seq }) => seq > after).slice(0, 200);
      const last = page.at(-1)?.seq ?? after;
      const last_seq = head ?? entries.at(-1)?.seq ?? 0;
      return { entries: page, last_seq, has_more: last < last_seq };
    },
  };
  const line = { id: conversation, type: 'direct', last_seq: log.length, last_message: null, ...summary };
  return auditConversation(account, line, () => undefined);
}

function digestOf(log: readonly Entry[], after: number, upto: number): Fields {
  const messages = log.filter(({ kind, seq }) => kind === 'message' && seq > after && seq <= upto);
  const hash = createHash('sha256');
  for (const { seq } of messages) hash.update(`${String(seq)} ${id(seq)}\n`);
  return { upto: Math.min(upto, log.length), count: messages.length, digest: hash.digest('hex') };
}

const faultsOf = (verdict: Awaited<ReturnType<typeof audit>>) =>
  verdict.kind === 'wrong' ? verdict.faults : verdict.kind;

/** `log` with the entry of this number replaced. */
const replace = (seq: number, change: (entry: Entry) => Partial<Entry>) => (log: Entry[]) =>
  log.map((entry) => (entry.seq === seq ? { ...entry, ...change(entry) } : entry));

test('SYN1: what is shown as it is stored is identical, unknown kinds and hidden messages included', async () => {
  const summary = { read_seq: 2_500, last_message: { seq: 2_500, id: id(2_500) } };
  expect(await audit({ summary })).toEqual({ kind: 'identical', messages: 2_497 });
});

const gap = 'number 1234 is missing';
const third = 'the first difference is between numbers 1001 and 2000';
const fewer = 'its entries hold 2496 messages, and the server counts 2497';
const others = 'its entries hold as many messages as the server counts, 2497, but others';
const inner = (entry: Entry, change: object) => ({ message: { ...(entry.message as object), ...change } });

/** As if the message had never been. */
const renumber = (log: Entry[]) =>
  log.toSpliced(1_233, 1).map((entry, index) => {
    const seq = index + 1;
    return { ...entry, seq, ...(entry.kind === 'message' && entry.message ? inner(entry, { seq }) : {}) };
  });

const lies: readonly [what: string, lies: Lies, faults: string[]][] = [
  ['an entry left out', { shown: (log) => log.toSpliced(1_233, 1) }, [gap, fewer, third]],
  [
    'a message left out and the rest renumbered',
    { shown: renumber, summary: { last_seq: 2_499 } },
    ['its entries hold as many messages as the server counts, 2496, but others', third],
  ],
  [
    'a message under another id',
    { shown: replace(1_234, (entry) => inner(entry, { id: id(9_999) })) },
    [others, third],
  ],
  [
    'a message told as another kind',
    { shown: replace(1_234, () => ({ kind: 'member_added' })) },
    [fewer, third],
  ],
  [
    'a message there twice',
    { shown: replace(1_234, (entry) => inner(entry, { id: id(7) })) },
    [`number 1234: message ${id(7)} is there twice`, others, third],
  ],
  [
    'a number that comes again',
    { shown: (log) => log.toSpliced(1_234, 0, message(1_234)) },
    ['number 1234 comes again after 1234'],
  ],
  [
    'an end left out',
    { shown: (log) => log.slice(0, 2_400) },
    ['last_seq is 2500, and its entries end at 2400'],
  ],
  ['a head beyond the entries', { head: 2_502 }, ['numbers 2501 to 2502 are missing']],
  [
    'an edit of nothing',
    { shown: replace(10, () => ({ message_id: id(11) })) },
    ['number 10: edit of a message that is not there before it'],
  ],
  [
    'a message by another hand',
    { shown: replace(5, (entry) => inner(entry, { from: 'eve' })) },
    ['number 5: its message is by somebody else'],
  ],
  [
    'a message from elsewhere',
    { shown: replace(5, () => ({ conversation: 'direct:ann:eve' })) },
    ['number 5: it is of another conversation'],
  ],
  [
    'a queued message',
    { shown: replace(5, (entry) => inner(entry, { status: 'queued' })) },
    ['number 5: its message is not stored'],
  ],
  [
    'a position beyond the log',
    { summary: { peer_read_seq: 2_501 } },
    ['peer_read_seq is 2501, and its entries end at 2500'],
  ],
  [
    'another newest message',
    { summary: { last_message: { seq: 5, id: id(6) } } },
    ['number 5: the list shows another message there'],
  ],
  ['nonsense', { shown: replace(5, () => ({ kind: 5 as never })) }, ['"kind" is no text']],
];

test.each(lies)('SYN1 SEQ1: the audit finds %s', async (_what, lie, faults) => {
  expect(faultsOf(await audit(lie))).toEqual(faults);
});

test('GRP1: a conversation that is no longer one’s own is gone, not wrong', async () => {
  const account: Account = { get: () => Promise.resolve(undefined) };
  const summary = { id: conversation, type: 'direct', last_seq: 1, last_message: null };
  expect(await auditConversation(account, summary, () => undefined)).toEqual({ kind: 'gone' });
});

test('SYN1: a conversation that is there and shows nothing is wrong', async () => {
  const get = (path: string) => Promise.resolve(path.includes('/changes') ? undefined : { id: conversation });
  const summary = { id: conversation, type: 'direct', last_seq: 1, last_message: null };
  expect(faultsOf(await auditConversation({ get }, summary, () => undefined))).toEqual([
    'it is there, but the server does not show what is in it',
  ]);
});
