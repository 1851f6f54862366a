import type { Conversation } from './audit.ts';
import { eventually } from './deadline.ts';
import { createOutboxClient, type OutboxClient } from './outbox-client.ts';
import { directBetween, makeGroup, signUp, text, type Person, type TextMessage } from './person.ts';

const IN_FLIGHT = 12;

/** People who write to each other for as long as they are asked to. */
export interface Load {
  readonly clients: readonly OutboxClient[];
  readonly conversations: readonly Conversation[];
  readonly sent: TextMessage[];
  /** Sends one more message on somebody's behalf. */
  readonly writeFor: (client: OutboxClient) => void;
  /** Sends on behalf of everybody until each has `IN_FLIGHT` unanswered. */
  readonly push: () => void;
}

function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Five people, each with each other directly, and two groups of all. */
export async function startLoad(server: { readonly url: string }, random: () => number): Promise<Load> {
  const people = await Promise.all(
    ['ann', 'ben', 'cat', 'dan', 'eve'].map((name) => signUp(server.url, name)),
  );
  const [owner] = people;
  if (owner === undefined) throw new Error('nobody');
  const groups = [await makeGroup(owner, 'one', people), await makeGroup(owner, 'two', people)];
  const clients = people.map((person) => createOutboxClient(server.url, person));
  const pairs = clients.flatMap((a, i) => clients.slice(i + 1).map((b) => [a, b] as const));
  const conversations: Conversation[] = [
    ...groups.map((group) => ({ id: group.id, members: clients })),
    ...pairs.map(([a, b]) => ({ id: directBetween(a.person, b.person), members: [a, b] })),
  ];
  const sent: TextMessage[] = [];
  const writeFor = (client: OutboxClient): void => {
    const toGroup = random() < 0.6;
    const others = people.filter((one) => one.id !== client.person.id);
    const body = `message ${String(sent.length)}`;
    const message = toGroup
      ? text('group', pick(groups, random), body)
      : text('direct', pick(others, random), body);
    sent.push(message);
    client.send(message);
  };
  const push = (): void => {
    for (const client of clients) while (client.pending() < IN_FLIGHT) writeFor(client);
  };
  return { clients, conversations, sent, writeFor, push };
}

/** Keeps the load up until `acks` more were stored. */
export function stored(load: Load, acks: number): Promise<void> {
  return new Promise((resolve) => {
    let left = acks;
    for (const client of load.clients)
      client.onStored(() => {
        if (--left === 0) resolve();
        if (left > 0) load.push();
      });
    load.push();
  });
}

/** Waits until nothing that these clients sent is unanswered. */
export function allAnswered({ clients }: Pick<Load, 'clients'>, withinMs: number): Promise<void> {
  return eventually('every outbox to be empty', () => clients.every((one) => one.pending() === 0), withinMs);
}

/** From now on everybody writes again as soon as something of theirs is stored, until the returned function is called. */
export function keepWriting(load: Load): () => void {
  let isOn = true;
  for (const client of load.clients)
    client.onStored(() => {
      if (isOn) load.push();
    });
  load.push();
  return () => {
    isOn = false;
  };
}

/** Sends so many messages, a good many at a time, and waits until all are stored. */
export async function fillConversation(from: Person, to: Person, count: number): Promise<string> {
  const socket = await from.connect();
  for (let sent = 0; sent < count; sent += 200)
    await Promise.all(
      Array.from({ length: Math.min(200, count - sent) }, (_, index) =>
        socket.must('send_message', text('direct', to, `message ${String(sent + index)}`)),
      ),
    );
  socket.close();
  return directBetween(from, to);
}
