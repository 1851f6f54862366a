import { describe, expect, test } from 'bun:test';
import { createDesktopNotifications } from './desktop-notifications.ts';

function createBench() {
  const onScreen = new Map<string, { text: string; click: () => void }>();
  const opened: string[] = [];
  const notifications = createDesktopNotifications(
    ({ conversation, body }, onClick) => {
      onScreen.set(conversation, { text: body, click: onClick });
      return { close: () => onScreen.delete(conversation) };
    },
    (conversation) => opened.push(conversation),
  );
  const show = (conversation: string, seq: number): void =>
    notifications.show({ conversation, seq, title: conversation, body: `message ${seq}` });
  return { notifications, onScreen, opened, show };
}

describe('a notification', () => {
  test('takes the place of the one before it in its conversation', () => {
    const { onScreen, show } = createBench();
    show('tea', 4);
    show('tea', 5);
    expect([...onScreen.values()].map(({ text }) => text)).toEqual(['message 5']);
  });

  test('goes when its message is read elsewhere, and not before', () => {
    const { notifications, onScreen, show } = createBench();
    show('tea', 5);
    show('bob', 2);
    notifications.follow([
      { id: 'tea', read_seq: 4 },
      { id: 'bob', read_seq: 2 },
    ]);
    expect([...onScreen.keys()]).toEqual(['tea']);
    notifications.follow([{ id: 'tea', read_seq: 5 }]);
    expect(onScreen.size).toBe(0);
  });

  test('goes with its conversation, and all go with the app', () => {
    const { notifications, onScreen, show } = createBench();
    show('tea', 5);
    notifications.follow([]);
    expect(onScreen.size).toBe(0);
    show('tea', 6);
    notifications.closeAll();
    expect(onScreen.size).toBe(0);
  });

  test('opens its conversation when it is clicked', () => {
    const { onScreen, opened, show } = createBench();
    show('tea', 5);
    onScreen.get('tea')?.click();
    expect(opened).toEqual(['tea']);
    expect(onScreen.size).toBe(0);
  });
});
