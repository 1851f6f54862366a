import { describe, expect, test } from 'bun:test';
import { settle } from '../testing/fake-clock.ts';
import { createBrowserTabs, type TabTools } from './browser-tabs.ts';

type Hold = () => Promise<void> | undefined;
interface Waiting {
  readonly grant: () => void;
}

/** One lock of a browser, as the Web Locks standard has it: waiting in turn, stealing, giving up while waiting. */
function createFakeLocks(): TabTools['locks'] {
  let holder: { readonly lose: (reason: Error) => void } | undefined;
  const queue: Waiting[] = [];

  function request(_name: string, options: LockOptions, hold: Hold): Promise<void> {
    return new Promise((resolve, reject) => {
      const own = { lose: reject };
      const grant = (): void => {
        holder = own;
        void Promise.resolve(hold()).then(() => {
          if (holder !== own) return;
          holder = undefined;
          resolve();
          queue.shift()?.grant();
        });
      };
      const waiting = { grant };
      options.signal?.addEventListener('abort', () => {
        const place = queue.indexOf(waiting);
        if (place !== -1) queue.splice(place, 1);
        reject(new Error('AbortError'));
      });
      if (options.steal === true) {
        const robbed = holder;
        grant();
        robbed?.lose(new Error('AbortError'));
      } else if (holder === undefined) grant();
      else queue.push(waiting);
    });
  }
  return { request: request as TabTools['locks']['request'] };
}

const channel: TabTools['channel'] = {
  postMessage: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  close: () => undefined,
};

function createTabsOf(names: readonly string[]) {
  const locks = createFakeLocks();
  const said: string[] = [];
  const tabs = names.map((name) => {
    const one = createBrowserTabs('parley', { locks, channel });
    const end = one.lead(
      () => said.push(`${name} leads`),
      () => said.push(`${name} follows`),
    );
    return { take: one.take, end };
  });
  return { said, tabs };
}

describe('tabs of one browser', () => {
  test('RCV1: one leads; when it closes the next one does', async () => {
    const { said, tabs } = createTabsOf(['a', 'b', 'c']);
    tabs[1]?.end();
    tabs[0]?.end();
    await settle();
    expect(said).toEqual(['a leads', 'c leads']);
  });

  test('RCV1: a tab may take the lead; the one that had it follows, and leads again in its turn', async () => {
    const { said, tabs } = createTabsOf(['a', 'b']);
    tabs[1]?.take();
    await settle();
    expect(said).toEqual(['a leads', 'b leads', 'a follows']);
    tabs[1]?.take();
    await settle();
    expect(said).toHaveLength(3);
    tabs[1]?.end();
    await settle();
    expect(said.at(-1)).toBe('a leads');
  });

  test('RCV1: a tab that has closed takes nothing', async () => {
    const { said, tabs } = createTabsOf(['a', 'b']);
    tabs[1]?.end();
    tabs[1]?.take();
    await settle();
    expect(said).toEqual(['a leads']);
  });
});
