import { expect, test } from 'bun:test';
import fc from 'fast-check';
import type { ConversationId, UserId } from '@parley/protocol';
import type { NewEntry, PositionUpdate, Storage } from '../ports/storage.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createMemoryState } from './memory-storage-state.ts';
import { media } from './storage-contract-media.ts';
import {
  albumOf,
  ann,
  bob,
  cat,
  created,
  createRecorder,
  direct,
  edit,
  erase,
  group,
  hidden,
  newUser,
  reaction,
  text,
  uuidOf,
  type MakeStore,
  type Recorder,
} from './storage-contract-recorder.ts';
import { personalLogId, type LogEvent } from '../log/entry.ts';

const people = [ann, bob, cat];
const logs = [direct(ann, bob), direct(ann, ann), group(1), group(2)];

/** One step of a random history; what it names is looked up, modulo, among what is there. */
export const step = fc.record({
  act: fc.constantFrom(
    'say',
    'say',
    'say',
    'edit',
    'react',
    'react',
    'delete',
    'hide',
    'read',
    'member',
    'change',
    'settings',
    'lose',
    'end',
    'reerase',
  ),
  log: fc.nat({ max: logs.length - 1 }),
  who: fc.nat({ max: people.length - 1 }),
  other: fc.nat({ max: people.length - 1 }),
  which: fc.nat(50),
  at: fc.nat(20),
  flush: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Random histories: whatever the batches, the store reads as the memory store does. */
export function describeProperties(make: MakeStore, { races }: { readonly races: number }): void {
  test('SYN1, RD2: after any history every read equals that of the memory store', async () => {
    const runs = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const store = await make();
      try {
        const model = createMemoryStorage(createMemoryState('model'));
        await play(steps, [store.storage, model]);
        expect(await readAll(store.storage)).toEqual(await readAll(model));
        expect(await readAll(await store.reopen())).toEqual(await readAll(model));
      } finally {
        await store.cleanup();
      }
    });
    await fc.assert(runs, { numRuns: 20 });
  }, 240_000);

  test('SEQ1: concurrent writers with stale heads leave no gap, no repeat and lose nothing', async () => {
    const writers = fc.array(fc.record({ log: fc.nat({ max: 1 }), share: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 2,
      maxLength: 8,
    });
    const runs = fc.asyncProperty(writers, async (plans) => {
      const store = await make();
      try {
        const stored = await Promise.all(plans.map((plan, index) => race(store.storage, plan, index)));
        await checkLogs(store.storage, stored.flat());
      } finally {
        await store.cleanup();
      }
    });
    await fc.assert(runs, { numRuns: races });
  }, 120_000);
}

/** Plays the steps on several stores at once and expects the same outcomes of all. */
export async function play(steps: readonly Step[], stores: readonly Storage[]): Promise<void> {
  for (const store of stores) for (const person of people) await store.accounts.createUser(newUser(person));
  const [first] = stores;
  if (first === undefined) return;
  const recorder = createRecorder(first);
  const said: NewEntry[] = [];
  const ended = new Set<string>();
  let appends: NewEntry[] = [];
  let positions: PositionUpdate[] = [];
  /** as last read */
  const heads = new Map<NewEntry['log'], number>();
  const flush = async () => {
    const batch = {
      appends: appends.toSorted((one, other) => (one.log < other.log ? -1 : one.log > other.log ? 1 : 0)),
      positions,
    };
    appends = [];
    positions = [];
    const [outcomes, ...rest] = await Promise.all(stores.map((store) => store.commit(batch)));
    for (const each of rest) expect(outcomes).toEqual(each);
    // Core would read the heads again after a collision.
    for (const log of [...logs, ...people.map(personalLogId)]) {
      const head = await headOf(first, log);
      recorder.setHead(log, head);
      heads.set(log, head);
    }
  };
  for (const id of [group(1), group(2)]) appends.push(recorder.entry(id, ann, created(ann, bob)));
  for (const next of steps) {
    const log = logs[next.log]!;
    const who = people[next.who]!;
    if (next.act === 'read') {
      // Core passes no head. RD1
      const head = heads.get(log) ?? 0;
      const [readSeq, deliveredSeq] = [Math.min(next.which % 7, head), Math.min(next.at % 9, head)];
      positions.push({ log, userId: who, readSeq, deliveredSeq });
    } else if (next.act === 'reerase') {
      await flush();
      const answers = await Promise.all(stores.map((store) => store.eraseDeleted(log, 3)));
      expect(new Set(answers).size).toBe(1);
    } else {
      const entry = makeEntry(recorder, next, said);
      // Nothing follows `deleted`.
      if (entry === undefined || ended.has(entry.log)) continue;
      appends.push(entry);
      if (entry.event.kind === 'deleted') ended.add(entry.log);
      if (entry.event.kind === 'message') said.push(entry);
    }
    if (next.flush) await flush();
  }
  await flush();
}

function makeEntry(recorder: Recorder, next: Step, said: readonly NewEntry[]): NewEntry | undefined {
  const log = logs[next.log]!;
  const who = authorIn(log, next.who);
  const other = people[next.other]!;
  const at = { at: 1_000 + next.at };
  const message = said[next.which % Math.max(1, said.length)];
  const isGroup = !log.startsWith('direct:');
  const add = (by: UserId, event: LogEvent, more: { id?: string; seq?: number } = {}) =>
    recorder.entry(isPersonal(event) ? personalLogId(by) : log, by, event, { ...at, ...more });
  switch (next.act) {
    case 'say':
      return add(who, {
        ...text(log, who, `text ${String(next.which)}`),
        ...(next.at % 4 === 0 ? { media: media(next.which) } : {}),
        ...(next.at % 3 === 0 ? { albumId: albumOf(next.which) } : {}),
      });
    case 'edit':
      return message && recorder.entry(message.log, who, edit(message, `edit ${String(next.which)}`), at);
    case 'react':
      return (
        message &&
        recorder.entry(message.log, who, reaction(message, next.at % 3 ? '👍' : '🎉', next.which % 4 > 0), at)
      );
    case 'delete':
      return message && recorder.entry(message.log, who, erase(message), at);
    case 'hide':
      return message && add(who, hidden(message));
    case 'settings':
      return add(who, {
        kind: 'conversation_changed',
        conversation: log,
        mutedUntil: next.at,
        archived: next.flush,
        markedUnread: next.which > 9,
      });
    case 'lose':
      // A lost swap: a number or an id that is taken.
      return add(who, text(log, who, 'lost'), next.flush ? { seq: 1 } : { id: message?.id ?? uuidOf(1) });
    case 'member':
      if (!isGroup) return undefined;
      if (next.which % 3 === 0)
        return add(who, { kind: 'role_changed', userId: other, role: next.flush ? 'owner' : 'admin' });
      return add(
        who,
        next.which % 3 === 1
          ? { kind: 'member_removed', userId: other }
          : { kind: 'member_added', userId: other, role: 'member' },
      );
    case 'change':
      if (!isGroup) return add(who, { kind: 'block_changed', userId: other, on: next.flush });
      return add(
        who,
        next.flush
          ? { kind: 'renamed', name: `Name ${String(next.which)}` }
          : { kind: 'updated', discoverable: true, description: 'd' },
      );
    case 'end':
      return isGroup && next.which % 10 === 0 ? add(who, { kind: 'deleted' }) : undefined;
    case 'read':
    case 'reerase':
      return undefined;
  }
}

/** Only its people write in a direct conversation. */
function authorIn(log: ConversationId, number: number): UserId {
  const able = people.filter((person) => !log.startsWith('direct:') || log.split(':').includes(person));
  return able[number % able.length]!;
}

const isPersonal = ({ kind }: LogEvent) =>
  kind === 'conversation_changed' || kind === 'block_changed' || kind === 'message_hidden';

async function headOf(storage: Storage, log: NewEntry['log']): Promise<number> {
  const owner = people.find((person) => personalLogId(person) === log);
  if (owner !== undefined) return (await storage.conversations.listPersonalEntries(owner, 0, 1)).head;
  return (await storage.conversations.findPicture(log as ConversationId))?.head ?? 0;
}

/** Everything that can be read, in an order that does not depend on the store. */
export async function readAll(storage: Storage): Promise<unknown> {
  const { conversations, accounts } = storage;
  const shared = await Promise.all(
    logs.map(async (log) => {
      const picture = await conversations.findPicture(log);
      return {
        picture: picture && { ...picture, members: byUser(picture.members) },
        members: await conversations.listMembers(log, { limit: 9 }),
        positions: await conversations.findPositions(log, people),
        tally: byUser(await conversations.tallyActivity(log, 2, 40)),
        newest: await conversations.findNewestMessage(log, 7),
        reactions: await Promise.all(
          people.flatMap((user) =>
            [2, 3, 4].map(async (seq) =>
              (await conversations.findOwnReactions(user, log, seq)).toSorted(
                (one, other) => one.seq - other.seq,
              ),
            ),
          ),
        ),
      };
    }),
  );
  const own = await Promise.all(
    people.map(async (reader) => ({
      picture: await accounts.findPicture(reader).then(
        (picture) =>
          picture && {
            ...picture,
            blocked: picture.blocked.toSorted(),
            markedUnread: picture.markedUnread.toSorted(),
          },
      ),
      rows: await conversations.listRows(reader, { limit: 2 }),
      more: await conversations.listRows(reader, { before: { updatedAt: 1_010, log: group(1) }, limit: 9 }),
      named: await conversations.findRows(reader, logs),
      entries: await conversations.listEntries(
        reader,
        logs.map((log) => ({ log, afterSeq: 1, limit: 100 })),
        1e7,
      ),
      history: await Promise.all(
        logs.map((log) => conversations.listMessages(reader, log, { anchor: 'around', seq: 6, limit: 5 })),
      ),
      log: await conversations.listPersonalEntries(reader, 0, 100),
      groups: await conversations.listGroups(reader, { limit: 9 }),
      found: await conversations.searchGroups(reader, 'name', 9),
      sharing: (await conversations.listSharing(reader, people)).toSorted(),
    })),
  );
  const unfinished = await storage.listUnfinishedDeletions();
  return { shared, own, unfinished: unfinished.map(({ log, members }) => [log, members.toSorted()]).sort() };
}

const byUser = <Row extends { readonly userId: UserId }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => (one.userId < other.userId ? -1 : 1));

/** One writer: five batches, each numbered from the head it read, tried again after a lost swap. */
async function race(
  storage: Storage,
  plan: { log: number; share: number },
  index: number,
): Promise<NewEntry[]> {
  const log = logs[plan.log]!;
  const recorder = createRecorder(storage);
  const stored: NewEntry[] = [];
  for (let round = 0; round < 5; round++) {
    let left = Array.from({ length: plan.share }, (_, number) => uuidOf(index * 1_000 + round * 10 + number));
    while (left.length > 0) {
      recorder.setHead(log, await headOf(storage, log));
      const batch = left.map((id) => recorder.entry(log, ann, text(log, ann, 'x'), { id }));
      const outcomes = await recorder.commit(batch);
      const count = outcomes.filter((outcome) => outcome === 'stored').length;
      // A prefix, or nothing of what follows.
      expect(outcomes.slice(0, count).every((outcome) => outcome === 'stored')).toBe(true);
      stored.push(...batch.slice(0, count));
      left = left.slice(count);
    }
  }
  return stored;
}

async function checkLogs(storage: Storage, stored: readonly NewEntry[]): Promise<void> {
  for (const log of logs.slice(0, 2)) {
    const [page] = await storage.conversations.listEntries(ann, [{ log, afterSeq: 0, limit: 1_000 }], 1e7);
    const entries = page?.entries ?? [];
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    const mine = stored.filter((entry) => entry.log === log).toSorted((one, other) => one.seq - other.seq);
    expect(entries.map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
  }
}
