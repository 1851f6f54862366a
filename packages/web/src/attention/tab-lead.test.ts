import { describe, expect, test } from 'bun:test';
import { createTabLead } from './tab-lead.ts';

interface Request {
  readonly run: () => Promise<unknown>;
  readonly reject: (reason: Error) => void;
}

/** One lock of a browser, as its tabs see it: a queue, and a way to take it from whoever has it. */
function createLocks(): LockManager {
  const queue: Request[] = [];
  let holder: Request | undefined;

  function grant(request: Request | undefined): void {
    holder = request;
    void request?.run().then(() => {
      if (holder === request) grant(queue.shift());
    });
  }

  const request = (_name: string, options: LockOptions, callback: () => Promise<unknown>): Promise<unknown> =>
    new Promise((_resolve, reject) => {
      const own: Request = { run: callback, reject };
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(own);
        if (at >= 0) queue.splice(at, 1);
        reject(new Error('aborted'));
      });
      if (options.steal === true) {
        holder?.reject(new Error('stolen'));
        grant(own);
      } else if (holder === undefined) grant(own);
      else queue.push(own);
    });
  // The rest of it is not used.
  return { request } as unknown as LockManager;
}

/** Lets promises run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function openTabs(count: number) {
  const locks = createLocks();
  const tabs = Array.from({ length: count }, () => createTabLead('parley', locks));
  await settle();
  return { tabs, leading: () => tabs.flatMap((tab, index) => (tab.isLeading() ? [index] : [])) };
}

describe('of several tabs', () => {
  test('one speaks, from the beginning', async () => {
    const { leading } = await openTabs(3);
    expect(leading()).toEqual([0]);
  });

  test('the one that was used last speaks', async () => {
    const { tabs, leading } = await openTabs(3);
    for (const used of [2, 1, 1, 0, 2]) {
      tabs[used]?.take();
      tabs[used]?.take();
      await settle();
      expect(leading()).toEqual([used]);
    }
  });

  test('another one speaks when that one is closed', async () => {
    const { tabs, leading } = await openTabs(3);
    tabs[1]?.take();
    await settle();
    tabs[1]?.stop();
    await settle();
    expect(leading()).toHaveLength(1);
    expect(leading()).not.toContain(1);
  });

  test('none is left over when all are closed', async () => {
    const { tabs, leading } = await openTabs(2);
    for (const tab of tabs) tab.stop();
    await settle();
    expect(leading()).toEqual([]);
  });
});

test('each speaks where a browser refuses the lock, and asks once', async () => {
  let asked = 0;
  const request = (): Promise<never> => {
    asked += 1;
    return Promise.reject(new Error('SecurityError'));
  };
  // The rest of it is not used.
  const tab = createTabLead('parley', { request } as unknown as LockManager);
  await settle();
  expect([tab.isLeading(), asked]).toEqual([true, 1]);
});

test('each speaks where a browser has no locks', () => {
  expect(createTabLead('parley', undefined).isLeading()).toBe(true);
});
