import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { REPOSITORY } from '../server-process.ts';

/**
 * The last list counts, so this one has Playwright's own in it. What follows is the address bar: with these it loads a
 * page of its own for every window, which takes longer than ours.
 */
const features = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
];

/** No GPU, no sandbox (tests may run as root), no request of the browser's own to anybody, a microphone that beeps. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--disable-features=${features.join(',')}`,
];

/** The browser to test with, or what is missing. */
export function findChromium(): { executablePath: string } | { missing: string } {
  const executablePath = process.env['TEST_CHROMIUM'];
  if (executablePath === undefined || executablePath === '')
    return { missing: 'set TEST_CHROMIUM to the path of a Chromium or Chrome' };
  if (!existsSync(executablePath))
    return { missing: `TEST_CHROMIUM names ${executablePath}, which is not there` };
  return { executablePath };
}

/** Starts the browser, with a fresh profile. @throws when the web app is not built */
export function launchChromium(executablePath: string): Promise<Browser> {
  if (!existsSync(join(REPOSITORY, 'packages/web/dist/index.html')))
    throw new Error('The web app is not built: npm run build -w @parley/web');
  return chromium.launch({ executablePath, args });
}
