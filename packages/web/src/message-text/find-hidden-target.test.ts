import { expect, test } from 'bun:test';
import { findHiddenTarget } from './find-hidden-target.ts';

const honest: readonly [label: string, href: string][] = [
  ['here', 'https://a.example/'],
  ['a.example', 'https://a.example/x'],
  ['a.example', 'https://docs.a.example/'],
  ['www.a.example', 'https://a.example/'],
  ['https://A.EXAMPLE/y', 'https://a.example/'],
  ['see a.example.', 'https://a.example/'],
  ['müller.example', 'https://xn--mller-kva.example/'],
  ['Ann', 'mailto:ann@a.example'],
  ['Ann@a.example', 'mailto:ann@a.example'],
  ['v1.2, e.g.', 'https://a.example/'],
];

const hiding: readonly [label: string, href: string, target: string][] = [
  ['bank.example', 'https://evil.example/', 'evil.example'],
  ['https://bank.example/login', 'https://evil.example:8443/bank.example', 'evil.example:8443'],
  ['bank.example', 'https://bank.example.evil.example/', 'bank.example.evil.example'],
  ['bank.example', 'https://evilbank.example/', 'evilbank.example'],
  ['docs.a.example', 'https://a.example/', 'a.example'],
  ['b\u200Bank.exa\u00ADmple', 'https://evil.example/', 'evil.example'],
  ['bank。example', 'https://evil.example/', 'evil.example'],
  ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'https://evil.example/', 'evil.example'],
  ['10.0.0.1', 'https://evil.example/', 'evil.example'],
  ['ann@a.example', 'https://evil.example/', 'evil.example'],
  ['ann@a.example', 'mailto:eve@a.example', 'eve@a.example'],
  ['ann@a.example', 'mailto:eve@b.example,ann@a.example', 'eve@b.example,ann@a.example'],
];

test.each(honest)('%j may lead to %s', (label, href) => {
  expect(findHiddenTarget(label, href)).toBeUndefined();
});

test.each(hiding)('SEC7: %j hides %s', (label, href, target) => {
  expect(findHiddenTarget(label, href)).toBe(target);
});
