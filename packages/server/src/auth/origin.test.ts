import { describe, expect, test } from 'bun:test';
import { judgeOrigin, mayUseCookie, type Standing } from './origin.ts';

const publicUrl = 'https://chat.example';
const allowedOrigins = ['https://app.example', 'http://localhost:5173'];

type Judged = readonly [origin: string | null, host: string | null, publicUrl: string | undefined, Standing];
const judged: Judged[] = [
  [null, 'localhost:8001', undefined, 'absent'],
  [null, null, publicUrl, 'absent'],
  ['http://localhost:8001', 'localhost:8001', undefined, 'own'],
  ['https://localhost:8001', 'localhost:8001', undefined, 'own'],
  ['http://localhost', 'localhost:8001', undefined, 'foreign'],
  ['http://localhost:8001.evil.example', 'localhost:8001', undefined, 'foreign'],
  ['http://evil.example', 'localhost:8001', undefined, 'foreign'],
  ['null', 'localhost:8001', undefined, 'foreign'],
  ['', 'localhost:8001', undefined, 'foreign'],
  ['http://null', null, undefined, 'foreign'],
  ['https://chat.example', 'internal:8001', publicUrl, 'own'],
  ['http://chat.example', 'chat.example', publicUrl, 'foreign'],
  ['http://internal:8001', 'internal:8001', publicUrl, 'foreign'],
  ['https://chat.example.evil.example', 'x', publicUrl, 'foreign'],
  ['https://app.example', 'chat.example', publicUrl, 'allowed'],
  ['http://localhost:5173', 'localhost:8001', undefined, 'allowed'],
  ['https://app.example:444', 'chat.example', publicUrl, 'foreign'],
  ['https://APP.example', 'chat.example', publicUrl, 'foreign'],
];

describe('origins', () => {
  test.each(judged)(
    'SEC4: origin %p at host %p with PUBLIC_URL %p is %p',
    (...[origin, host, url, standing]) => {
      expect(judgeOrigin({ origin, host, publicUrl: url, allowedOrigins })).toBe(standing);
    },
  );

  const cookies: [Standing, method: string, isUpgrade: boolean, boolean][] = [
    ['own', 'GET', false, true],
    ['own', 'POST', false, true],
    ['own', 'GET', true, true],
    ['absent', 'GET', false, true],
    ['absent', 'HEAD', false, true],
    ['absent', 'POST', false, false],
    ['absent', 'DELETE', false, false],
    ['absent', 'GET', true, false],
    ['allowed', 'GET', false, false],
    ['allowed', 'POST', false, false],
    ['foreign', 'GET', false, false],
    ['foreign', 'POST', false, false],
  ];
  test.each(cookies)(
    'SEC4: with %p on %p (upgrade: %p) a cookie counts: %p',
    (...[standing, method, isUpgrade, counts]) => {
      expect(mayUseCookie(standing, { method, isUpgrade })).toBe(counts);
    },
  );
});
