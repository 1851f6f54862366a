import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { type ChaosServer, startChaosServer } from '../faults/chaos.ts';
import type { AppPage } from './app-page.ts';
import { inBrowser } from './in-browser.ts';
import { soon } from './soon.ts';

let server: ChaosServer;

const notice = ({ page }: AppPage): Locator =>
  page.getByRole('status').filter({ hasText: 'The server can’t store messages right now' });

/** The steps of a message, as its details tell them. */
async function openWay(app: AppPage, text: string): Promise<Locator> {
  await app.act(text, 'Details');
  const steps = app.page.getByRole('list', { name: 'How far it has come' }).getByRole('listitem');
  await steps.first().waitFor();
  return steps;
}

inBrowser(
  'a store that is down',
  ({ test }) => {
    test('JRN1 WEB4 SEQ2: people go on, are told so, and see each message stored once, in order, when it is back', async (stage) => {
      const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
      for (const { faults } of [ann, bob]) faults.allowNetworkTrouble();
      await ann.app.startConversation(bob.person.username, bob.name);
      await ann.app.send('m-1');
      await bob.app.openFromList(ann.name);
      await bob.app.sees('m-1');
      await ann.app.sees('m-1', 'Read');

      await server.setStore('down');
      await ann.app.send('m-2');
      await ann.app.sees('m-2', 'Not stored yet');
      await bob.app.sees('m-2', 'Not stored yet');
      await bob.app.send('m-3');
      await ann.app.sees('m-3', 'Not stored yet');
      for (const { app } of [ann, bob]) {
        await notice(app).waitFor();
        expect(await app.read(/m-\d/)).toEqual(['m-1', 'm-2', 'm-3']);
      }
      const steps = await openWay(ann.app, 'm-2');
      expect(await steps.allInnerTexts()).toEqual([
        expect.stringMatching(/^Written on this device, \d\d:\d\d:\d\d$/),
        expect.stringMatching(/^Kept safe by the server until it can store it, \d\d:\d\d:\d\d$/),
        'Stored by the server, not yet',
        'Delivered to Bob, not yet',
        'Read by Bob, not yet',
      ]);

      await server.setStore('well');
      await soon(async () => {
        const [, , stored, delivered, read] = await steps.allInnerTexts();
        expect(stored).toMatch(/^Stored by the server, \d\d:/);
        expect(delivered).toMatch(/^Delivered to Bob, \d\d:/);
        expect(read).toMatch(/^Read by Bob, \d\d:/);
      }, 60_000);
      await ann.app.page.keyboard.press('Escape');
      await ann.app.sees('m-2', 'Read');
      await bob.app.sees('m-3', 'Read');
      for (const { app } of [ann, bob]) {
        await notice(app).waitFor({ state: 'detached' });
        expect(await app.read(/m-\d/)).toEqual(['m-1', 'm-2', 'm-3']);
      }
    });

    test('JRN1: what is not stored yet can be copied and looked at, and not edited, answered or deleted', async (stage) => {
      const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
      for (const { faults } of [ann, bob]) faults.allowNetworkTrouble();
      await ann.app.startConversation(bob.person.username, bob.name);
      await ann.app.send('before');
      await ann.app.sees('before', 'Delivered');
      await server.setStore('down');
      await ann.app.send('held');
      await ann.app.sees('held', 'Not stored yet');
      await ann.app.message('held').hover();
      await ann.app.message('held').getByRole('button', { name: 'Actions' }).click();
      const items = ann.app.page.getByRole('menuitem');
      await items.first().waitFor();
      expect(await items.allInnerTexts()).toEqual(['Copy text', 'Details']);
      await ann.app.page.keyboard.press('Escape');
      await server.setStore('well');
      await ann.app.sees('held', 'Delivered');
    });
  },
  async () => {
    server = await startChaosServer();
    return server;
  },
);
