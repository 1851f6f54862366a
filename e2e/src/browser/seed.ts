import { type Person, text } from '../person.ts';
import { History, type Message } from '../wire.ts';

/** Who says it, and what. */
export type Line = readonly [Person, string];

/** Has people say lines to a group or, with none, to each other; quickly, in this order. Answers with the ids. */
export async function sayAll(
  lines: readonly Line[],
  to: { group: { id: string } } | { between: Pair },
): Promise<string[]> {
  const people = [...new Set(lines.map(([person]) => person))];
  const sockets = new Map(await Promise.all(people.map(async (one) => [one, await one.connect()] as const)));
  const ids: string[] = [];
  try {
    let from: Person | undefined;
    let inFlight: Promise<unknown>[] = [];
    for (const [person, content] of lines) {
      // One socket keeps its order by itself; the next speaker waits for it.
      if (person !== from || inFlight.length >= 100) await Promise.all(inFlight.splice(0));
      from = person;
      const message =
        'group' in to
          ? text('group', to.group, content)
          : text('direct', otherOf(to.between, person), content);
      ids.push(message.id);
      const sending = sockets.get(person)?.must('send_message', message) ?? Promise.resolve();
      inFlight = [...inFlight, sending];
    }
    await Promise.all(inFlight);
  } finally {
    for (const socket of sockets.values()) socket.close();
  }
  return ids;
}

type Pair = readonly [Person, Person];

const otherOf = ([one, other]: Pair, person: Person): Person => (person === one ? other : one);

/** The last messages that the server holds for `person` with `other`, oldest first. */
export async function storedMessages(person: Person, other: { id: string }): Promise<readonly Message[]> {
  return (await person.api.get(`/messages/${person.id}/${other.id}?limit=200`, History)).messages;
}
