import type { Locator, Page } from 'playwright-core';

export type Tick = 'Pending' | 'Not stored yet' | 'Stored' | 'Delivered' | 'Read';

/** The app in one tab, in the words of whoever uses it. Names are those that screen readers say. */
export interface AppPage {
  readonly page: Page;
  /** Waits until somebody is signed in and the workspace stands. */
  readonly isReady: () => Promise<void>;
  readonly signUp: (account: { username: string; password: string }) => Promise<void>;
  readonly signIn: (account: { username: string; password: string }) => Promise<void>;
  /** the list of conversations */
  readonly list: Locator;
  /** a conversation in the list */
  readonly row: (name: string) => Locator;
  readonly openFromList: (name: string) => Promise<void>;
  /** By `New conversation` and `Find people`. */
  readonly startConversation: (username: string, name?: string) => Promise<void>;
  /** the conversation in view, by its name */
  readonly log: (name?: string) => Locator;
  readonly composer: Locator;
  readonly send: (text: string) => Promise<void>;
  /** messages in view that contain the text */
  readonly message: (text: string | RegExp) => Locator;
  /** quiet lines between the messages, such as who joined */
  readonly line: (text: string) => Locator;
  /** the third column: who is in the conversation in view */
  readonly openDetails: () => Promise<Locator>;
  /** Waits until the message is there with this tick. */
  readonly sees: (text: string | RegExp, tick?: Tick) => Promise<void>;
  /** From the menu of a message, by the mouse. */
  readonly act: (text: string | RegExp, action: string) => Promise<void>;
  readonly remove: (text: string | RegExp, whose: 'Delete for me' | 'Delete for everyone') => Promise<void>;
  /** Whether a message that says so is within what the log shows. */
  readonly isOnScreen: (text: string | RegExp) => Promise<boolean>;
  /** What of `pattern` the messages in view say, in their order; one that stands twice comes twice. */
  readonly read: (pattern: RegExp) => Promise<string[]>;
}

export function createAppPage(page: Page): AppPage {
  const list = page.getByRole('list', { name: 'Conversations' });
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  const log = (name?: string): Locator =>
    name === undefined ? page.getByRole('log') : page.getByRole('log', { name, exact: true });
  const row = (name: string): Locator =>
    list.getByRole('listitem').filter({ has: page.getByRole('link', { name: startOf(name) }) });
  const message = (text: string | RegExp): Locator => log().getByRole('article').filter({ hasText: text });
  const enter = async (account: { username: string; password: string }, button: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Username' }).fill(account.username);
    await page.getByLabel('Password', { exact: true }).fill(account.password);
    await page.getByRole('button', { name: button }).click();
  };
  const act = async (text: string | RegExp, action: string): Promise<void> => {
    const found = message(text).last();
    await found.hover();
    await found.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  const isReady = (): Promise<void> => page.getByRole('button', { name: 'New conversation' }).waitFor();
  return {
    page,
    isReady,
    list,
    row,
    log,
    composer,
    message,
    line: (text) => log().getByText(text),
    openDetails: async () => {
      const details = page.getByRole('complementary', { name: 'Details' });
      if (!(await details.isVisible()))
        await page.getByRole('button', { name: 'Details', exact: true }).click();
      await details.waitFor();
      return details;
    },
    signUp: async (account) => {
      await enter(account, 'Create account');
      await isReady();
    },
    signIn: (account) => enter(account, 'Sign in'),
    openFromList: async (name) => {
      await row(name).getByRole('link').click();
      await log(name).waitFor();
    },
    startConversation: async (username, name = username) => {
      await page.getByRole('button', { name: 'New conversation' }).click();
      await page.getByRole('searchbox', { name: 'Find people' }).fill(username);
      await page.getByRole('option').filter({ hasText: username }).click();
      await log(name).waitFor();
    },
    send: async (text) => {
      await composer.fill(text);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },
    sees: async (text, tick) => {
      const found = message(text).last();
      await (tick === undefined ? found : found.getByLabel(tick, { exact: true })).waitFor();
    },
    act,
    remove: async (text, whose) => {
      await act(text, 'Delete');
      await page.getByRole('dialog').getByRole('button', { name: whose }).click();
    },
    isOnScreen: async (text) => {
      const found = message(text).last();
      if ((await found.count()) === 0) return false;
      const [box, frame] = await Promise.all([found.boundingBox(), log().boundingBox()]);
      return box !== null && frame !== null && box.y + box.height > frame.y && box.y < frame.y + frame.height;
    },
    read: async (pattern) => {
      const texts = await log().getByRole('article').allInnerTexts();
      return texts.flatMap((text) => pattern.exec(text)?.[0] ?? []);
    },
  };
}

/** The label of a row: its name, then what there is to say. */
function startOf(name: string): RegExp {
  return new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}[,:]`);
}
