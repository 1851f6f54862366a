import { describe, expect, test } from 'bun:test';
import {
  createChatBench,
  createJournalBench,
  messagesHeard,
  pass,
  refusalOf,
  valueOf,
} from '../testing/index.ts';

describe('journal, full, stopping and shown again', () => {
  test('PIP4: a full journal answers overloaded, one that fails unavailable, both with a time to come back', async () => {
    const { send, as, ann, openBreaker, journal, bringBack, history } = await createJournalBench();
    await openBreaker();
    journal.setFull(true);
    expect(refusalOf(await send(as(ann), 'too much'))).toMatchObject({ code: 'overloaded', retry: true });
    journal.setFull(false);
    journal.fail(true);
    expect(refusalOf(await send(as(ann), 'not synced'))).toMatchObject({ code: 'unavailable', retry: true });
    journal.fail(false);
    expect(valueOf(await send(as(ann), 'fine')).status).toBe('queued');
    await bringBack();
    expect((await history()).map(({ content }) => content).slice(-2)).toEqual(['opening 3', 'fine']);
  });

  test('JRN1: a device that comes back is shown again what is queued, if it may see it', async () => {
    const { chat, send, as, ann, bob, person, device, openBreaker } = await createJournalBench();
    const eve = await person('eve');
    await openBreaker();
    valueOf(await send(as(ann), 'shown again'));
    const [phone, strange] = [await device(bob), await device(eve)];
    chat.showQueued(phone.caller);
    chat.showQueued(strange.caller);
    expect(messagesHeard(phone)).toEqual([
      'opening 1 null',
      'opening 2 null',
      'opening 3 null',
      'shown again null',
    ]);
    expect(messagesHeard(strange)).toEqual([]);
  });

  test('OPS2: a stop while the store is away ends, and what was queued is there at the next start', async () => {
    const { send, as, ann, chat, openBreaker, takeAway, storage, journal, clock, history } =
      await createJournalBench();
    await openBreaker();
    takeAway();
    valueOf(await send(as(ann), 'kept'));
    await pass(clock, 3_000);
    await chat.drain();
    expect(refusalOf(await send(as(ann), 'too late')).code).toBe('unavailable');
    storage.unplan();
    journal.reopen();
    const again = await createChatBench({ storage, journal });
    await pass(again.clock, 5_000);
    expect((await history()).map(({ content }) => content).slice(-2)).toEqual(['opening 3', 'kept']);
  });

  test('F3 JRN1: behind a message that hangs, those of its conversation are queued soon, not each after the store has failed it', async () => {
    const { send, as, ann, storage, clock } = await createJournalBench();
    storage.hold();
    const first = send(as(ann), 'hangs');
    await pass(clock, 1_500);
    expect(valueOf(await first).status).toBe('queued');
    storage.hangReads(true);
    const later = ['1', '2', '3', '4', '5'].map((content) => send(as(ann), content));
    await pass(clock, 400);
    expect((await Promise.all(later)).map((one) => valueOf(one).status)).toEqual(new Array(5).fill('queued'));
  });
});
