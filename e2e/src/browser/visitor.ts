import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { newUsername, PASSWORD, type Person, signIn, signUp } from '../person.ts';
import { type AppPage, createAppPage } from './app-page.ts';
import { type PageFaults, watchForFaults } from './page-faults.ts';

/** One person's browser: a context of its own, watched from before its first request. */
export interface Visitor {
  readonly context: BrowserContext;
  /** the first tab */
  readonly app: AppPage;
  readonly faults: PageFaults;
  /** another tab of the same browser, at an address of the app */
  readonly newTab: (path?: string) => Promise<AppPage>;
}

/** A visitor who has an account, and is signed in. */
export interface Member extends Visitor {
  readonly person: Person;
  /** what others read */
  readonly name: string;
}

export interface VisitorOptions extends Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'hasTouch' | 'isMobile' | 'deviceScaleFactor' | 'reducedMotion'
> {
  /** Without it a page does not work offline, and costs a fifth less. */
  readonly serviceWorker?: boolean;
  /** runs in every page before anything of the app */
  readonly script?: () => void;
}

/** How a phone looks at it, with fingers. */
export const phone: VisitorOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

const defaults: VisitorOptions = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' };

export interface Visitors {
  readonly contexts: readonly BrowserContext[];
  readonly faults: () => readonly string[];
  /** Somebody whom the server does not know, at the app's first screen. */
  readonly stranger: (options?: VisitorOptions) => Promise<Visitor>;
  /** Somebody new, registered over HTTP and signed in; the app shows its workspace. */
  readonly newcomer: (name: string, options?: VisitorOptions) => Promise<Member>;
  /** A browser in which a person is signed in already, by the session that they have. */
  readonly enterAs: (person: Person, options: VisitorOptions) => Promise<Member>;
  /** Another device of somebody: a session of its own. */
  readonly deviceOf: (member: Member, options?: VisitorOptions) => Promise<Member>;
  readonly close: () => Promise<void>;
}

/** Makes visitors of one server, and knows them all. */
export function createVisitors(browser: Browser, url: string): Visitors {
  const contexts: BrowserContext[] = [];
  const watched: PageFaults[] = [];

  async function enter(who: string, options: VisitorOptions, token?: string): Promise<Visitor> {
    const { script, serviceWorker = false, ...look } = options;
    const serviceWorkers = serviceWorker ? 'allow' : 'block';
    const context = await browser.newContext({ ...defaults, ...look, baseURL: url, serviceWorkers });
    contexts.push(context);
    if (script !== undefined) await context.addInitScript(script);
    context.setDefaultTimeout(15_000);
    const faults = watchForFaults(context, url, who);
    watched.push(faults);
    if (token !== undefined)
      await context.addCookies([
        { name: 'parley_session', value: token, url, httpOnly: true, sameSite: 'Lax' },
      ]);
    const newTab = async (path = '/'): Promise<AppPage> => {
      const page = await context.newPage();
      await page.goto(path);
      return createAppPage(page);
    };
    return { context, faults, newTab, app: await newTab() };
  }

  async function enterAs(person: Person, options: VisitorOptions): Promise<Member> {
    const visitor = await enter(person.username, options, person.token);
    await visitor.app.isReady();
    return { ...visitor, person, name: person.user.display_name };
  }

  return {
    contexts,
    faults: () => watched.flatMap(({ found }) => found),
    stranger: (options = {}) => enter('a stranger', options),
    enterAs,
    newcomer: async (name, options = {}) => enterAs(await signUp(url, name), options),
    deviceOf: async (member, options = {}) => enterAs(await signIn(url, member.person.username), options),
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}

/** A name and password for somebody who will register by hand. */
export function newAccount(name: string): { username: string; password: string } {
  return { username: newUsername(name), password: PASSWORD };
}
