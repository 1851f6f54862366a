import { expect } from 'bun:test';
import { personalLogId } from '../log/entry.ts';
import {
  albumOf,
  ann,
  bob,
  cat,
  direct,
  edit,
  erase,
  fingerprintOf,
  group,
  seqs,
  startMs,
  text,
  uuidOf,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = direct(ann, bob);

async function entriesOf(recorder: Recorder, of = log, reader = ann) {
  const [page] = await recorder.storage.conversations.listEntries(
    reader,
    [{ log: of, afterSeq: 0, limit: 100 }],
    1e6,
  );
  return page?.entries ?? [];
}

/** Logs read back: conversations and personal ones. */
export function describeLogs(storeTest: StoreTest): void {
  storeTest('SYN1: every kind of entry reads back as it was written', async (recorder) => {
    const id = group(1);
    const events = [
      { kind: 'renamed', name: 'Band' },
      {
        kind: 'updated',
        name: 'Band',
        description: 'Louder',
        avatarUrl: '/uploads/a.png',
        discoverable: true,
      },
      { kind: 'updated', avatarUrl: null },
      { kind: 'member_added', userId: cat, role: 'member' },
      { kind: 'role_changed', userId: bob, role: 'admin' },
      { kind: 'member_removed', userId: cat },
    ] as const;
    const first = await recorder.found(id, ann, bob);
    for (const event of events) await recorder.record(id, ann, event);
    await recorder.record(id, ann, { kind: 'deleted' });
    const entries = await entriesOf(recorder, id);
    expect(entries[0]).toEqual({
      log: id,
      seq: 1,
      id: first.id,
      at: first.at,
      by: ann,
      kind: 'created',
      name: 'Choir',
      description: 'We sing',
      members: [
        { userId: ann, role: 'owner' },
        { userId: bob, role: 'member' },
      ],
    });
    expect(
      entries.slice(1).map(({ log: _, seq: _seq, id: _id, at: _at, by: _by, ...event }) => event),
    ).toEqual([...events, { kind: 'deleted' }]);
  });

  storeTest('SYN1: a message reads back whole', async (recorder) => {
    const first = await recorder.say(log, bob, 'Grüße 👋 \u0000end');
    const second = await recorder.record(log, ann, {
      kind: 'message',
      type: 'direct',
      to: bob,
      content: '👍',
      contentType: 'emoji',
      replyTo: uuidOf(1),
      albumId: albumOf(1),
    });
    expect(await entriesOf(recorder)).toEqual([
      {
        log,
        seq: 1,
        id: first.id,
        at: first.at,
        by: bob,
        kind: 'message',
        hidden: false,
        message: {
          id: uuidOf(1),
          conversation: log,
          seq: 1,
          type: 'direct',
          from: bob,
          to: ann,
          content: 'Grüße 👋 \u0000end',
          contentType: 'text',
          media: null,
          replyTo: null,
          createdAt: first.at,
          editedAt: null,
          editSeq: null,
          deletedAt: null,
          deleteSeq: null,
        },
      },
      expect.objectContaining({
        seq: 2,
        id: second.id,
        message: expect.objectContaining({
          contentType: 'emoji',
          replyTo: uuidOf(1),
          albumId: albumOf(1),
          to: bob,
        }),
      }),
    ]);
  });

  storeTest('WEB8: a message stays in its album, edited or deleted', async (recorder) => {
    const sent = { ...text(log, ann, 'the harbour'), albumId: albumOf(1) };
    const [kept, gone] = [await recorder.record(log, ann, sent), await recorder.record(log, ann, sent)];
    await recorder.record(log, ann, edit(kept, 'the port'));
    await recorder.record(log, ann, erase(gone));
    expect((await entriesOf(recorder)).slice(0, 2)).toMatchObject([
      { message: { content: 'the port', albumId: albumOf(1) } },
      { message: { content: null, albumId: albumOf(1) } },
    ]);
  });

  storeTest('SYN1: content in entries is the present one, older edits included', async (recorder) => {
    const message = await recorder.say(log, ann, 'one');
    const firstEdit = await recorder.record(log, ann, edit(message, 'two'));
    const lastEdit = await recorder.record(log, ann, edit(message, 'three'));
    const entries = await entriesOf(recorder);
    expect(entries[0]).toMatchObject({
      message: { content: 'three', editedAt: lastEdit.at, editSeq: 3, deletedAt: null, deleteSeq: null },
    });
    expect(entries.slice(1)).toMatchObject([
      { kind: 'edit', at: firstEdit.at, messageId: message.id, messageSeq: 1, content: 'three' },
      { kind: 'edit', at: lastEdit.at, messageId: message.id, messageSeq: 1, content: 'three' },
    ]);
  });

  storeTest('SYN1: a deletion erases the text in the message and in all its edits', async (recorder) => {
    const message = await recorder.say(log, ann, 'secret');
    await recorder.record(log, ann, edit(message, 'secret too'));
    const deletion = await recorder.record(log, ann, erase(message));
    const entries = await entriesOf(recorder);
    expect(entries).toMatchObject([
      { message: { content: null, editSeq: 2, deletedAt: deletion.at, deleteSeq: 3 } },
      { kind: 'edit', content: null },
      { kind: 'delete', messageId: message.id, messageSeq: 1 },
    ]);
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  storeTest('SYN1: what comes after a deletion does not bring the text back', async (recorder) => {
    const message = await recorder.say(log, ann, 'secret');
    await recorder.record(log, ann, erase(message));
    await recorder.record(log, ann, edit(message, 'again'));
    await recorder.record(log, ann, erase(message));
    expect((await entriesOf(recorder))[0]).toMatchObject({
      message: { content: null, editSeq: null, deleteSeq: 2 },
    });
  });

  storeTest('SYN1: a message hidden for oneself is marked for its reader alone', async (recorder) => {
    const message = await recorder.say(log, ann, 'x');
    await recorder.hide(bob, message);
    expect(await entriesOf(recorder, log, bob)).toMatchObject([{ kind: 'message', hidden: true }]);
    expect(await entriesOf(recorder, log, ann)).toMatchObject([{ kind: 'message', hidden: false }]);
  });

  storeTest('SYN1: pages of several logs, each after its own position', async (recorder) => {
    const other = direct(ann, cat);
    for (const each of [log, other]) for (const word of 'abcde') await recorder.say(each, ann, word);
    const pages = await recorder.storage.conversations.listEntries(
      ann,
      [
        { log, afterSeq: 1, limit: 2 },
        { log: other, afterSeq: 4, limit: 5 },
        { log: direct(ann, ann), afterSeq: 0, limit: 5 },
        { log, afterSeq: 9, limit: 5 },
      ],
      1e6,
    );
    expect(pages.map((page) => [page.log, page.head, seqs(page.entries)])).toEqual([
      [log, 5, [2, 3]],
      [other, 5, [5]],
      [direct(ann, ann), 0, []],
      [log, 5, []],
    ]);
  });

  storeTest('LIM1: all pages together end at about maxBytes, later logs then get none', async (recorder) => {
    const other = direct(ann, cat);
    for (const each of [log, other])
      for (const word of 'abcde') await recorder.say(each, ann, word.repeat(1000));
    const wanted = [log, other].map((each) => ({ log: each, afterSeq: 0, limit: 5 }));
    const [first, second] = await recorder.storage.conversations.listEntries(ann, wanted, 3_000);
    expect(first?.entries.length).toBeGreaterThanOrEqual(2);
    expect(first?.entries.length).toBeLessThanOrEqual(4);
    expect(second).toEqual({ log: other, head: 5, entries: [] });
    const [smallest] = await recorder.storage.conversations.listEntries(ann, wanted, 1);
    expect(seqs(smallest?.entries ?? [])).toEqual([1]);
  });

  storeTest(
    'SND2: an entry is found by its id, with the fingerprint it was stored under',
    async (recorder) => {
      const message = await recorder.say(log, ann, 'x', { fingerprint: fingerprintOf(0xabc) });
      const change = await recorder.record(log, ann, edit(message, 'y'));
      const { findEntry } = recorder.storage.conversations;
      expect(await findEntry(log, message.id)).toMatchObject({
        fingerprint: fingerprintOf(0xabc),
        entry: { seq: 1, kind: 'message', hidden: false, message: { content: 'y' } },
      });
      expect(await findEntry(log, change.id)).toMatchObject({
        fingerprint: null,
        entry: { seq: 2, kind: 'edit' },
      });
      expect(await findEntry(log, uuidOf(999))).toBeUndefined();
      expect(await findEntry(log, 'no uuid')).toBeUndefined();
      expect(await findEntry(direct(ann, cat), message.id)).toBeUndefined();
    },
  );

  storeTest('SYN1: a personal log reads back in pages', async (recorder) => {
    const events = [
      { kind: 'conversation_added', conversation: log },
      { kind: 'message_hidden', conversation: log, messageId: uuidOf(500), messageSeq: 3 },
      {
        kind: 'conversation_changed',
        conversation: log,
        mutedUntil: startMs,
        archived: true,
        markedUnread: false,
      },
      {
        kind: 'profile_changed',
        user: { id: ann, username: 'ann', displayName: 'Änn', avatarUrl: null, createdAt: 1 },
      },
      { kind: 'block_changed', userId: bob, on: true },
      { kind: 'settings_changed', settings: { theme: 'dark', nested: [1, { two: null }] } },
      { kind: 'session_revoked', sessionId: 'session' as never },
      { kind: 'account_disabled', on: true },
      { kind: 'conversation_removed', conversation: log },
    ] as const;
    for (const event of events) await recorder.note(ann, event);
    const { listPersonalEntries } = recorder.storage.conversations;
    const all = await listPersonalEntries(ann, 0, 100);
    expect(all.head).toBe(9);
    expect(all.entries[0]).toMatchObject({
      log: personalLogId(ann),
      seq: 1,
      by: ann,
      at: startMs + 1,
      id: uuidOf(1),
    });
    expect(all.entries.map(({ log: _, seq: _seq, id: _id, at: _at, by: _by, ...event }) => event)).toEqual([
      ...events,
    ]);
    const page = await listPersonalEntries(ann, 3, 2);
    expect([page.head, seqs(page.entries)]).toEqual([9, [4, 5]]);
    expect(await listPersonalEntries(bob, 0, 10)).toEqual({ head: 0, entries: [] });
  });

  storeTest('SND2: an entry of a personal log is found by its id', async (recorder) => {
    const added = await recorder.note(ann, { kind: 'conversation_added', conversation: log });
    const { findPersonalEntry } = recorder.storage.conversations;
    expect(await findPersonalEntry(ann, added.id)).toMatchObject({
      seq: 1,
      kind: 'conversation_added',
      conversation: log,
    });
    expect(await findPersonalEntry(bob, added.id)).toBeUndefined();
    expect(await findPersonalEntry(ann, uuidOf(999))).toBeUndefined();
  });
}
