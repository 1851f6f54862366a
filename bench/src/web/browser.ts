import { mkdir } from 'node:fs/promises';
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import type { WebAccount } from './account.ts';
import { recordTasks, type Task } from './main-thread-tasks.ts';
import { installPageTools } from './page-tools.ts';

/** No GPU, no sandbox (benches run as root too), and no request of the browser's own to anybody. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];
const patienceMs = 60_000;

/** Somebody's tab, in a browser profile of their own. */
export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly debuggerOf: CDPSession;
  /** Opens a conversation of the list by its id; resolves once its messages are there. */
  open(conversation: string): Promise<void>;
  /** Goes to the newest message of what is open. */
  showLatest(): Promise<void>;
}

export interface BenchBrowser {
  /** A profile with nothing in it but the session. */
  newContext(account: WebAccount): Promise<BrowserContext>;
  /** The app, usable. */
  openTab(account: WebAccount): Promise<Tab>;
  /** Does `work`; with `--profile`, the tab's CPU profile of that time goes to `<name>.cpuprofile`. */
  profiled<Result>(tab: Tab, name: string, work: () => Promise<Result>): Promise<Result>;
  /** Records what the main threads of all pages do, until the answer is called. */
  recordTasks(): Promise<() => Promise<Task[]>>;
  close(): Promise<void>;
}

export async function launchBrowser(path: string, profileFolder: string | null): Promise<BenchBrowser> {
  const browser = await chromium.launch({ executablePath: path, args });
  async function newContext({ port, token }: WebAccount): Promise<BrowserContext> {
    const url = `http://127.0.0.1:${port}`;
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(patienceMs);
    await context.addInitScript(installPageTools);
    const cookie = { name: 'parley_session', value: token, url, httpOnly: true, sameSite: 'Lax' } as const;
    await context.addCookies([cookie]);
    return context;
  }
  return {
    newContext,
    async openTab(account) {
      const context = await newContext(account);
      const page = await context.newPage();
      await page.goto('/');
      await page.waitForFunction(() => window.parleyBench.usableMs !== null);
      const debuggerOf = await context.newCDPSession(page);
      const open = async (conversation: string): Promise<void> => {
        // In the app, so that what it holds of it already is what is shown.
        await page.evaluate(() => document.querySelector('[role=log]')?.setAttribute('data-left', ''));
        await page.locator(`a[href="/c/${conversation}"]`).click();
        await page.locator('[role=log]:not([data-left]) [role=article]').last().waitFor();
      };
      const showLatest = async (): Promise<void> => {
        await page.locator('[role=log]:not(.message-list__scroller--unplaced)').waitFor();
        const jump = page.getByRole('button', { name: /^Jump to latest/ });
        // Weeks of unread messages open at the first of them. Whether that is elsewhere shows in a frame or two.
        const isElsewhere = await jump.waitFor({ timeout: 1_000 }).then(
          () => true,
          () => false,
        );
        if (!isElsewhere) return;
        await jump.click();
        await jump.waitFor({ state: 'hidden' });
      };
      return { page, context, debuggerOf, open, showLatest };
    },
    async profiled({ debuggerOf }, name, work) {
      if (profileFolder === null) return work();
      await debuggerOf.send('Profiler.enable');
      await debuggerOf.send('Profiler.setSamplingInterval', { interval: 500 });
      await debuggerOf.send('Profiler.start');
      const result = await work();
      const { profile } = await debuggerOf.send('Profiler.stop');
      await mkdir(profileFolder, { recursive: true });
      await Bun.write(`${profileFolder}/${name}.cpuprofile`, JSON.stringify(profile));
      return result;
    },
    recordTasks: async () => recordTasks(await browser.newBrowserCDPSession()),
    close: () => browser.close(),
  };
}
