import { describe, expect, test } from 'bun:test';
import {
  clientEvents,
  foldReaction,
  type Entry,
  type Reaction,
  type Result,
  type UserId,
} from '@parley/protocol';
import fc from 'fast-check';
import { createChatBench, valueOf, type ChatBench, type Device } from '../testing/index.ts';

/*
 * SYN1: what a device knows from live events and acks is what it would know from catching up. A random history of
 * sends, edits, deletions and membership changes runs against a chat; then both ways of learning it are compared.
 */

type Step =
  | { do: 'send'; by: number; to: 'direct' | 'group'; text: number }
  | { do: 'edit' | 'delete' | 'hide'; by: number; message: number }
  | { do: 'react'; by: number; message: number; emoji: string; on: boolean }
  | { do: 'add' | 'remove'; by: number; who: number }
  | { do: 'rename'; by: number; text: number }
  | { do: 'read'; by: number; message: number };

const person = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      by: person,
      to: fc.constantFrom('direct' as const, 'group' as const),
      text: fc.nat(99),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('edit' as const, 'delete' as const, 'hide' as const),
      by: person,
      message: fc.nat(20),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      by: person,
      message: fc.nat(20),
      emoji: fc.constantFrom('👍', '🎉'),
      on: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), by: person, who: person }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), by: person, text: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), by: person, message: fc.nat(20) }) },
);

/** What a device holds of one conversation: text and reactions by message, and the numbers it has seen. */
interface Copy {
  readonly texts: Map<string, string | null>;
  readonly reactions: Map<string, { readonly seq: number; readonly list: readonly Reaction[] }>;
  /** deleted for oneself: stays so, whatever happens to the message */
  readonly hidden: Set<string>;
  readonly seqs: number[];
}
type Copies = Map<string, Copy>;

function copyOf(copies: Copies, conversation: string): Copy {
  const known = copies.get(conversation) ?? {
    texts: new Map<string, string | null>(),
    reactions: new Map(),
    hidden: new Set<string>(),
    seqs: [],
  };
  copies.set(conversation, known);
  return known;
}

/** What the device learnt live: by events, and by the acks of its own calls. */
function fromLive(device: Device, sentTexts: ReadonlyMap<string, string>): Copies {
  const copies: Copies = new Map();
  for (const one of device.learnt()) {
    const { ack, event, payload } = one as { ack?: Known; event?: string; payload?: Known };
    const known = ack ?? payload;
    if (known?.conversation === undefined || event === 'account' || event === 'typing') continue;
    const copy = copyOf(copies, known.conversation);
    if (known.type === 'read_receipt' || known.type === 'delivery_receipt') continue;
    if (event === 'message_deleted' && known.message_id) setText(copy, known.message_id, null);
    if (event === 'message_deleted' && known.message_id && known.delete_for === 'me')
      copy.hidden.add(known.message_id);
    if (known.type === 'reaction') setReaction(copy, { ...known, by: known.user_id });
    else if (event === 'message_update' && known.message_id)
      setText(copy, known.message_id, known.content ?? null);
    if (event === 'message' && known.id) copy.texts.set(known.id, known.content ?? null);
    // A sender's own message comes by its ack; of edits and deletions this test reads the event on the second device.
    if (ack?.id) copy.texts.set(ack.id, sentTexts.get(ack.id) ?? null);
    if (typeof known.seq === 'number') copy.seqs.push(known.seq);
  }
  return copies;
}

interface Known {
  conversation?: string;
  seq?: number | null;
  id?: string;
  type?: string;
  message_id?: string;
  content?: string | null;
  delete_for?: string;
  user_id?: string;
  emoji?: string;
  on?: boolean;
}

async function fromCatchUp(
  bench: ChatBench,
  user: UserId,
  conversation: string,
  after: number,
): Promise<Copy> {
  const copies: Copies = new Map();
  const copy = copyOf(copies, conversation);
  const synced = valueOf(
    await bench.chat.sync(
      bench.as(user),
      clientEvents.sync.payload.parse({ conversations: { [conversation]: after } }),
    ),
  ).conversations[0];
  if (synced === undefined || !('entries' in synced)) return copy;
  for (const entry of synced.entries) apply(copy, entry);
  return copy;
}

function apply(copy: Copy, entry: Entry): void {
  copy.seqs.push(entry.seq);
  if (entry.kind === 'message' && entry.message !== null) {
    const { id, content, reactions, reactions_seq } = entry.message;
    copy.texts.set(id, content);
    if (reactions_seq !== undefined) copy.reactions.set(id, { seq: reactions_seq, list: reactions ?? [] });
  }
  if (entry.kind === 'reaction') setReaction(copy, entry);
  if (entry.kind === 'message' && entry.message === null) {
    copy.texts.set(entry.message_id, null);
    copy.hidden.add(entry.message_id);
  }
  if (entry.kind === 'edit') setText(copy, entry.message_id, entry.content);
  if (entry.kind === 'delete') setText(copy, entry.message_id, null);
}

function setText(copy: Copy, id: string, text: string | null): void {
  if (!copy.hidden.has(id)) copy.texts.set(id, text);
  if (text === null) copy.reactions.delete(id);
}

/** As a client does: what the message had in it when it was read changes nothing. */
function setReaction(
  { reactions, texts }: Copy,
  { message_id: id = '', seq, by = '', emoji = '', on = false }: Known & { by?: string | undefined },
): void {
  const held = reactions.get(id);
  if (typeof seq !== 'number' || seq <= (held?.seq ?? 0) || texts.get(id) === null) return;
  // As the events carry them.
  const user = by as UserId;
  reactions.set(id, { seq, list: foldReaction(held?.list ?? [], { user, emoji, on }) });
}

interface World {
  readonly bench: ChatBench;
  readonly people: readonly UserId[];
  readonly devices: readonly Device[];
  readonly group: string;
  readonly sent: { id: string; conversation: string }[];
  readonly texts: Map<string, string>;
}

async function createWorld(): Promise<World> {
  const bench = await createChatBench({ batchSize: 3 });
  const people = [await bench.person('ann'), await bench.person('bob'), await bench.person('cy')];
  // The device under test never calls anything itself: it hears what the person does elsewhere.
  const devices = await Promise.all(people.map((user) => bench.device(user)));
  const [owner, ...others] = people;
  if (owner === undefined) throw new Error('nobody there');
  const made = await bench.chat.createGroup(bench.as(owner), { name: 'g', description: '', members: others });
  return { bench, people, devices, group: valueOf(made).group.id, sent: [], texts: new Map() };
}

async function run(world: World, one: Step): Promise<Result<unknown> | undefined> {
  const { bench, people, sent, group } = world;
  const by = people[one.by];
  if (by === undefined) return undefined;
  const caller = bench.as(by);
  const groupId = group as Parameters<typeof bench.chat.addMember>[1];
  switch (one.do) {
    case 'send': {
      const to = one.to === 'group' ? group : people[(one.by + 1) % 3];
      const id = bench.ids.newId();
      const content = `text ${String(one.text)}`;
      const body = clientEvents.send_message.payload.parse({ type: one.to, to, content, id });
      const answer = await bench.chat.sendMessage(caller, body);
      if (answer.ok) sent.push({ id, conversation: answer.value.conversation });
      world.texts.set(id, content);
      return answer;
    }
    case 'add': {
      const who = people[one.who];
      return who && bench.chat.addMember(caller, groupId, who);
    }
    case 'remove': {
      const who = people[one.who];
      return who && bench.chat.removeMember(caller, groupId, who);
    }
    case 'rename':
      return bench.chat.updateGroup(caller, groupId, { name: `name ${String(one.text)}` });
    case 'edit':
    case 'delete':
    case 'hide':
    case 'react':
    case 'read':
      return change(world, one, sent[one.message % Math.max(1, sent.length)]);
  }
}

function change(
  { bench, people }: World,
  one: Extract<Step, { message: number }>,
  message: { id: string; conversation: string } | undefined,
): Promise<Result<unknown>> | undefined {
  const by = people[one.by];
  if (message === undefined || by === undefined) return undefined;
  const reference = { message_id: message.id, conversation: message.conversation };
  const caller = bench.as(by);
  switch (one.do) {
    case 'edit':
      return bench.chat.editMessage(
        caller,
        clientEvents.edit_message.payload.parse({ ...reference, content: 'edited' }),
      );
    case 'delete':
      return bench.chat.deleteMessage(
        caller,
        clientEvents.delete_message.payload.parse({ ...reference, delete_for: 'everyone' }),
      );
    case 'hide':
      return bench.chat.deleteMessage(
        caller,
        clientEvents.delete_message.payload.parse({ ...reference, delete_for: 'me' }),
      );
    case 'react':
      return bench.chat.react(
        caller,
        clientEvents.react.payload.parse({ ...reference, emoji: one.emoji, on: one.on }),
      );
    case 'read':
      return bench.chat.markRead(caller, clientEvents.mark_read.payload.parse(reference));
  }
}

describe('live and catching up', () => {
  test('SYN1, RCT1: a device knows the same from live events as from catching up, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 12 }), async (rounds) => {
        const world = await createWorld();
        for (const round of rounds) await Promise.all(round.map((one) => run(world, one)));
        for (const [index, user] of world.people.entries()) {
          const device = world.devices[index];
          if (device) await compare(world, user, fromLive(device, world.texts));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('SYN3: more held than there is answers reset, a conversation of others answers gone', async () => {
    const bench = await createChatBench();
    const [ann, bob, cy] = [await bench.person('ann'), await bench.person('bob'), await bench.person('cy')];
    const body = clientEvents.send_message.payload.parse({ type: 'direct', to: bob, content: 'x' });
    const { conversation } = valueOf(await bench.chat.sendMessage(bench.as(ann), body));
    const sync = async (user: UserId, held: object) =>
      valueOf(await bench.chat.sync(bench.as(user), clientEvents.sync.payload.parse(held)));
    expect((await sync(ann, { conversations: { [conversation]: 9 } })).conversations as unknown[]).toEqual([
      { id: conversation, reset: true },
    ]);
    expect((await sync(cy, { conversations: { [conversation]: 0 } })).conversations as unknown[]).toEqual([
      { id: conversation, gone: true },
    ]);
    expect((await sync(ann, { account: 1000 })).account).toEqual({ reset: true });
  });
});

/** Numbers without a gap, each once, and the same texts. SEQ1, SEQ2 */
async function compare(world: World, user: UserId, live: Copies): Promise<void> {
  for (const [conversation, copy] of live) {
    const own = copy.seqs.toSorted((one, other) => one - other);
    expect(copy.seqs).toEqual(own);
    const caughtUp = await fromCatchUp(world.bench, user, conversation, (copy.seqs[0] ?? 1) - 1);
    // Who was removed has no history to compare with; who came back missed what was in between.
    const isContinuous = own.every((seq, index) => seq === (own[0] ?? 0) + index);
    if (caughtUp.seqs.length === 0 || !isContinuous) continue;
    expect(caughtUp.seqs).toEqual(copy.seqs);
    for (const [id, text] of caughtUp.texts)
      if (copy.texts.has(id) && !caughtUp.hidden.has(id))
        expect({ id, text: copy.texts.get(id), reactions: copy.reactions.get(id)?.list ?? [] }).toEqual({
          id,
          text,
          reactions: caughtUp.reactions.get(id)?.list ?? [],
        });
      else if (copy.texts.has(id)) expect({ id, text: copy.texts.get(id) }).toEqual({ id, text });
  }
}
