import { expect, test } from 'bun:test';
import { addressOf, placeOf } from './addresses.ts';

const origin = 'https://chat.example';

test('what is copied as a link to a message, or to a conversation, is a place in this app', () => {
  expect(placeOf(`${origin}${addressOf('direct:a:b', 'm 1')}`, origin)).toEqual({
    conversation: 'direct:a:b',
    messageId: 'm 1',
  });
  expect(placeOf(`${origin}${addressOf('g')}`, origin)).toEqual({ conversation: 'g', messageId: undefined });
});

test('what leads to another server, to another screen or nowhere is none', () => {
  for (const href of [
    'https://other.example/c/g/m',
    'http://chat.example/c/g/m',
    `${origin}/settings/account`,
    `${origin}/uploads/g/m`,
    `${origin}/c/g/m/more`,
    `${origin}/c/%ff`,
    'mailto:c@chat.example',
    'no address',
  ])
    expect(placeOf(href, origin)).toBeUndefined();
});
