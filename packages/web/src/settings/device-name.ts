import { texts } from '../texts/texts.ts';

/** In this order: browsers name those that they descend from too. */
const programs: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  // The server keeps the first 120 characters, which on a phone end before Safari's own name.
  [/\bVersion\//, 'Safari'],
];

const systems: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

/** `Firefox on Linux` from a user agent; a program that is no browser is called by its own first word. */
export function deviceName(userAgent: string): string {
  const find = (signs: typeof programs): string | undefined =>
    signs.find(([sign]) => sign.test(userAgent))?.[1];
  const [program, system] = [find(programs), find(systems)];
  if (program !== undefined && system !== undefined) return texts.settings.deviceOn(program, system);
  if (program !== undefined) return program;
  const [own = ''] = userAgent.split(/[/\s(;]/);
  if (own === '' || userAgent === 'unknown device') return texts.settings.unknownDevice;
  return own === 'Mozilla' ? (system ?? texts.settings.unknownDevice) : own;
}

/** Whether it is carried about, by the same word. */
export function isHandheld(userAgent: string): boolean {
  return /\b(?:Mobile|Android|iPhone|iPad)\b/.test(userAgent);
}
