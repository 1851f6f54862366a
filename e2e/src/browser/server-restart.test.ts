import { expect } from 'bun:test';
import { inBrowser } from './in-browser.ts';
import { soon } from './soon.ts';

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `m-${String(from + index).padStart(2, '0')}`);

inBrowser('server restart', ({ test }) => {
  test('SND1 SND2 SEQ2 SYN1: a server killed in the middle of writing loses nothing and doubles nothing', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann', { serviceWorker: true }), await stage.newcomer('Bob')];
    for (const { faults } of [ann, bob]) faults.allowNetworkTrouble();
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('m-01');
    await bob.app.openFromList(ann.name);
    await bob.app.sees('m-01');

    for (const text of numbered(2, 6)) await ann.app.send(text);
    const killed = stage.server.kill();
    for (const text of numbered(7, 10)) await ann.app.send(text);
    await killed;
    for (const text of numbered(11, 14)) await ann.app.send(text);
    await ann.app.sees('m-14', 'Pending');
    await stage.server.restart();
    await ann.app.sees('m-14', 'Read');
    await soon(async () => {
      const shown = await ann.app.read(/m-\d\d/);
      expect(shown).toEqual(numbered(1, 14));
      expect(await bob.app.read(/m-\d\d/)).toEqual(shown);
    });
  });
});
