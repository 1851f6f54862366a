import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { makeGroup, newId, type Person, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Activity, Changes, Conversation, FoundGroups, Group, Groups, History, Members } from './wire.ts';
import type { WireError } from './wire-errors.ts';

setDefaultTimeout(30_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

async function people<const N extends string>(...names: N[]): Promise<Record<N, Person>> {
  const all = await Promise.all(names.map(async (name) => [name, await signUp(server.url, name)] as const));
  // One entry per name was just made.
  return Object.fromEntries(all) as Record<N, Person>;
}
const action =
  (name: string) =>
  (one: { type: string; action?: string }): boolean =>
    one.type === 'group_notification' && one.action === name;
const refusalCode = (error: WireError): string => error.code;

test('GRP1 SEQ2: a group made over HTTP is announced, and a message reaches every member in order', async () => {
  const { ann, ben, cat } = await people('ann', 'ben', 'cat');
  const [a, b, c] = [await ann.connect(), await ben.connect(), await cat.connect()];
  const id = newId();
  const body = { id, name: 'Läufer', members: [ben.id], description: 'on Sundays' };
  const group = await ann.api.post('/groups/', body, Group);
  expect(group).toMatchObject({ id, name: 'Läufer', created_by: ann.id, member_count: 2, last_seq: 1 });
  expect(group.members.map((one) => [one.user_id, one.role])).toContainEqual([ann.id, 'owner']);
  expect(await ann.api.post('/groups', body, Group)).toEqual(group);
  expect(await ann.api.refused('POST', '/groups', { ...body, name: 'Other' })).toMatchObject({
    code: 'conflict',
  });
  for (const one of [a, b]) {
    const added = await one.next('notification', action('added'));
    expect(added).toMatchObject({ group_id: id, conversation: id, group_name: 'Läufer', seq: 1, by: ann.id });
    expect(await one.next('account')).toMatchObject({ kind: 'conversation_added', conversation: id });
  }
  const [first, second] = [text('group', group, 'who runs?'), text('group', group, 'me')];
  expect(await a.must('send_message', first)).toMatchObject({ conversation: id, seq: 2 });
  expect(await b.must('send_message', second)).toMatchObject({ conversation: id, seq: 3 });
  expect(await b.next('message')).toMatchObject({
    id: first.id,
    type: 'group',
    from: ann.id,
    to: id,
    seq: 2,
  });
  expect(await a.next('message')).toMatchObject({ id: second.id, seq: 3 });
  expect(refusalCode(await c.refused('send_message', text('group', group, 'let me in')))).toBe('not_found');
  expect(await cat.api.refused('GET', `/conversations/${id}`)).toMatchObject({ code: 'not_found' });
  expect(c.seen('message')).toEqual([]);
  for (const one of [a, b, c]) one.close();
});

test('GRP2: members, admins and the owner may what the contract says', async () => {
  const { own, adm, mem, out } = await people('own', 'adm', 'mem', 'out');
  const group = await makeGroup(own, 'roles', [adm, mem]);
  const member = (person: Person): string => `/groups/${group.id}/members/${person.id}`;
  expect(await mem.api.refused('PATCH', `/groups/${group.id}`, { name: 'x' })).toMatchObject({
    code: 'forbidden',
  });
  expect(await mem.api.refused('POST', `/group/${group.id}/${out.id}`)).toMatchObject({ code: 'forbidden' });
  expect(await adm.api.refused('PATCH', member(mem), { role: 'admin' })).toMatchObject({ code: 'forbidden' });
  const raised = await own.api.patch(member(adm), { role: 'admin' }, Group);
  expect(raised.members.find((one) => one.user_id === adm.id)?.role).toBe('admin');
  expect((await adm.api.post(`/group/${group.id}/${out.id}`, undefined, Group)).member_count).toBe(4);
  expect((await adm.api.post(`/group/${group.id}/${out.id}`, undefined, Group)).member_count).toBe(4);
  const removed = await adm.api.post(`/groups/${group.id}/remove`, { user_id: out.id }, Group);
  expect(removed.member_count).toBe(3);
  expect(await adm.api.refused('POST', `/groups/${group.id}/remove`, { user_id: own.id })).toMatchObject({
    code: 'forbidden',
  });
  expect(await own.api.refused('POST', `/groups/${group.id}/leave`)).toMatchObject({ code: 'conflict' });
  await own.api.patch(member(adm), { role: 'owner' }, Group);
  await own.api.done('POST', `/groups/${group.id}/leave`);
  expect(await own.api.refused('GET', `/conversations/${group.id}`)).toMatchObject({ code: 'not_found' });
  expect(await out.api.refused('DELETE', `/groups/${group.id}`)).toMatchObject({ code: 'not_found' });
  await adm.api.done('DELETE', `/groups/${group.id}`);
  expect(await mem.api.refused('GET', `/groups/${group.id}/members`)).toMatchObject({ code: 'not_found' });
});

test('GRP1: a removed member is told, gets nothing afterwards and has no history; a new one reads all', async () => {
  const { own, old, neu } = await people('own', 'old', 'neu');
  const group = await makeGroup(own, 'doors', [old]);
  const [o, l, n] = [await own.connect(), await old.connect(), await neu.connect()];
  await o.must('send_message', text('group', group, 'before'));
  await l.next('message');
  await own.api.post(`/groups/${group.id}/remove`, { user_id: old.id }, Group);
  expect(await l.next('notification', action('removed'))).toMatchObject({ group_id: group.id, seq: 3 });
  const gone = (one: { kind: string }): boolean => one.kind === 'conversation_removed';
  expect(await l.next('account', gone)).toMatchObject({ conversation: group.id });
  expect(await o.next('notification', action('member_removed'))).toMatchObject({ seq: 3, user_id: old.id });
  await own.api.post(`/group/${group.id}/${neu.id}`, undefined, Group);
  expect(await n.next('notification', action('added'))).toMatchObject({ group_id: group.id, seq: 4 });
  const after = text('group', group, 'after');
  await o.must('send_message', after);
  expect(await n.next('message')).toMatchObject({ id: after.id, seq: 5 });
  const note = text('direct', old, 'anything?');
  await o.must('send_message', note);
  expect((await l.next('message')).id).toBe(note.id);
  expect(l.seen('message').map((one) => one.content)).toEqual(['before', 'anything?']);
  const path = (person: Person): string => `/messages/${person.id}/${group.id}?message_type=group`;
  expect(await old.api.refused('GET', path(old))).toMatchObject({ code: 'not_found' });
  expect(await l.must('sync', { conversations: { [group.id]: 2 } })).toMatchObject({
    conversations: [{ id: group.id, gone: true }],
  });
  const history = await neu.api.get(path(neu), History);
  expect(history.messages.map((one) => one.content)).toEqual(['before', 'after']);
  expect(await neu.api.get(`/conversations/${group.id}`, Conversation)).toMatchObject({
    read_seq: 4,
    unread: 1,
  });
  for (const one of [o, l, n]) one.close();
});

test('SYN1: renaming, describing and roles arrive as notifications and stand in the log', async () => {
  const { own, mem } = await people('own', 'mem');
  const group = await makeGroup(own, 'old name', [mem]);
  const [o, m] = [await own.connect(), await mem.connect()];
  await own.api.patch(`/groups/${group.id}`, { name: 'new name' }, Group);
  await own.api.patch(`/groups/${group.id}`, { description: 'about', discoverable: true }, Group);
  await own.api.patch(`/groups/${group.id}/members/${mem.id}`, { role: 'owner' }, Group);
  for (const one of [o, m]) {
    expect(await one.next('notification', action('renamed'))).toMatchObject({ seq: 2, name: 'new name' });
    expect(await one.next('notification', action('updated'))).toMatchObject({ seq: 3 });
    expect(await one.next('notification', action('role_changed'))).toMatchObject({ seq: 4, user_id: mem.id });
  }
  const { entries, last_seq } = await mem.api.get(`/conversations/${group.id}/changes`, Changes);
  expect(entries.map((one) => [one.seq, one.kind])).toEqual([
    [1, 'created'],
    [2, 'renamed'],
    [3, 'updated'],
    [4, 'role_changed'],
  ]);
  expect(last_seq).toBe(4);
  const roles = (await own.api.get(`/groups/${group.id}/members`, Members)).members;
  expect(Object.fromEntries(roles.map((one) => [one.user.id, one.role]))).toEqual({
    [own.id]: 'admin',
    [mem.id]: 'owner',
  });
  o.close();
  m.close();
});

test('GRP1: a discoverable group is found by part of its name and joined; others stay out of sight', async () => {
  const { own, joi } = await people('own', 'joi');
  const name = `Café ${newId()}`;
  const group = await makeGroup(own, name, []);
  const search = `/groups/search/${encodeURIComponent(name.slice(2).replace('é', 'E').toUpperCase())}`;
  expect((await joi.api.get(search, FoundGroups)).groups).toEqual([]);
  expect(await joi.api.refused('POST', `/groups/${group.id}/join`)).toMatchObject({ code: 'not_found' });
  await own.api.patch(`/groups/${group.id}`, { discoverable: true }, Group);
  expect((await joi.api.get(search, FoundGroups)).groups.map((one) => one.id)).toEqual([group.id]);
  expect((await joi.api.post(`/groups/${group.id}/join`, undefined, Group)).member_count).toBe(2);
  expect((await joi.api.get(`/groups/${joi.id}`, Groups)).groups.map((one) => one.id)).toEqual([group.id]);
  expect(await joi.api.refused('GET', `/groups/${own.id}`)).toMatchObject({ code: 'forbidden' });
  await joi.api.done('POST', `/groups/${group.id}/leave`);
  expect((await joi.api.get(`/groups/${joi.id}`, Groups)).groups).toEqual([]);
});

test('GRP1: a member who cannot be added makes nothing, and is named', async () => {
  const { own } = await people('own');
  const body = { name: 'nobody', members: [own.id, 'nobody-here'] };
  const problem = await own.api.refused('POST', '/groups', body);
  expect(problem.code).toBe('not_found');
  expect(JSON.stringify(problem.issues)).toContain('members');
  expect((await own.api.get(`/groups/${own.id}`, Groups)).groups).toEqual([]);
});

test('RD2: a socket that left the stream of a group gets counts instead of messages until it joins again', async () => {
  const { own, mem } = await people('own', 'mem');
  const group = await makeGroup(own, 'quiet', [mem]);
  const [o, m] = [await own.connect(), await mem.connect()];
  expect(await m.must('leave_group', { group_id: group.id })).toMatchObject({ last_seq: 1 });
  await o.must('send_message', text('group', group, 'one'));
  const count = await m.next('notification', (one) => one.type === 'unread_notification');
  expect(count).toMatchObject({ conversation: group.id, unread: 1, last_message: { content: 'one' } });
  expect(await m.must('join_group', { group_id: group.id })).toMatchObject({ last_seq: 2 });
  await o.must('send_message', text('group', group, 'two'));
  expect(await m.next('message')).toMatchObject({ content: 'two', seq: 3 });
  expect(m.seen('message')).toHaveLength(1);
  expect(refusalCode(await m.refused('join_group', { group_id: newId() }))).toBe('not_found');
  const { members } = await own.api.get(`/groups/${group.id}/activity`, Activity);
  const mine = members.find((one) => one.user_id === own.id);
  expect(mine).toMatchObject({ role: 'owner', message_count: 2 });
  o.close();
  m.close();
});

test('RD1: members see who read how far in a small group', async () => {
  const { own, mem } = await people('own', 'mem');
  const group = await makeGroup(own, 'receipts', [mem]);
  const [o, m] = [await own.connect(), await mem.connect()];
  const news = text('group', group, 'news');
  await o.must('send_message', news);
  await m.must('mark_read', { conversation: group.id, seq: 2 });
  const isRead = (one: { type: string }): boolean => one.type === 'read_receipt';
  const receipt = await o.next('message_update', isRead);
  expect(receipt).toMatchObject({
    conversation: group.id,
    user_id: mem.id,
    read_seq: 2,
    message_id: news.id,
  });
  const { members } = await own.api.get(`/groups/${group.id}/members`, Members);
  expect(members.find((one) => one.user.id === mem.id)?.read_seq).toBe(2);
  o.close();
  m.close();
});

test('GRP1: deleting a group tells every member and leaves nothing behind', async () => {
  const { own, mem } = await people('own', 'mem');
  const group = await makeGroup(own, 'short-lived', [mem]);
  const [o, m] = [await own.connect(), await mem.connect()];
  await o.must('send_message', text('group', group, 'soon gone'));
  await own.api.done('DELETE', `/groups/${group.id}`);
  for (const one of [o, m]) {
    expect(await one.next('notification', action('deleted'))).toMatchObject({ group_id: group.id, seq: 3 });
    await one.next('account', (entry) => entry.kind === 'conversation_removed');
    expect(await one.must('sync', { conversations: { [group.id]: 0 } })).toMatchObject({
      conversations: [{ id: group.id, gone: true }],
    });
    expect(refusalCode(await one.refused('send_message', text('group', group, 'x')))).toBe('not_found');
  }
  o.close();
  m.close();
});
