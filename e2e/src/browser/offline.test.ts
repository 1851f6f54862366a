import { expect } from 'bun:test';
import { directBetween } from '../person.ts';
import { inBrowser } from './in-browser.ts';
import { storedMessages } from './seed.ts';
import { soon } from './soon.ts';

const installed = { serviceWorker: true };

inBrowser('offline', ({ test }) => {
  test('WEB5 RCV1 SEQ2: what is written offline survives a reload offline, and arrives once, in order', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann', installed), await newcomer('Bob', installed)];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('before the tunnel, m-0');
    await bob.app.openFromList(ann.name);
    await ann.app.sees('m-0', 'Read');
    await ann.app.page.evaluate('navigator.serviceWorker.ready.then(() => null)');

    ann.faults.allowNetworkTrouble();
    await ann.context.setOffline(true);
    for (const text of ['m-1', 'm-2', 'm-3']) await ann.app.send(text);
    await ann.app.sees('m-3', 'Pending');
    await ann.app.page.reload();
    await ann.app.log(bob.name).waitFor();
    for (const text of ['m-1', 'm-2', 'm-3']) await ann.app.sees(text, 'Pending');
    expect(await ann.app.read(/m-\d/)).toEqual(['m-0', 'm-1', 'm-2', 'm-3']);
    await ann.app.send('m-4');
    await bob.app.send('meanwhile, m-9');

    await ann.context.setOffline(false);
    await ann.app.sees('m-4', 'Read');
    await ann.app.sees('m-9');
    for (const { app } of [ann, bob])
      await soon(async () => {
        expect(await app.read(/m-\d/)).toEqual(['m-0', 'm-9', 'm-1', 'm-2', 'm-3', 'm-4']);
      });
  });

  test('SYN1: edits and deletions made while away arrive', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann', installed), await newcomer('Bob', installed)];
    await ann.app.startConversation(bob.person.username, bob.name);
    for (const text of ['helo', 'a secret']) await ann.app.send(text);
    await bob.app.openFromList(ann.name);
    await ann.app.sees('a secret', 'Read');

    bob.faults.allowNetworkTrouble();
    await bob.context.setOffline(true);
    const conversation = directBetween(ann.person, bob.person);
    const [first, second] = await storedMessages(ann.person, bob.person);
    const phone = await ann.person.connect();
    await phone.must('edit_message', { message_id: first!.id, conversation, content: 'hello' });
    await phone.must('delete_message', { message_id: second!.id, conversation, delete_for: 'everyone' });
    phone.close();
    await bob.app.sees('a secret');
    await bob.context.setOffline(false);
    await bob.app.message('hello').getByText('edited').waitFor();
    await bob.app.message('This message was deleted').waitFor();
    expect(await bob.app.message('a secret').count()).toBe(0);
  });

  test('WEB4 WEB5: a lost connection is said after a while, with what waits, and not a moment longer', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann', installed), await newcomer('Bob', installed)];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('one');
    await ann.app.sees('one', 'Delivered');
    ann.faults.allowNetworkTrouble();
    await ann.context.setOffline(true);
    for (const text of ['two', 'three']) await ann.app.send(text);
    const banner = ann.app.page.getByRole('status').filter({ hasText: /2 (messages|unsent)/ });
    await banner.waitFor();
    const places = async (): Promise<unknown> => {
      const boxes = ['two', 'three'].map((text) => ann.app.message(text).boundingBox());
      return (await Promise.all(boxes)).map((box) => box?.y);
    };
    const whilePending = await places();
    await ann.context.setOffline(false);
    await ann.app.sees('three', 'Delivered');
    await banner.waitFor({ state: 'hidden' });
    expect(await places()).toEqual(whilePending);
  });
});
