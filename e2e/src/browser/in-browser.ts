import { afterAll, beforeAll, describe, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { type ServerProcess, startServer } from '../server-process.ts';
import { keepEvidence } from './artefacts.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { createVisitors, type Visitors } from './visitor.ts';

/** What a test in the browser has: a real server, and people with browsers of their own. */
export interface Stage extends Visitors {
  readonly server: ServerProcess;
}

export interface BrowserTests {
  /** A test whose browsers are closed after it, and which fails when any page had a fault. */
  readonly test: (name: string, body: (stage: Stage) => Promise<void>, timeoutMs?: number) => void;
}

/** A page is slower than a socket, and two files share two cores. */
const TEST_MS = 120_000;

/**
 * The tests of one theme in real Chromium: one server and one browser for the file. Where there is no browser the
 * theme is skipped, and says so. `start` may bring another server than the usual one.
 */
export function inBrowser(
  theme: string,
  define: (tests: BrowserTests) => void,
  start: () => Promise<ServerProcess> = () => startServer(),
): void {
  const found = findChromium();
  if ('missing' in found) {
    console.warn(`skipped: ${theme} in a browser: ${found.missing}`);
    test.skip(`skipped: ${theme} in a browser: ${found.missing}`, () => undefined);
    return;
  }
  setDefaultTimeout(TEST_MS);
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([start(), launchChromium(found.executablePath)]);
  });
  afterAll(async () => {
    await browser.close();
    await server.dispose();
  });
  describe(`in a browser: ${theme}`, () => {
    define({
      test: (name, body, timeoutMs = TEST_MS) => {
        test(name, () => play(name, { server, browser }, body), timeoutMs);
      },
    });
  });
}

async function play(
  name: string,
  { server, browser }: { server: ServerProcess; browser: Browser },
  body: (stage: Stage) => Promise<void>,
): Promise<void> {
  const visitors = createVisitors(browser, server.url);
  try {
    await body({ ...visitors, server });
    const faults = visitors.faults();
    if (faults.length > 0) throw new Error(`pages had faults:\n${faults.join('\n')}`);
  } catch (error) {
    for (const fault of visitors.faults()) console.error(fault);
    await keepEvidence(name, visitors.contexts);
    throw error;
  } finally {
    await visitors.close();
  }
}
