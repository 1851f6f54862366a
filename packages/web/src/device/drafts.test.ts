import { describe, expect, test } from 'bun:test';
import { createDrafts } from './drafts.ts';
import type { LocalStore } from './local-store.ts';

/** One browser with several tabs: each gets a store of its own over the same values. */
function createBrowser() {
  const values = new Map<string, string>();
  const tabs = new Set<(key: string) => void>();
  return function openTab(): LocalStore {
    let listen: ((key: string) => void) | undefined;
    return {
      get: (key) => values.get(key),
      set(key, value) {
        if (value === undefined) values.delete(key);
        else values.set(key, value);
        for (const other of tabs) if (other !== listen) other(key);
      },
      keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
      onChanged(listener) {
        listen = listener;
        tabs.add(listener);
        return () => tabs.delete(listener);
      },
    };
  };
}

describe('drafts', () => {
  test('WEB3: a draft, its reply and its edit survive a reload, each in its own conversation', () => {
    const openTab = createBrowser();
    const drafts = createDrafts(openTab(), () => 'ada');
    drafts.set('one', { text: 'half a sen', replyTo: 'm1' });
    drafts.set('two', { text: 'waits', edit: { messageId: 'm2', text: 'better' } });
    const later = createDrafts(openTab(), () => 'ada');
    expect(later.get('one')).toEqual({ text: 'half a sen', replyTo: 'm1' });
    expect(later.get('two')).toEqual({ text: 'waits', edit: { messageId: 'm2', text: 'better' } });
    expect(later.get('three')).toBeUndefined();
  });

  test('WEB3: a draft is its account’s: another one does not see it, and it is there when the first comes back', () => {
    const openTab = createBrowser();
    let user = 'ada';
    const drafts = createDrafts(openTab(), () => user);
    drafts.set('one', { text: 'mine' });
    user = 'bob';
    expect(drafts.get('one')).toBeUndefined();
    expect(drafts.all.getSnapshot().size).toBe(0);
    user = 'ada';
    expect(drafts.get('one')).toEqual({ text: 'mine' });
  });

  test('what is sent or emptied is no draft any more, in the other tab either', () => {
    const openTab = createBrowser();
    const [here, there] = [createDrafts(openTab(), () => 'ada'), createDrafts(openTab(), () => 'ada')];
    here.set('one', { text: 'word' });
    expect(there.get('one')).toEqual({ text: 'word' });
    here.set('one', { text: '  ' });
    expect(there.all.getSnapshot().has('one')).toBe(false);
  });

  test('values that something else wrote are no drafts', () => {
    const store = createBrowser()();
    for (const [name, value] of Object.entries({ a: '', b: '{', c: '3', d: '{"text":1}', e: 'null' }))
      store.set(`draft ada ${name}`, value);
    expect(createDrafts(store, () => 'ada').all.getSnapshot().size).toBe(0);
  });
});
