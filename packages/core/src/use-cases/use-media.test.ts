import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId } from '@parley/protocol';
import { createChatBench, refusalOf, valueOf } from '../testing/index.ts';
import { media, mediaId, mediaRecord } from '../testing/storage-contract-media.ts';

const outgoingMessage = clientEvents.send_message.payload;

async function setUp() {
  const released: string[] = [];
  const bench = await createChatBench({ onMediaReleased: (id) => released.push(id) });
  const people = [await bench.person('ann'), await bench.person('bob'), await bench.person('cat')] as const;
  const [ann] = people;
  await bench.storage.media.create(mediaRecord(1, { owner: ann, createdAt: 0, claimedAt: 0 }));
  const photo = (to: string, more: object = {}) =>
    outgoingMessage.parse({ type: 'direct', to, media_id: mediaId(1), id: bench.ids.newId(), ...more });
  return { ...bench, people, released, photo };
}

describe('media in messages', () => {
  test('MED8: what a message carries is what its upload says, whatever its sender says', async () => {
    const { chat, as, people, photo, device } = await setUp();
    const [ann, bob] = people;
    const hers = await device(bob);
    const body = photo(bob, { content: 'a caption', content_type: 'video' });
    const { id } = valueOf(await chat.sendMessage(as(ann), body));
    const shown = {
      content: 'a caption',
      content_type: 'image',
      media_url: `/uploads/${media(1).file}`,
      media_metadata: {
        mime_type: 'image/png',
        filename: media(1).filename,
        size: 1_000,
        width: 4,
        height: 3,
        thumbnail_url: `/uploads/${mediaId(1)}.thumbnail.webp`,
        placeholder: 'AQID',
        waveform: [0, 100],
      },
    };
    expect(valueOf(await chat.getMessage(as(bob), { message_id: id }))).toMatchObject(shown);
    expect(hers.learnt().at(-1)).toMatchObject({ event: 'message', payload: shown });
  });

  test('MED8: its words can be changed, and taken away; a text cannot be left without any', async () => {
    const { chat, as, people, photo, device } = await setUp();
    const [ann, bob] = people;
    const hers = await device(bob);
    const { id, conversation } = valueOf(
      await chat.sendMessage(as(ann), photo(bob, { content: 'a caption' })),
    );
    const edit = (message_id: typeof id, content: string) =>
      chat.editMessage(as(ann), { message_id, conversation, content });
    const edited = valueOf(await edit(id, ''));
    expect(valueOf(await edit(id, ''))).toEqual(edited);
    expect(valueOf(await chat.getMessage(as(bob), { message_id: id })).content).toBe('');
    expect(hers.learnt().at(-1)).toMatchObject({ event: 'message_update', payload: { content: '' } });
    const bare = valueOf(await chat.sendMessage(as(ann), photo(bob)));
    expect(valueOf(await edit(bare.id, '')).seq).toBe(bare.seq ?? 0);
    const words = outgoingMessage.parse({ type: 'direct', to: bob, content: 'hello' });
    const text = valueOf(await chat.sendMessage(as(ann), words));
    expect(refusalOf(await edit(text.id, '')).issues).toEqual([
      { path: 'content', message: 'must not be blank' },
    ]);
  });

  test('SND2: a repeat is the same by id or by address, and another media under the id is a conflict', async () => {
    const { chat, as, people, photo, storage } = await setUp();
    const [ann, bob] = people;
    await storage.media.create(mediaRecord(2, { owner: ann }));
    const body = photo(bob);
    const byUrl = { ...body, media_id: undefined, media_url: `/uploads/${media(1).file}` };
    expect(valueOf(await chat.sendMessage(as(ann), body)).duplicate).toBeUndefined();
    expect(valueOf(await chat.sendMessage(as(ann), byUrl)).duplicate).toBe(true);
    const other = { ...body, media_id: mediaId(2) };
    expect(refusalOf(await chat.sendMessage(as(ann), other)).code).toBe('conflict');
    const without = { ...body, media_id: undefined, content: 'x' };
    expect(refusalOf(await chat.sendMessage(as(ann), without)).code).toBe('conflict');
  });

  test('MED8: not there and not yours are one answer; who got it may send it on', async () => {
    const { chat, as, people, photo, storage } = await setUp();
    const [ann, bob, cat] = people;
    const foreign = refusalOf(await chat.sendMessage(as(bob), photo(cat)));
    const missing = refusalOf(await chat.sendMessage(as(bob), photo(cat, { media_id: mediaId(9) })));
    expect([foreign.code, foreign.message]).toEqual([missing.code, missing.message]);
    expect(foreign.code).toBe('not_found');
    // MED9: it is as unused as before.
    expect((await storage.media.find(mediaId(1)))?.claimedAt).toBe(0);
    const notMine = { media_id: undefined, media_url: `https://elsewhere.example/uploads/${media(1).file}` };
    expect(refusalOf(await chat.sendMessage(as(ann), photo(bob, notMine))).issues?.[0]?.path).toBe(
      'media_url',
    );
    valueOf(await chat.sendMessage(as(ann), photo(bob)));
    valueOf(await chat.sendMessage(as(bob), photo(cat)));
    expect(valueOf(await chat.findMedia(as(cat), mediaId(1))).media).toEqual(media(1));
  });

  test('MED8 MED9: deleting for everyone takes the media away, and says so once', async () => {
    const { chat, as, people, photo, released } = await setUp();
    const [ann, bob] = people;
    const { id } = valueOf(await chat.sendMessage(as(ann), photo(bob, { content: 'look' })));
    expect(valueOf(await chat.findMedia(as(bob), mediaId(1))).owner).toBe(ann);
    const erase = { message_id: id, delete_for: 'everyone' } as const;
    valueOf(await chat.deleteMessage(as(ann), erase));
    valueOf(await chat.deleteMessage(as(ann), erase));
    expect(released).toEqual([mediaId(1)]);
    expect(refusalOf(await chat.findMedia(as(bob), mediaId(1))).code).toBe('not_found');
    const gone = { content: null, media_url: null, media_metadata: null, content_type: 'image' };
    expect(valueOf(await chat.getMessage(as(bob), { message_id: id }))).toMatchObject(gone);
  });

  test('GRP1: a removed member sees none of the group’s media, from that moment on', async () => {
    const { chat, as, people } = await setUp();
    const [ann, bob] = people;
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'g', members: [bob], description: '' }),
    );
    const photo = outgoingMessage.parse({ type: 'group', to: group.id, media_id: mediaId(1) });
    valueOf(await chat.sendMessage(as(ann), photo));
    expect(valueOf(await chat.findMedia(as(bob), mediaId(1))).media.id).toBe(mediaId(1));
    // A group's id as the wire gives it.
    valueOf(await chat.removeMember(as(ann), group.id as string as GroupId, bob));
    expect(refusalOf(await chat.findMedia(as(bob), mediaId(1))).code).toBe('not_found');
  });

  test('MED9: who is about to name a media keeps it from being taken for unused', async () => {
    const { chat, as, people, photo, storage, clock } = await setUp();
    const [ann, bob] = people;
    valueOf(await chat.sendMessage(as(ann), photo(bob)));
    expect((await storage.media.find(mediaId(1)))?.claimedAt).toBe(clock.nowMs());
  });
});

describe('avatars', () => {
  test('MED8: a picture becomes an avatar that everybody may see, and null takes it away', async () => {
    const { chat, as, people } = await setUp();
    const [ann, bob] = people;
    const me = valueOf(await chat.updateMe(as(ann), { avatar_media_id: mediaId(1) }));
    expect(me.avatar_url).toBe(`/uploads/${mediaId(1)}.thumbnail.webp`);
    expect(valueOf(await chat.findMedia(as(bob), mediaId(1))).media.id).toBe(mediaId(1));
    expect(valueOf(await chat.updateMe(as(ann), { display_name: 'Ann' })).avatar_url).toBe(me.avatar_url);
    expect(valueOf(await chat.updateMe(as(ann), { avatar_media_id: null })).avatar_url).toBeNull();
    expect(refusalOf(await chat.findMedia(as(bob), mediaId(1))).code).toBe('not_found');
  });

  test('MED8: an avatar is an own or a received picture, and nothing else', async () => {
    const { chat, as, people, storage } = await setUp();
    const [ann, bob] = people;
    await storage.media.create(mediaRecord(2, { owner: ann, media: media(2, { kind: 'file' }) }));
    const refused = async (user: typeof ann, id: string) =>
      refusalOf(await chat.updateMe(as(user), { avatar_media_id: id }));
    expect((await refused(ann, mediaId(2))).issues?.[0]?.path).toBe('avatar_media_id');
    expect((await refused(bob, mediaId(1))).code).toBe('not_found');
  });

  test('MED8 GRP2: a group’s avatar is an entry like its other changes, for those who may change it', async () => {
    const { chat, as, people } = await setUp();
    const [ann, bob] = people;
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'g', members: [bob], description: '' }),
    );
    const id = group.id as string as GroupId;
    const changed = valueOf(await chat.updateGroup(as(ann), id, { avatar_media_id: mediaId(1) }));
    expect(changed).toMatchObject({ avatar_url: `/uploads/${mediaId(1)}.thumbnail.webp`, last_seq: 2 });
    expect(refusalOf(await chat.updateGroup(as(bob), id, { avatar_media_id: null })).code).toBe('forbidden');
  });
});
