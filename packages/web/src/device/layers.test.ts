import { expect, test } from 'bun:test';
import { createLayers, type Layers } from './layers.ts';

interface Entry {
  readonly address: string;
  readonly state: unknown;
}

/** A history as browsers have it: it travels only when it is flushed, and a push forgets what is ahead. */
function createPage() {
  const entries: Entry[] = [{ address: 'list', state: null }];
  let at = 0;
  let listener = (): void => undefined;
  const due: number[] = [];

  function push(state: unknown, address = entries[at]!.address): void {
    entries.splice(at + 1, entries.length, { address, state });
    at += 1;
  }

  /** Until all is at rest. */
  async function flush(): Promise<void> {
    for (;;) {
      await Promise.resolve();
      const by = due.shift();
      if (by === undefined) return;
      at = Math.min(Math.max(at + by, 0), entries.length - 1);
      listener();
    }
  }

  async function press(by: number): Promise<void> {
    due.push(by);
    await flush();
  }

  return {
    page: {
      history: {
        get state() {
          return entries[at]!.state;
        },
        pushState: (state: unknown) => push(state),
        go: (by = 0) => void due.push(by),
      },
      addEventListener: (_type: 'popstate', heard: () => void) => void (listener = heard),
    },
    flush,
    goTo: (address: string) => push(null, address),
    back: () => press(-1),
    forward: () => press(1),
    /** Two presses before the page has seen the first. */
    backTwice: () => press(-2),
    address: () => entries[at]!.address,
    /** All entries, the present one in brackets. */
    trail: () => entries.map((one, index) => (index === at ? `[${one.address}]` : one.address)).join(' '),
  };
}

/** In a conversation that was opened from the list. */
function createScene() {
  const browser = createPage();
  browser.goTo('tea');
  const layers = createLayers(browser.page);
  const shown: string[] = [];
  return {
    ...browser,
    layers,
    shown,
    open: (name: string, on: Layers = layers) => {
      shown.push(name);
      const take = (): void => {
        if (shown.includes(name)) shown.splice(shown.indexOf(name), 1);
      };
      const closed = on.open(take);
      return () => {
        take();
        closed();
      };
    },
  };
}

test('WEB6: Back closes what is on top, one press each, and then leads back', async () => {
  const { open, shown, flush, back, address } = createScene();
  open('details');
  await flush();
  open('question');
  await flush();
  await back();
  expect(shown).toEqual(['details']);
  await back();
  expect([shown, address()]).toEqual([[], 'tea']);
  await back();
  expect(address()).toBe('list');
});

test('WEB6: two quick presses of Back close two layers', async () => {
  const { open, shown, flush, backTwice, trail } = createScene();
  open('details');
  open('question');
  await flush();
  await backTwice();
  expect([shown, trail()]).toEqual([[], 'list [tea] tea tea']);
});

test('WEB6: what is closed in another way takes its entry along, also several at once and from below', async () => {
  const { open, shown, flush, trail } = createScene();
  const closeDetails = open('details');
  const closeQuestion = open('question');
  await flush();
  closeDetails();
  await flush();
  expect([shown, trail()]).toEqual([['question'], 'list tea [tea] tea']);
  open('other');
  closeQuestion();
  await flush();
  expect([shown, trail()]).toEqual([['other'], 'list tea [tea] tea']);
});

test('WEB6: a menu that closes as its dialog opens hands its entry on', async () => {
  const { open, flush, trail, back, shown } = createScene();
  const closeMenu = open('menu');
  await flush();
  closeMenu();
  open('dialog');
  await flush();
  expect(trail()).toBe('list tea [tea]');
  await back();
  expect(shown).toEqual([]);
});

test('WEB6: what opens while the history is on its way stays open', async () => {
  const { open, flush, trail, shown } = createScene();
  const closeMenu = open('menu');
  await flush();
  closeMenu();
  await Promise.resolve();
  open('dialog');
  await flush();
  expect([shown, trail()]).toEqual([['dialog'], 'list tea [tea]']);
});

test('WEB6: who goes elsewhere from a dialog closes all that is open, and comes back to where they were', async () => {
  const { open, shown, layers, goTo, flush, back, trail } = createScene();
  open('details');
  const closeQuestion = open('question');
  await flush();
  closeQuestion();
  layers.leave(() => goTo('cake'));
  await flush();
  expect([shown, trail()]).toEqual([[], 'list tea [cake]']);
  await back();
  expect(trail()).toBe('list [tea] cake');
});

test('WEB6: where nothing is open one goes elsewhere at once; just after a dialog, once its entry is gone', async () => {
  const { open, layers, goTo, flush, address, trail } = createScene();
  layers.leave(() => goTo('cake'));
  expect(address()).toBe('cake');
  const close = open('dialog');
  await flush();
  close();
  await Promise.resolve();
  layers.leave(() => goTo('scones'));
  await flush();
  expect(trail()).toBe('list tea cake [scones]');
});

test('WEB6: Forward opens nothing again, and is no place to stay', async () => {
  const { open, shown, flush, back, forward, trail } = createScene();
  open('dialog');
  await flush();
  await back();
  await forward();
  expect([shown, trail()]).toEqual([[], 'list [tea] tea']);
});

test('WEB6: a reload leaves no press of Back that does nothing', async () => {
  const { open, flush, page, trail, back, address } = createScene();
  open('details');
  open('question');
  await flush();
  const again = createLayers(page);
  open('dialog', again);
  await flush();
  expect(trail()).toBe('list tea [tea]');
  await back();
  await back();
  expect(address()).toBe('list');
});
