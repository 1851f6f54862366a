import { expect } from 'bun:test';
import type { Media, MediaRecord } from '../log/media.ts';
import type { NewEntry } from '../ports/storage.ts';
import {
  ann,
  bob,
  cat,
  direct,
  erase,
  group,
  hidden,
  newUser,
  startMs,
  text,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = direct(ann, bob);

export const mediaId = (number: number): string => number.toString(16).padStart(32, '0');

export const media = (number: number, more: Partial<Media> = {}): Media => ({
  id: mediaId(number),
  file: `${mediaId(number)}.png`,
  kind: 'image',
  mimeType: 'image/png',
  filename: 'Ünïcode "plan".png',
  size: 1_000,
  width: 4,
  height: 3,
  hasThumbnail: true,
  placeholder: 'AQID',
  waveform: [0, 100],
  ...more,
});

export const mediaRecord = (number: number, more: Partial<MediaRecord> = {}): MediaRecord => ({
  media: media(number),
  owner: ann,
  sha256: number.toString(16).padStart(64, 'a'),
  createdAt: startMs,
  claimedAt: startMs,
  ...more,
});

const sendMedia = (recorder: Recorder, number: number, to = log): Promise<NewEntry> =>
  recorder.record(to, ann, { ...text(to, ann, 'look'), contentType: 'image', media: media(number) });

/** What is known of uploads, and what messages carry of it. */
export function describeMedia(storeTest: StoreTest): void {
  storeTest('MED9: a record is there as it was made, and the same id keeps its first', async (recorder) => {
    const store = recorder.storage.media;
    expect(await store.find(mediaId(1))).toBeUndefined();
    expect(await store.create(mediaRecord(1))).toBe(true);
    expect(await store.create(mediaRecord(1, { owner: bob }))).toBe(true);
    expect(await store.find(mediaId(1))).toEqual(mediaRecord(1));
    await store.revise(mediaId(1), media(1, { placeholder: 'BAUG' }));
    expect((await store.find(mediaId(1)))?.media.placeholder).toBe('BAUG');
    await store.revise(mediaId(2), media(2));
    expect(await store.find(mediaId(2))).toBeUndefined();
  });

  storeTest(
    'MED9: what is made once more is as if made now, unless somebody claimed it',
    async (recorder) => {
      const store = recorder.storage.media;
      const again = mediaRecord(1, { createdAt: startMs + 9, claimedAt: startMs + 9 });
      await store.create(mediaRecord(1));
      expect(await store.create(again)).toBe(true);
      expect(await store.find(mediaId(1))).toEqual(again);
      const claimed = await store.claim(mediaId(1), startMs + 20);
      expect(await store.create(mediaRecord(1, { createdAt: startMs + 30, claimedAt: startMs + 30 }))).toBe(
        true,
      );
      expect(await store.find(mediaId(1))).toEqual(claimed);
    },
  );

  storeTest('MED9: a claim moves forward only, and finds nothing where nothing is', async (recorder) => {
    const store = recorder.storage.media;
    await store.create(mediaRecord(1));
    expect(await store.claim(mediaId(1), startMs + 9)).toEqual(mediaRecord(1, { claimedAt: startMs + 9 }));
    expect((await store.claim(mediaId(1), startMs + 3))?.claimedAt).toBe(startMs + 9);
    expect(await store.claim(mediaId(2), startMs)).toBeUndefined();
  });

  storeTest('MED9: usage is what one person has uploaded', async (recorder) => {
    const store = recorder.storage.media;
    expect(await store.usage(ann)).toEqual({ bytes: 0, files: 0 });
    await store.create(mediaRecord(1));
    await store.create(mediaRecord(2, { media: media(2, { size: 5 }) }));
    await store.create(mediaRecord(3, { owner: bob }));
    expect(await store.usage(ann)).toEqual({ bytes: 1_005, files: 2 });
  });

  storeTest('SYN1: a message carries its media wherever it is read', async (recorder, store) => {
    const sent = await sendMedia(recorder, 1);
    const { conversations } = recorder.storage;
    const read = async (from = conversations) => ({
      history: (await from.listMessages(bob, log, { anchor: 'newest', limit: 9 })).messages[0]?.media,
      one: (await from.findMessage(bob, log, sent.id as never))?.message.media,
      row: (await from.listRows(bob, { limit: 9 }))[0]?.lastMessage?.media,
    });
    const all = { history: media(1), one: media(1), row: media(1) };
    expect(await read()).toEqual(all);
    expect(await read((await store.reopen()).conversations)).toEqual(all);
  });

  storeTest(
    'MED8: whoever is where it was sent finds it there, while the message stands',
    async (recorder) => {
      const store = recorder.storage.media;
      await store.create(mediaRecord(1));
      await recorder.found(group(1), ann, cat);
      expect(await store.findConversations(bob, mediaId(1))).toEqual([]);
      const first = await sendMedia(recorder, 1);
      await sendMedia(recorder, 1);
      const inGroup = await sendMedia(recorder, 1, group(1));
      expect(await store.findConversations(bob, mediaId(1))).toEqual([log]);
      expect(await store.findConversations(cat, mediaId(1))).toEqual([group(1)]);
      expect([...(await store.findConversations(ann, mediaId(1)))].sort()).toEqual([group(1), log].sort());
      await recorder.record(log, ann, erase(first));
      expect(await store.findConversations(bob, mediaId(1))).toEqual([log]);
      await recorder.record(group(1), ann, erase(inGroup));
      expect(await store.findConversations(cat, mediaId(1))).toEqual([]);
      const read = await recorder.storage.conversations.listMessages(ann, group(1), {
        anchor: 'newest',
        limit: 9,
      });
      expect(read.messages[0]).toMatchObject({ media: null, contentType: 'image' });
    },
  );

  storeTest('MED8: nobody finds it by a membership that has ended', async (recorder) => {
    await recorder.storage.media.create(mediaRecord(1));
    await recorder.found(group(1), ann, bob);
    await sendMedia(recorder, 1, group(1));
    await recorder.record(group(1), ann, { kind: 'member_removed', userId: bob });
    expect(await recorder.storage.media.findConversations(bob, mediaId(1))).toEqual([]);
    await recorder.record(group(1), ann, { kind: 'deleted' });
    expect(await recorder.storage.media.findConversations(ann, mediaId(1))).toEqual([]);
  });

  storeTest('MED8: an avatar is one as long as a person or a living group shows it', async (recorder) => {
    const { media: store, accounts } = recorder.storage;
    const shown = `/uploads/${mediaId(1)}.thumbnail.webp`;
    expect(await store.isAvatar(mediaId(1))).toBe(false);
    await accounts.createUser(newUser('ann', { avatarUrl: `/uploads/${mediaId(2)}.png` }));
    await recorder.found(group(1), ann);
    await recorder.record(group(1), ann, { kind: 'updated', avatarUrl: shown });
    expect([await store.isAvatar(mediaId(1)), await store.isAvatar(mediaId(2))]).toEqual([true, true]);
    const user = { ...newUser('ann').profile, avatarUrl: null };
    await recorder.note(ann, { kind: 'profile_changed', user });
    await recorder.record(group(1), ann, { kind: 'deleted' });
    expect([await store.isAvatar(mediaId(1)), await store.isAvatar(mediaId(2))]).toEqual([false, false]);
  });

  storeTest('MED9: unused is what no message carries and no avatar shows', async (recorder) => {
    const { media: store, accounts } = recorder.storage;
    for (const number of [1, 2, 3, 4]) await store.create(mediaRecord(number));
    await store.create(mediaRecord(5, { claimedAt: startMs + 100 }));
    const kept = await sendMedia(recorder, 1);
    await recorder.note(bob, hidden(kept));
    await accounts.createUser(newUser('ann', { avatarUrl: `/uploads/${mediaId(2)}.png` }));
    const page = { claimedBefore: startMs + 100, afterId: '' };
    const unused = async (limit = 9, afterId = '') =>
      (await store.listUnused({ ...page, afterId }, limit)).map((record) => record.media.id);
    expect(await unused()).toEqual([mediaId(3), mediaId(4)]);
    expect(await unused(1)).toEqual([mediaId(3)]);
    expect(await unused(1, mediaId(3))).toEqual([mediaId(4)]);

    const remove = (number: number, upto = startMs) => store.remove(mediaId(number), upto, startMs);
    expect([await remove(1), await remove(2), await remove(3), await remove(9)]).toEqual([
      'used',
      'used',
      'condemned',
      'gone',
    ]);
    expect([await remove(5), await remove(5, startMs + 100)]).toEqual(['claimed', 'condemned']);
    await recorder.record(log, ann, erase(kept));
    expect([await remove(1), await store.find(mediaId(1))]).toEqual(['condemned', undefined]);
  });

  storeTest(
    'MED9: content that is being erased gets no record, and content with one stays',
    async (recorder) => {
      const store = recorder.storage.media;
      const { sha256 } = mediaRecord(1);
      await store.create(mediaRecord(1));
      expect(await store.condemn(sha256, startMs)).toBe(false);
      expect(await store.create(mediaRecord(2, { sha256 }))).toBe(true);
      const removed = [1, 2].map((number) => store.remove(mediaId(number), startMs, startMs));
      // The content goes with the last of its records, and is one's to erase.
      expect((await Promise.all(removed)).toSorted()).toEqual(['condemned', 'gone']);
      expect(await store.condemn(sha256, startMs)).toBe(false);
      expect(await store.create(mediaRecord(3, { sha256 }))).toBe(false);
      expect(await store.find(mediaId(3))).toBeUndefined();
      expect([await store.listCondemned(startMs), await store.listCondemned(startMs + 1)]).toEqual([
        [],
        [sha256],
      ]);
      // However many take it over at once, it is one's; and not again until it is as long ago.
      const [before, later] = [startMs + 1, startMs + 9];
      const taken = [1, 2, 3].map(() => store.takeOver(sha256, before, later));
      expect((await Promise.all(taken)).toSorted()).toEqual([false, false, true]);
      expect([await store.listCondemned(before), await store.listCondemned(later + 1)]).toEqual([
        [],
        [sha256],
      ]);
      expect(await store.create(mediaRecord(3, { sha256 }))).toBe(false);
      await store.forget(sha256);
      expect(await store.takeOver(sha256, Infinity, later)).toBe(false);
      expect([
        await store.listCondemned(startMs + 1),
        await store.create(mediaRecord(3, { sha256 })),
      ]).toEqual([[], true]);
    },
  );

  storeTest(
    'MED9: of those who make a record and those who erase its content at once one is refused',
    async (recorder) => {
      const store = recorder.storage.media;
      for (let round = 0; round < 10; round++) {
        const record = mediaRecord(round + 1);
        const [made, condemned] = await Promise.all([
          store.create(record),
          store.condemn(record.sha256, startMs),
        ]);
        expect(made && condemned).toBe(false);
        if (made) expect(await store.find(record.media.id)).toEqual(record);
      }
    },
  );

  storeTest('OPS5: records are listed by id, in pages, and put as they were', async (recorder) => {
    const store = recorder.storage.media;
    await store.put([mediaRecord(2), mediaRecord(1)]);
    await store.put([mediaRecord(2, { owner: bob, claimedAt: startMs + 7 })]);
    expect(await store.list('', 1)).toEqual([mediaRecord(1)]);
    expect(await store.list(mediaId(1), 9)).toEqual([mediaRecord(2, { owner: bob, claimedAt: startMs + 7 })]);
    await store.put([]);
  });
}
