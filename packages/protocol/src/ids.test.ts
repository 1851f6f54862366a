import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  addressee,
  conversationId,
  directConversationId,
  groupId,
  groupReference,
  messageId,
  parseConversationId,
  seq,
  userId,
  type UserId,
} from './ids.ts';
import { isUuidV7, uuidV7TimeMs } from './uuid.ts';

const someUuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const userAlphabet = fc.constantFrom('A', 'B', 'Z', 'a', 'b', 'z', '0', '9', '.', '_', '~', '@', '|', '-');
const anyUserId = fc
  .string({ unit: userAlphabet, minLength: 1, maxLength: 128 })
  .map((text): UserId => userId.parse(text));

/** By byte, read the long way. */
function isBelow(one: string, other: string): boolean {
  const [left, right] = [one, other].map((id) => new TextEncoder().encode(id));
  for (const [index, byte] of left!.entries()) {
    const against = right![index];
    if (against === undefined || byte > against) return false;
    if (byte < against) return true;
  }
  return left!.length < right!.length;
}

describe('message ids', () => {
  test('SND5: a lower-case UUIDv7 is an id, with any of the four variants', () => {
    for (const variant of ['8', '9', 'a', 'b']) {
      const id = `01890a5d-ac96-774b-${variant}cce-b302099a8057`;
      expect(messageId.safeParse(id).success).toBe(true);
      expect(isUuidV7(id)).toBe(true);
    }
  });

  test('SND5: nil, max, other versions and variants, upper case and other spellings are invalid', () => {
    const wrong = [
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '01890a5d-ac96-474b-bcce-b302099a8057',
      '01890a5d-ac96-174b-bcce-b302099a8057',
      '01890a5d-ac96-774b-7cce-b302099a8057',
      '01890a5d-ac96-774b-ccce-b302099a8057',
      someUuid.toUpperCase(),
      someUuid.replaceAll('-', ''),
      `{${someUuid}}`,
      `urn:uuid:${someUuid}`,
      ` ${someUuid}`,
      `${someUuid}\n`,
      '',
    ];
    for (const id of wrong) {
      expect([id, messageId.safeParse(id).success]).toEqual([id, false]);
      expect([id, isUuidV7(id)]).toEqual([id, false]);
      expect([id, groupId.safeParse(id).success]).toEqual([id, false]);
    }
  });

  test('SND5: the time in an id is read in milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (timeMs) => {
        const hex = timeMs.toString(16).padStart(12, '0');
        expect(uuidV7TimeMs(`${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`)).toBe(timeMs);
      }),
    );
    expect(uuidV7TimeMs(someUuid)).toBe(0x01890a5dac96);
  });
});

describe('user ids', () => {
  test('SEC2: 1 to 128 of the alphabet are user ids, and everything else is not', () => {
    for (const id of ['a', 'Z', 'auth0|5f7c', 'ann@example.org', 'x'.repeat(128), '._~-', someUuid])
      expect([id, userId.safeParse(id).success]).toEqual([id, true]);
    for (const id of ['', 'x'.repeat(129), 'a:b', 'a b', 'a/b', 'é', 'a\n', '日', 'a,b', '{a}', '$a'])
      expect([id, userId.safeParse(id).success]).toEqual([id, false]);
  });

  test('SEC2: an addressee takes user ids and group ids, never a conversation id', () => {
    expect(addressee.safeParse(someUuid).success).toBe(true);
    expect(addressee.safeParse('auth0|5f7c').success).toBe(true);
    expect(addressee.safeParse('direct:a:b').success).toBe(false);
  });

  test('SEC3: a group that cannot be there is not found instead of malformed, and is never a direct conversation', () => {
    expect(groupReference.safeParse('nowhere').success).toBe(true);
    expect(groupReference.safeParse('direct:a:b').success).toBe(false);
  });
});

describe('conversation ids', () => {
  test('GRP3: a direct id has its users ascending by byte, whoever asks', () => {
    const id = (one: string, other: string) => directConversationId(userId.parse(one), userId.parse(other));
    expect(id('bob', 'ann')).toBe(conversationId.parse('direct:ann:bob'));
    expect(id('a', 'B')).toBe(conversationId.parse('direct:B:a'));
    expect(id('a~', 'a.')).toBe(conversationId.parse('direct:a.:a~'));
    expect(id('ab', 'a')).toBe(conversationId.parse('direct:a:ab'));
    expect(id('ann', 'ann')).toBe(conversationId.parse('direct:ann:ann'));
  });

  test('GRP3: property: a direct id is the same from both sides, and takes apart into the same two people', () => {
    fc.assert(
      fc.property(anyUserId, anyUserId, (one, other) => {
        const id = directConversationId(one, other);
        expect(id).toBe(directConversationId(other, one));
        const [low, high] = isBelow(one, other) ? [one, other] : [other, one];
        expect(parseConversationId(id)).toEqual({ type: 'direct', users: [low, high] });
        expect(conversationId.safeParse(id).success).toBe(true);
      }),
    );
  });

  test('GRP3: property: two pairs of people never share a conversation', () => {
    const pair = fc.tuple(anyUserId, anyUserId);
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const isSame = (a === c && b === d) || (a === d && b === c);
        expect(directConversationId(a, b) === directConversationId(c, d)).toBe(isSame);
      }),
    );
  });

  test('GRP3: an id in the wrong order, incomplete or with more parts names nothing', () => {
    for (const id of [
      'direct:b:a',
      'direct:a',
      'direct:a:',
      'direct::a',
      'direct:a:b:c',
      'direct:',
      'direct',
    ])
      expect([id, parseConversationId(id)]).toEqual([id, undefined]);
    for (const id of ['', 'nowhere', someUuid.toUpperCase(), `group:${someUuid}`, 'DIRECT:a:b'])
      expect([id, parseConversationId(id)]).toEqual([id, undefined]);
    expect(parseConversationId(someUuid)).toEqual({ type: 'group', group: groupId.parse(someUuid) });
  });

  test('LIM1: the longest direct id is accepted, longer strings are not', () => {
    const longest = directConversationId(userId.parse('x'.repeat(128)), userId.parse('y'.repeat(128)));
    expect(longest.length).toBe(264);
    expect(conversationId.safeParse(`${longest}z`).success).toBe(false);
  });
});

test('SEQ1: a seq is a whole number from 0', () => {
  for (const value of [0, 1, 2 ** 40]) expect(seq.safeParse(value).success).toBe(true);
  for (const value of [-1, 1.5, '1', Number.NaN, Infinity, 2 ** 60, null])
    expect(seq.safeParse(value).success).toBe(false);
});
