import type { ClientEventName, RouteName } from '@parley/protocol';

/** One group with somebody in every standing, a message by `other`, and people to act upon. */
export interface Scene {
  readonly group: string;
  readonly message: string;
  /** a file that `other` sent to the group: the last part of its address */
  readonly file: string;
  /** a plain member, the message's author */
  readonly other: string;
  /** somebody outside */
  readonly outsider: string;
  /** who calls; empty for nobody */
  readonly caller: string;
  readonly newId: () => string;
}

export interface Request {
  readonly path: string;
  /** JSON, unless it is a form or bytes */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const password = 'correct horse battery';

const tus = { 'tus-resumable': '1.0.0' };
const mediaIdOf = ({ file }: Scene) => file.slice(0, 32);

export function formOf(text: string): FormData {
  const form = new FormData();
  form.set('file', new Blob([text]), 'notes.txt');
  return form;
}

/** A well-formed request for every route: what is left to decide is who may. */
export const routeRequests: Readonly<Record<RouteName, (scene: Scene) => Request>> = {
  register: ({ newId }) => ({
    path: '/auth/register',
    body: { username: `new.${newId().slice(-12)}`, password },
  }),
  login: () => ({ path: '/auth/login', body: { username: 'resident', password } }),
  logout: () => ({ path: '/auth/logout', body: {} }),
  list_sessions: () => ({ path: '/auth/sessions' }),
  revoke_session: ({ newId }) => ({ path: `/auth/sessions/${newId()}` }),
  get_me: () => ({ path: '/me' }),
  update_me: () => ({ path: '/me', body: { settings: { theme: 'dark' } } }),
  change_password: () => ({
    path: '/me/password',
    body: { current: 'not the password', new: 'another password' },
  }),
  list_my_changes: () => ({ path: '/me/changes' }),
  list_blocks: () => ({ path: '/me/blocks' }),
  block_user: ({ outsider }) => ({ path: `/me/blocks/${outsider}` }),
  unblock_user: ({ outsider }) => ({ path: `/me/blocks/${outsider}` }),
  find_users: () => ({ path: '/users?query=res' }),
  get_user: ({ other }) => ({ path: `/users/${other}` }),
  disable_user: ({ outsider }) => ({ path: `/users/${outsider}/disabled` }),
  enable_user: ({ outsider }) => ({ path: `/users/${outsider}/disabled` }),
  get_server: () => ({ path: '/server' }),
  list_conversations: () => ({ path: '/conversations' }),
  get_conversation: ({ group }) => ({ path: `/conversations/${group}` }),
  update_conversation: ({ group }) => ({ path: `/conversations/${group}`, body: { archived: true } }),
  digest_conversation: ({ group }) => ({ path: `/conversations/${group}/digest` }),
  list_changes: ({ group }) => ({ path: `/conversations/${group}/changes` }),
  list_messages: ({ group, caller }) => ({
    path: `/messages/${caller || 'nobody'}/${group}?message_type=group`,
  }),
  get_message: ({ group, message }) => ({ path: `/messages/${message}?conversation=${group}` }),
  send_message: ({ group }) => ({ path: '/messages', body: { type: 'group', to: group, content: 'hello' } }),
  delete_message: ({ group, message }) => ({
    path: `/messages/${message}?conversation=${group}&delete_for=everyone`,
  }),
  create_group: ({ other }) => ({ path: '/groups/', body: { name: 'mine', members: [other] } }),
  list_groups: ({ caller }) => ({ path: `/groups/${caller || 'nobody'}` }),
  search_groups: () => ({ path: '/groups/search/scene' }),
  add_member: ({ group, outsider }) => ({ path: `/group/${group}/${outsider}` }),
  remove_member: ({ group, other }) => ({ path: `/groups/${group}/remove`, body: { user_id: other } }),
  join_group: ({ group }) => ({ path: `/groups/${group}/join` }),
  leave_group: ({ group }) => ({ path: `/groups/${group}/leave` }),
  update_group: ({ group }) => ({ path: `/groups/${group}`, body: { description: 'changed' } }),
  delete_group: ({ group }) => ({ path: `/groups/${group}` }),
  list_members: ({ group }) => ({ path: `/groups/${group}/members` }),
  change_role: ({ group, other }) => ({ path: `/groups/${group}/members/${other}`, body: { role: 'admin' } }),
  list_activity: ({ group }) => ({ path: `/groups/${group}/activity` }),
  upload_media: () => ({ path: '/upload/', body: formOf('hello') }),
  create_upload: () => ({ path: '/files/', headers: { ...tus, 'upload-length': '5' } }),
  append_upload: (scene) => ({
    path: `/files/${mediaIdOf(scene)}`,
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Blob(['hello']),
  }),
  get_upload: (scene) => ({ path: `/files/${mediaIdOf(scene)}` }),
  remove_upload: (scene) => ({ path: `/files/${mediaIdOf(scene)}`, headers: tus }),
  set_poster: (scene) => ({
    path: `/uploads/${mediaIdOf(scene)}/poster`,
    headers: { 'content-type': 'image/png' },
    body: new Blob(['a picture']),
  }),
  sign_file: ({ file }) => ({ path: `/uploads/${file}/sign` }),
  get_file: ({ file }) => ({ path: `/uploads/${file}` }),
  live: () => ({ path: '/healthz' }),
  ready: () => ({ path: '/readyz' }),
  store_health: () => ({ path: '/health/db' }),
  media_health: () => ({ path: '/health/media' }),
  pipeline_health: () => ({ path: '/health/message-buffer' }),
};

/** A well-formed payload for every event. */
export const eventPayloads: Readonly<Record<ClientEventName, (scene: Scene) => object>> = {
  join_group: ({ group }) => ({ group_id: group }),
  leave_group: ({ group }) => ({ group_id: group }),
  send_message: ({ group }) => ({ type: 'group', to: group, content: 'hello' }),
  mark_read: ({ group, message }) => ({ message_id: message, conversation: group }),
  mark_delivered: ({ group }) => ({ conversation: group, seq: 2 }),
  edit_message: ({ group, message }) => ({ message_id: message, conversation: group, content: 'changed' }),
  delete_message: ({ group, message }) => ({
    message_id: message,
    conversation: group,
    delete_for: 'everyone',
  }),
  react: ({ group, message }) => ({ message_id: message, conversation: group, emoji: '👍', on: true }),
  typing: ({ group }) => ({ type: 'group', to: group, is_typing: true }),
  watch_presence: ({ other }) => ({ user_ids: [other] }),
  set_presence: () => ({ status: 'away' }),
  sync: ({ group }) => ({ account: 0, conversations: { [group]: 0 } }),
};
