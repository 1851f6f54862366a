import { expect, test } from 'bun:test';
import { deviceName, isHandheld } from './device-name.ts';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/141.0 Safari/537.36`, 'Chrome on Windows'],
  [`Mozilla/5.0 (Windows NT 10.0) ${blink} Chrome/141.0 Safari/537.36 Edg/141.0`, 'Edge on Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.0 Safari/605.1.15`, 'Safari on Mac'],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Version/18.0 Mobile/15E148 Safari/604.1`,
    'Safari on iPhone',
  ],
  [
    `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${blink} Chrome/141.0 Mobile Safari/537.36`,
    'Chrome on Android',
  ],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Chrome/141.0 Safari/537.36`, 'Chrome on ChromeOS'],
  // the server keeps 120 characters
  [`Mozilla/5.0 (Linux; Android 14; a model with a name that is long) ${blink}`, 'Android'],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Version/18.0 Mo`, 'Safari on iPhone'],
  ['curl/8.5.0', 'curl'],
  ['Bun/1.4.5', 'Bun'],
  ['python-requests/2.32', 'python-requests'],
  ['unknown device', 'Unknown device'],
  ['', 'Unknown device'],
])('%p is called %p', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

test('phones and tablets are told from the rest', () => {
  expect(isHandheld('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')).toBe(true);
  expect(isHandheld('Mozilla/5.0 (X11; Linux x86_64; rv:140.0)')).toBe(false);
});
