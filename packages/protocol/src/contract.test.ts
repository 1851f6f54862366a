import { expect, test } from 'bun:test';
import { clientEvents, serverEvents } from './events.ts';
import { limits, quotas, rates, sizes, socketsPerUser } from './limits.ts';
import { routes, type Route } from './routes.ts';

/*
 * The surface that clients in other languages are written against, spelled out once more: a row that is renamed or
 * lost fails here. What is added needs no line.
 */

const expectedRoutes = [
  ['register', 'POST /auth/register', 'anonymous', [201]],
  ['login', 'POST /auth/login', 'anonymous', [200]],
  ['logout', 'POST /auth/logout', 'user', [204]],
  ['list_sessions', 'GET /auth/sessions', 'user', [200]],
  ['revoke_session', 'DELETE /auth/sessions/{id}', 'user', [204]],
  ['get_me', 'GET /me', 'user', [200]],
  ['update_me', 'PATCH /me', 'user', [200]],
  ['change_password', 'POST /me/password', 'user', [204]],
  ['list_my_changes', 'GET /me/changes', 'user', [200]],
  ['list_blocks', 'GET /me/blocks', 'user', [200]],
  ['block_user', 'PUT /me/blocks/{user_id}', 'user', [204]],
  ['unblock_user', 'DELETE /me/blocks/{user_id}', 'user', [204]],
  ['find_users', 'GET /users', 'user', [200]],
  ['get_user', 'GET /users/{user_id}', 'user', [200]],
  ['disable_user', 'PUT /users/{user_id}/disabled', 'admin', [204]],
  ['enable_user', 'DELETE /users/{user_id}/disabled', 'admin', [204]],
  ['get_server', 'GET /server', 'anonymous', [200]],
  ['list_conversations', 'GET /conversations', 'user', [200]],
  ['get_conversation', 'GET /conversations/{id}', 'user', [200]],
  ['update_conversation', 'PATCH /conversations/{id}', 'user', [200]],
  ['list_changes', 'GET /conversations/{id}/changes', 'user', [200]],
  ['digest_conversation', 'GET /conversations/{id}/digest', 'user', [200]],
  ['list_messages', 'GET /messages/{user_id}/{other_id}', 'user', [200]],
  ['get_message', 'GET /messages/{message_id}', 'user', [200]],
  ['send_message', 'POST /messages', 'user', [200, 201, 202]],
  ['delete_message', 'DELETE /messages/{message_id}', 'user', [204]],
  ['create_group', 'POST /groups', 'user', [200, 201]],
  ['list_groups', 'GET /groups/{user_id}', 'user', [200]],
  ['search_groups', 'GET /groups/search/{name}', 'user', [200]],
  ['add_member', 'POST /group/{group_id}/{user_id}', 'user', [200]],
  ['remove_member', 'POST /groups/{group_id}/remove', 'user', [200]],
  ['join_group', 'POST /groups/{group_id}/join', 'user', [200]],
  ['leave_group', 'POST /groups/{group_id}/leave', 'user', [204]],
  ['update_group', 'PATCH /groups/{group_id}', 'user', [200]],
  ['delete_group', 'DELETE /groups/{group_id}', 'user', [204]],
  ['list_members', 'GET /groups/{group_id}/members', 'user', [200]],
  ['change_role', 'PATCH /groups/{group_id}/members/{user_id}', 'user', [200]],
  ['list_activity', 'GET /groups/{group_id}/activity', 'user', [200]],
  ['live', 'GET /healthz', 'anonymous', [200]],
  ['ready', 'GET /readyz', 'anonymous', [200, 503]],
  ['store_health', 'GET /health/db', 'anonymous', [200]],
  ['media_health', 'GET /health/media', 'anonymous', [200]],
  ['pipeline_health', 'GET /health/message-buffer', 'anonymous', [200]],
] as const;

test('SEC3: the routes are those of the contract, with who may call and what may come back', () => {
  const actual = Object.entries<Route>(routes).map(([name, { method, path, access, answers }]) => [
    name,
    `${method} ${path}`,
    access,
    Object.keys(answers).map(Number),
  ]);
  const missing = expectedRoutes.filter(
    (row) => !actual.some((one) => JSON.stringify(one) === JSON.stringify(row)),
  );
  expect(missing).toEqual([]);
});

test('SEC3: a row declares exactly the parameters of its path', () => {
  for (const [name, { path, params }] of Object.entries<Route>(routes)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => param);
    expect([name, Object.keys(params?.shape ?? {})]).toEqual([name, inPath]);
  }
});

test('SEC3: a client may send these events, each at a rate', () => {
  const actual = Object.entries(clientEvents).map(([name, { rate }]) => [name, rate]);
  const expected = [
    ['join_group', 'event'],
    ['leave_group', 'event'],
    ['send_message', 'send'],
    ['mark_read', 'mark'],
    ['mark_delivered', 'mark'],
    ['edit_message', 'edit'],
    ['delete_message', 'edit'],
    ['react', 'react'],
    ['typing', 'typing'],
    ['watch_presence', 'event'],
    ['set_presence', 'event'],
    ['sync', 'event'],
  ];
  expect(actual).toEqual(expect.arrayContaining(expected));
});

test('SYN1: the server may send these events', () => {
  const expected = [
    'ready',
    'message',
    'message_update',
    'message_deleted',
    'notification',
    'account',
    'typing',
    'presence',
    'profile',
    'error',
    'closing',
  ];
  expect(Object.keys(serverEvents)).toEqual(expect.arrayContaining(expected));
});

test('LIM1: sizes, rates and counts are those of the contract', () => {
  expect(limits).toEqual({
    text: 8_000,
    page: 200,
    packet_bytes: 131_072,
    json_bytes: 262_144,
    group_members: 10_000,
    members_per_call: 1_000,
    sync_conversations: 200,
    upload_bytes: 26_214_400,
    edit_window_s: 900,
  });
  expect(rates).toEqual({
    send: { perSecond: 10, burst: 100 },
    edit: { perSecond: 5, burst: 30 },
    react: { perSecond: 5, burst: 60 },
    mark: { perSecond: 10, burst: 100 },
    typing: { perSecond: 2, burst: 20 },
    event: { perSecond: 10, burst: 50 },
    http: { perSecond: 30, burst: 300 },
  });
  expect(quotas).toEqual({
    registrationsPerAddress: { count: 20, windowS: 3600 },
    loginsPerAccount: { count: 10, windowS: 60 },
    loginsPerAddress: { count: 60, windowS: 60 },
    handshakesPerAddress: { count: 100, windowS: 10 },
    refusedEventsPerSocket: { count: 50, windowS: 10 },
  });
  expect(socketsPerUser).toBe(20);
  expect(sizes).toMatchObject({
    defaultPage: 50,
    groupName: 100,
    groupDescription: 500,
    displayName: 64,
    password: { min: 8, max: 256 },
    settingsBytes: 16_384,
    usersPerLookup: 100,
    watchedUsers: 500,
    syncEntriesPerConversation: 100,
    syncBytes: 1_048_576,
    groupPreviewMembers: 100,
    receiptMembers: 50,
    unreadCount: 1_000,
  });
});
