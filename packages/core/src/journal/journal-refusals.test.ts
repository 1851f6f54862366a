import { describe, expect, test } from 'bun:test';
import type { GroupId, MessageId } from '@parley/protocol';
import type { JournalRecord } from '../ports/journal.ts';
import {
  createChatBench,
  createJournalBench,
  createMemoryJournal,
  messagesHeard,
  pass,
  valueOf,
} from '../testing/index.ts';

describe('journal, judged again', () => {
  test('JRN3 GRP1: a queued message of somebody who was removed meanwhile becomes message_failed for all who had it', async () => {
    const { chat, as, ann, bob, device, openBreaker, bringBack, storage, journal, ids } =
      await createJournalBench();
    const { group } = valueOf(
      await chat.createGroup(as(ann), {
        name: 'Tea',
        description: '',
        members: [bob],
        id: ids.newId() as GroupId,
      }),
    );
    const [phone, laptop] = [await device(bob), await device(ann)];
    await openBreaker();
    const body = { type: 'group' as const, to: group.id, content: 'late', content_type: 'text' as const };
    valueOf(await chat.sendMessage(phone.caller, body));
    expect(journal.kept).toHaveLength(4);
    // Somebody else removes him before the journal is drained.
    storage.unplan();
    const removal = { kind: 'member_removed', userId: bob } as const;
    // A group's id is its conversation's.
    const entry = { log: group.id, seq: 2, id: ids.newId(), at: 0, by: ann };
    await storage.commit({
      appends: [{ ...entry, event: removal, fingerprint: null, judging: true }],
      positions: [],
    });
    await bringBack();
    const list = await chat.listMessages(as(ann), group.id, { message_type: 'group', limit: 10 });
    expect(valueOf(list).messages).toEqual([]);
    expect(messagesHeard(phone)).toContain('failed');
    expect(messagesHeard(laptop)).toContain('failed');
  });

  test('JRN3 SND2: what was stored before its sender was removed is not refused when a crash brings it back', async () => {
    const { chat, as, ann, bob, storage, ids, journal } = await createJournalBench();
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [bob] }),
    );
    const id = ids.newId() as MessageId;
    const body = { type: 'group', to: group.id, content: 'stored', content_type: 'text', id } as const;
    valueOf(await chat.sendMessage(as(bob), body));
    valueOf(await chat.removeMember(as(ann), group.id as string as GroupId, bob));
    const fingerprint = (await storage.conversations.findEntry(group.id, id))!.fingerprint;
    const event = {
      kind: 'message',
      type: 'group',
      to: group.id,
      content: 'stored',
      contentType: 'text',
      replyTo: null,
    };
    const text = JSON.stringify(['m1', group.id, id, bob, fingerprint, event]);
    await journal.append({ at: 0, text });
    const again = await createChatBench({ storage, journal });
    const [phone, laptop] = [await again.device(bob), await again.device(ann)];
    await pass(again.clock, 5_000);
    expect(journal.kept).toEqual([]);
    expect([...messagesHeard(phone), ...messagesHeard(laptop)]).toEqual([]);
  });

  test('JRN3: what was told to have failed does not come back after a crash, whoever may write again by then', async () => {
    const { send, as, ann, openBreaker, bringBack, journal, storage, ids, history } =
      await createJournalBench();
    await openBreaker();
    valueOf(await send(as(ann), 'to nothing', { reply_to: ids.newId() }));
    const before = [...journal.kept];
    const kept: JournalRecord[] = [];
    const { append } = journal;
    journal.append = async (record) => {
      await append(record);
      kept.push(record);
    };
    await bringBack();
    // Its refusal is in the journal behind it. The reply is made possible, were it to come back.
    const crashed = createMemoryJournal();
    for (const record of [...before, ...kept])
      await crashed.append({ ...record, text: record.text.replace(/"replyTo":"[^"]+"/, '"replyTo":null') });
    const again = await createChatBench({ storage, journal: crashed });
    await pass(again.clock, 5_000);
    expect((await history()).map(({ content }) => content)).not.toContain('to nothing');
    expect(crashed.kept).toEqual([]);
  });

  test('JRN1 JRN3: whoever was removed meanwhile is told so too', async () => {
    const { chat, as, ann, bob, device, openBreaker, bringBack, storage, ids } = await createJournalBench();
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [bob] }),
    );
    const phone = await device(bob);
    const id = ids.newId() as MessageId;
    const body = { type: 'group', to: group.id, content: 'mine', content_type: 'text', id } as const;
    valueOf(await chat.sendMessage(phone.caller, body));
    await openBreaker();
    expect(valueOf(await chat.sendMessage(phone.caller, body)).status).toBe('queued');
    storage.unplan();
    const entry = {
      log: group.id,
      seq: 3,
      id: ids.newId(),
      at: 0,
      by: ann,
      fingerprint: null,
      judging: true,
    };
    await storage.commit({
      appends: [{ ...entry, event: { kind: 'member_removed', userId: bob } }],
      positions: [],
    });
    await bringBack();
    expect(messagesHeard(phone).slice(-2)).toEqual(['mine 2', 'settled']);
  });
});
