import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createFakeClock } from '../testing/fake-clock.ts';
import { entryFor } from '../testing/model-log.ts';
import { createModelServer, type ModelServer } from '../testing/model-server.ts';
import type { Entry, ServerPayload } from '../wire.ts';
import { addPage, applyEntries } from './apply-entries.ts';
import {
  entryOfDeletion,
  entryOfEdit,
  entryOfMessage,
  entryOfNotification,
  entryOfReaction,
} from './entry-of-event.ts';
import { emptyTimeline, type Timeline } from './timeline.ts';

const users = ['ann', 'bob', 'cy'];
const step = fc.record({
  what: fc.constantFrom(
    'send',
    'send',
    'send',
    'edit',
    'delete',
    'react',
    'react',
    'rename',
    'add',
    'remove',
  ),
  by: fc.constantFrom('ann', 'bob'),
  message: fc.nat(30),
});

interface History {
  readonly server: ModelServer;
  readonly group: string;
  /** what a device of ann's that does nothing itself hears of the group, in order */
  readonly live: readonly Entry[];
}

/** Plays the steps to a server in memory. */
function play(steps: readonly { what: string; by: string; message: number }[]): History {
  const server = createModelServer(createFakeClock(), users);
  const live: Entry[] = [];
  const listening = {
    user: 'ann',
    emit(event: string, payload: unknown) {
      const entry = entryOf(event, payload);
      if (entry !== undefined) live.push(entry);
    },
    close: () => undefined,
  };
  server.connect(listening);
  const { id: group } = server.http('ann', 'POST', '/groups', { name: 'g', members: ['bob'] }).json as {
    id: string;
  };
  const sockets = new Map(
    users.map((user) => [user, { user, emit: () => undefined, close: () => undefined }]),
  );
  steps.forEach(({ what, by, message }, index) => {
    const socket = sockets.get(by)!;
    const ids = [...server.conversations.get(group)!.messages.keys()];
    const target = { conversation: group, message_id: ids[message % Math.max(1, ids.length)] };
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    if (what === 'send')
      server.handle(socket, 'send_message', { id, type: 'group', to: group, content: `text ${id}` });
    else if (what === 'edit') server.handle(socket, 'edit_message', { ...target, content: `edit ${id}` });
    else if (what === 'react') {
      const emoji = message % 3 === 0 ? '👍' : '🎉';
      server.handle(socket, 'react', { ...target, emoji, on: message % 4 > 0 });
    } else if (what === 'delete')
      server.handle(socket, 'delete_message', { ...target, delete_for: 'everyone' });
    else {
      const change = { rename: { name: `n${String(index)}` }, add: { add: 'cy' }, remove: { remove: 'cy' } }[
        what
      ];
      server.http('ann', 'POST', `/groups/${group}`, change ?? {});
    }
  });
  return { server, group, live };
}

function entryOf(event: string, payload: unknown): Entry | undefined {
  switch (event) {
    case 'message':
      return entryOfMessage(payload as ServerPayload<'message'>);
    case 'message_update': {
      const update = payload as ServerPayload<'message_update'>;
      return update.type === 'reaction'
        ? entryOfReaction(update)
        : entryOfEdit(payload as Parameters<typeof entryOfEdit>[0]);
    }
    case 'message_deleted':
      return entryOfDeletion(payload as ServerPayload<'message_deleted'>);
    case 'notification':
      return entryOfNotification(payload as Parameters<typeof entryOfNotification>[0]);
    default:
      return undefined;
  }
}

describe('live and catching up', () => {
  test('SYN1, RCT1: live events, sync and pages, in any mixture, lead to the same timeline', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.nat(60),
        fc.array(fc.nat(1000), { maxLength: 60 }),
        (steps, cut, shuffle) => {
          const { server, group, live } = play(steps);
          const conversation = server.conversations.get(group)!;
          const now = conversation.log.map((entry) => entryFor(conversation, 'ann', entry));
          const fromLive = applyEntries(emptyTimeline(0), live).timeline;
          const fromSync = applyEntries(emptyTimeline(0), now).timeline;
          expect(shown(fromSync)).toEqual(shown(fromLive));

          // Shuffled, doubled, some live and some fetched: the same.
          const mixed = live.flatMap((entry, index) => (index % 3 === 0 ? [entry, now[index]!] : [entry]));
          const order = mixed.map((entry, index) => ({
            entry,
            key: shuffle[index % Math.max(1, shuffle.length)] ?? 0,
          }));
          const shuffled = order.sort((one, other) => one.key - other.key).map(({ entry }) => entry);
          const fromMixture = shuffled.reduce(
            (all, entry) => applyEntries(all, [entry]).timeline,
            emptyTimeline(0),
          );
          expect(shown(fromMixture)).toEqual(shown(fromLive));

          // Held from `head` on, the rest by a page that is fetched at the end.
          const head = Math.min(cut, live.length);
          const late = applyEntries(emptyTimeline(head), live.slice(head)).timeline;
          const paged = addPage(late, { from: 1, to: head, entries: now.slice(0, head) });
          expect(shown(paged)).toEqual(shown(fromLive));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function shown({ from, to, items, ahead }: Timeline): unknown {
  return { from, to, ahead, items };
}
