/** Values made to break a server: fast-check arbitraries shared by the fuzz of events and of routes. */
import fc from 'fast-check';

/** JSON text, not values: what a parser meets may have no form as a literal (`__proto__`, 1e999, depth). */
export type JsonText = string;

const deep = (levels: number, open: string, close: string): JsonText =>
  open.repeat(levels) + (open.endsWith(':') ? '0' : '') + close.repeat(levels);

const sharp: readonly JsonText[] = [
  '{"__proto__": {"admin": true}}',
  '{"constructor": {"prototype": {"admin": true}}}',
  '{"type": "direct", "to": {"$ne": null}, "content": "x"}',
  '{"type": "direct", "to": {"toString": 1}, "content": ["x"]}',
  '{"conversations": {"__proto__": 1}}',
  '{"conversations": {"constructor": 0, "toString": 0, "": 0}}',
  '{"user_ids": "all"}',
  '{"message_id": "\\u0000"}',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '1e308',
  '-1e308',
  '1e999',
  '-0',
  '9007199254740993',
  '[]',
  '{}',
  'null',
  'true',
  '""',
  deep(60, '[', ']'),
  deep(3_000, '[', ']'),
  deep(2_000, '{"a":', '}'),
];

/** Names that mean something somewhere on the wire, so that objects get past the first check. */
const names = [
  ...['id', 'type', 'to', 'content', 'content_type', 'media_id', 'media_url', 'reply_to', 'album_id'],
  ...[
    'group_id',
    'message_id',
    'conversation',
    'seq',
    'delete_for',
    'is_typing',
    'user_ids',
    'status',
    'account',
  ],
  ...['conversations', 'username', 'password', 'display_name', 'cookie', 'settings', 'name', 'members'],
  ...['description', 'discoverable', 'role', 'user_id', 'current', 'new', 'muted_until', 'archived'],
  ...['marked_unread', 'limit', 'cursor', 'before', 'after', 'around', '__proto__', 'constructor'],
];

/**
 * JSON text of all kinds: known traps, arbitrary JSON, and objects of known names with values that are either
 * plausible (`known`: ids that exist) or anything.
 */
export function hostileJson(known: readonly unknown[]): fc.Arbitrary<JsonText> {
  const value = hostileValue(known);
  const object = fc
    .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 7 })
    .map((pairs) => `{${pairs.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(', ')}}`);
  return fc.oneof(
    { weight: 6, arbitrary: object },
    { weight: 2, arbitrary: fc.json({ maxDepth: 6 }) },
    { weight: 2, arbitrary: fc.constantFrom(...sharp) },
  );
}

/** JSON text of a good payload in which at most two fields were replaced, doubled or left out. */
export function nearlyGood(good: Record<string, unknown>, known: readonly unknown[]): fc.Arbitrary<JsonText> {
  const fields = Object.entries(good).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const change = fc.tuple(fc.constantFrom(...Object.keys(good), ...names), fc.option(hostileValue(known)));
  return fc.array(change, { maxLength: 2 }).map((changes) => {
    const changed = new Map<string, string | null>(fields);
    for (const [name, text] of changes) changed.set(name, text);
    const kept = [...changed].filter(([, text]) => text !== null);
    return `{${kept.map(([name, text]) => `${JSON.stringify(name)}: ${String(text)}`).join(', ')}}`;
  });
}

/** JSON text of one value: plausible, arbitrary, or a known trap. */
function hostileValue(known: readonly unknown[]): fc.Arbitrary<JsonText> {
  const plausible = fc.constantFrom<unknown>(
    ...known,
    ...['direct', 'group', 'text', 'emoji', 'image', 'everyone', 'me', 'online', 'owner', 'member'],
    ...[0, 1, -1, 2 ** 53, 1.5, true, false, null, '', ' ', 'x'.repeat(9_000), [], {}],
  );
  return fc.oneof(
    { weight: 3, arbitrary: plausible.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fc.constantFrom(...sharp) },
  );
}
