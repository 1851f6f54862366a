import { describe, expect, test } from 'bun:test';
import type { MessageId, UserId } from '@parley/protocol';
import {
  annAndBob,
  createChatBench,
  createJournalBench,
  createMemoryJournal,
  messagesHeard,
  pass,
  refusalOf,
  settle,
  valueOf,
} from '../testing/index.ts';

const log = annAndBob;

describe('journal', () => {
  test('BRK1 JRN1: while the store is away messages are queued, shown without a number, and stored in order when it is back', async () => {
    const { send, ann, device, openBreaker, bringBack, history, chat, journal, bob } =
      await createJournalBench();
    const [phone, laptop] = [await device(bob), await device(ann)];
    expect((await openBreaker()).map((one) => valueOf(one).status)).toEqual(['queued', 'queued', 'queued']);
    expect(chat.pipelineHealth()).toMatchObject({
      status: 'degraded',
      breaker: { state: 'open' },
      journal: { records: 3, drained_total: 0 },
    });
    const answer = valueOf(await send(laptop.caller, 'queued'));
    expect(answer).toMatchObject({ status: 'queued', seq: null, conversation: log });
    expect(messagesHeard(phone)).toEqual([
      'opening 1 null',
      'opening 2 null',
      'opening 3 null',
      'queued null',
    ]);
    await bringBack();
    const stored = ['opening 1 2', 'opening 2 3', 'opening 3 4', 'queued 5'];
    expect(messagesHeard(phone).slice(4)).toEqual(stored);
    // Its sender's device gets the stored one too, since its ack said only that it was queued.
    expect(messagesHeard(laptop).slice(-1)).toEqual(['queued 5']);
    expect((await history()).map(({ content, seq }) => `${content ?? ''} ${String(seq)}`)).toEqual([
      'open 1',
      ...stored,
    ]);
    expect(journal.kept).toEqual([]);
    expect(chat.pipelineHealth()).toMatchObject({
      // Closed it is after three good commits; the drain needed one.
      breaker: { state: 'half_open' },
      journal: { records: 0, oldest_at: null, drained_total: 4 },
    });
  });

  test('SND2: the same id again while it is queued is queued, once; another body is a conflict; later it is stored', async () => {
    const { send, as, ann, openBreaker, bringBack, ids, journal } = await createJournalBench();
    await openBreaker();
    const id = ids.newId();
    const first = valueOf(await send(as(ann), 'once', { id }));
    expect(valueOf(await send(as(ann), 'once', { id }))).toEqual({ ...first, duplicate: true });
    expect(refusalOf(await send(as(ann), 'other', { id })).code).toBe('conflict');
    expect(journal.kept).toHaveLength(4);
    await bringBack();
    expect(valueOf(await send(as(ann), 'once', { id }))).toMatchObject({
      status: 'stored',
      seq: 5,
      created_at: first.created_at,
      duplicate: true,
    });
  });

  test('JRN1: what follows a queued message of the same conversation is queued too, others are stored at once', async () => {
    const { send, as, ann, bob, storage, clock, history } = await createJournalBench({
      flushIntervalMs: 300,
    });
    storage.hold();
    const sent = [send(as(ann), 'first')];
    await settle();
    sent.push(send(as(ann), 'second'));
    await pass(clock, 400);
    // The first is stored, the drain's commit of the second waits, and the breaker is closed.
    await storage.release();
    await pass(clock, 100);
    const same = send(as(bob), 'same');
    const notes = send(as(ann), 'elsewhere', { to: ann });
    await settle();
    expect(valueOf(await same).status).toBe('queued');
    storage.letGo();
    while (storage.held.length > 0) await storage.release();
    await pass(clock, 200);
    expect(valueOf(await notes).status).toBe('stored');
    await Promise.all(sent);
    expect((await history()).map(({ content }) => content)).toEqual(['open', 'first', 'second', 'same']);
  });

  test('PIP3: a message that has waited FLUSH_INTERVAL goes to the journal with those behind it, an edit is refused', async () => {
    const { send, as, ann, bob, storage, clock, chat, history, ids } = await createJournalBench({
      flushIntervalMs: 300,
    });
    const id = ids.newId() as MessageId;
    valueOf(await send(as(ann), 'editable', { id }));
    storage.hold();
    const first = send(as(ann), 'first');
    await settle();
    const rest = [send(as(ann), '2'), send(as(bob), '3')];
    const edit = chat.editMessage(as(ann), { message_id: id, conversation: log, content: 'edited' });
    await pass(clock, 400);
    const later = await send(as(ann), '4');
    expect((await Promise.all(rest)).map((one) => valueOf(one).status)).toEqual(['queued', 'queued']);
    expect(valueOf(later).status).toBe('queued');
    expect(refusalOf(await edit)).toMatchObject({ code: 'unavailable', retry: true });
    // What is in a commit goes too, so that it is safe and stays in front.
    expect(valueOf(await first).status).toBe('queued');
    await storage.release();
    storage.letGo();
    await pass(clock, 2_000);
    expect((await history()).map(({ content }) => content)).toEqual([
      'open',
      'editable',
      'first',
      '2',
      '3',
      '4',
    ]);
  });

  test('SND2b JRN1: a message whose outcome stays unknown is queued, and stored once, be it there already or not', async () => {
    for (const fate of ['lose', 'commit-then-lose-answer'] as const) {
      const { send, device, ann, bob, storage, clock, history } = await createJournalBench({ maxRetries: 0 });
      const [laptop, phone] = [await device(ann), await device(bob)];
      storage.plan(fate);
      storage.breakReads(true);
      const sent = send(laptop.caller, 'unknown');
      await pass(clock, 1_000);
      expect(valueOf(await sent).status).toBe('queued');
      expect(messagesHeard(phone)).toEqual(['unknown null']);
      storage.breakReads(false);
      await pass(clock, 10_000, 100);
      expect(messagesHeard(phone)).toEqual(['unknown null', 'unknown 2']);
      expect(messagesHeard(laptop).slice(-1)).toEqual(['unknown 2']);
      expect((await history()).map(({ content }) => content)).toEqual(['open', 'unknown']);
    }
  });

  test('JRN1: after a crash the next process stores what the journal holds, once, in order, before what comes after it', async () => {
    const before = await createJournalBench();
    await before.openBreaker();
    valueOf(await before.send(before.as(before.bob), 'last'));
    const { storage, journal } = before;
    storage.unplan();
    journal.reopen();
    // Nothing of the first process lives on but its disk.
    const again = await createChatBench({ storage, journal });
    const phone = await again.device(before.bob);
    const { as, ann } = before;
    const id = before.ids.newId() as MessageId;
    const body = { id, type: 'direct', to: before.bob, content: 'after', content_type: 'text' } as const;
    const after = again.chat.sendMessage(as(ann), body);
    await pass(again.clock, 5_000);
    const contents = (await before.history()).map(({ content }) => content);
    expect(contents).toEqual(['open', 'opening 1', 'opening 2', 'opening 3', 'last', 'after']);
    valueOf(await after);
    expect(messagesHeard(phone).at(-1)).toBe('after 6');
    expect(journal.kept).toEqual([]);
  });

  test('JRN1: a crash in the middle of the drain stores nothing twice and tells nothing twice', async () => {
    const before = await createJournalBench();
    await before.openBreaker();
    const { storage, journal } = before;
    const kept = [...journal.kept];
    await before.bringBack();
    // Released records come back after a crash; the log has them.
    const crashed = createMemoryJournal();
    for (const record of kept) await crashed.append(record);
    const again = await createChatBench({ storage, journal: crashed });
    const phone = await again.device(before.bob);
    await pass(again.clock, 5_000);
    expect((await before.history()).map(({ content }) => content)).toHaveLength(4);
    expect(messagesHeard(phone).filter((one) => !one.endsWith('null'))).toEqual([]);
    expect(crashed.kept).toEqual([]);
  });

  test('SND2: what was stored is not queued again while others of its conversation are still in the journal', async () => {
    const { send, as, ann, storage, clock, ids, journal } = await createJournalBench({
      flushIntervalMs: 300,
    });
    const id = ids.newId();
    valueOf(await send(as(ann), 'stored', { id }));
    storage.hold();
    const sent = [send(as(ann), 'first')];
    await settle();
    sent.push(send(as(ann), 'second'));
    await pass(clock, 400);
    await storage.release();
    await pass(clock, 100);
    const before = journal.kept.length;
    expect(valueOf(await send(as(ann), 'stored', { id }))).toMatchObject({
      status: 'stored',
      seq: 2,
      duplicate: true,
    });
    expect(journal.kept.length).toBe(before);
    storage.letGo();
    while (storage.held.length > 0) await storage.release();
    await Promise.all(sent);
  });

  test('JRN1: whoever was told that a stored message is queued is told again that it is stored', async () => {
    const { send, device, ann, bob, openBreaker, bringBack, ids } = await createJournalBench();
    const [laptop, bobsPhone] = [await device(ann), await device(bob)];
    const id = ids.newId();
    valueOf(await send(laptop.caller, 'stored', { id }));
    await openBreaker();
    // The store cannot be asked, and the answer of the first time may have been lost.
    expect(valueOf(await send(laptop.caller, 'stored', { id })).status).toBe('queued');
    await bringBack();
    expect(messagesHeard(laptop).filter((one) => one === 'stored 2')).toHaveLength(1);
    // Who was shown it without a number learns that it has one, and is not told of it twice.
    expect(messagesHeard(bobsPhone).filter((one) => !one.startsWith('opening'))).toEqual([
      'stored 2',
      'stored null',
      'settled',
    ]);
  });

  test('JRN1: a reply, and the first message of a conversation, are queued too, and judged when they are drained', async () => {
    const { send, as, ann, bob, openBreaker, bringBack, history, chat, ids, device } =
      await createJournalBench();
    const [known] = await history();
    const phone = await device(bob);
    await chat.getUser(as(ann), bob);
    await openBreaker();
    const related = { reply_to: known!.id, album_id: ids.newId() };
    const good = valueOf(await send(as(ann), 'a reply', related));
    const bad = valueOf(await send(as(ann), 'to nothing', { reply_to: ids.newId() }));
    expect([good.status, bad.status]).toEqual(['queued', 'queued']);
    await bringBack();
    expect((await history()).at(-1)).toMatchObject({ content: 'a reply', ...related });
    expect(messagesHeard(phone).at(-1)).toBe('failed');
  });

  test('BRK1: while the store is away everything but messages is refused at once, with a time to come back', async () => {
    const { chat, as, ann, bob, openBreaker, history } = await createJournalBench();
    const [known] = await history();
    await openBreaker();
    const edit = { message_id: known!.id as MessageId, conversation: log, content: 'x' };
    for (const result of [
      await chat.editMessage(as(ann), edit),
      await chat.deleteMessage(as(ann), {
        message_id: known!.id as MessageId,
        conversation: log,
        delete_for: 'everyone',
      }),
      await chat.markRead(as(bob), { conversation: log, seq: 1 }),
      await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [] }),
    ])
      expect(refusalOf(result)).toMatchObject({ code: 'unavailable', retry: true });
  });

  test('SND2: what was refused at once can be tried again under the same id', async () => {
    const { send, as, ann, openBreaker, bringBack, ids, journal } = await createJournalBench();
    await openBreaker();
    const id = ids.newId();
    journal.setFull(true);
    expect(refusalOf(await send(as(ann), 'again', { id })).code).toBe('overloaded');
    await bringBack();
    expect(valueOf(await send(as(ann), 'again', { id }))).toMatchObject({ status: 'stored' });
  });

  test('JRN1: a message that is still queued can be neither edited nor marked', async () => {
    const { send, chat, as, ann, bob, openBreaker, ids } = await createJournalBench();
    await openBreaker();
    const id = ids.newId() as MessageId;
    valueOf(await send(as(ann), 'queued', { id }));
    for (const conversation of [log, undefined]) {
      const named = { message_id: id, ...(conversation && { conversation }) };
      expect(refusalOf(await chat.editMessage(as(ann), { ...named, content: 'x' })).code).toBe('unavailable');
      expect(refusalOf(await chat.markRead(as(bob), named)).code).toBe('unavailable');
      expect(refusalOf(await chat.markRead(as('eve' as UserId), named)).code).toBe('not_found');
    }
  });

  test('JRN1: nobody is told that a message is queued before it is synced', async () => {
    const { send, as, ann, bob, device, openBreaker, journal } = await createJournalBench();
    await openBreaker();
    const phone = await device(bob);
    const before = messagesHeard(phone).length;
    journal.hold();
    let isAnswered = false;
    const sent = send(as(ann), 'waits').then((answer) => {
      isAnswered = true;
      return answer;
    });
    await settle();
    expect(isAnswered).toBe(false);
    expect(messagesHeard(phone)).toHaveLength(before);
    journal.letSync();
    expect(valueOf(await sent).status).toBe('queued');
    expect(messagesHeard(phone).at(-1)).toBe('waits null');
  });
});
