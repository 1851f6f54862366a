import type { ClientEventName, ErrorCode, RouteName } from '@parley/protocol';

/** The people of the table: nobody signed in, and five who stand differently to one group. */
export const roles = ['anonymous', 'stranger', 'exMember', 'member', 'admin', 'owner'] as const;
export type Standing = (typeof roles)[number];

/** What each of them gets, in the order of `roles`. */
type Row<Outcome> = readonly [Outcome, Outcome, Outcome, Outcome, Outcome, Outcome];

const everybody = <Outcome>(outcome: Outcome): Row<Outcome> => [
  outcome,
  outcome,
  outcome,
  outcome,
  outcome,
  outcome,
];
const signedIn = (outcome: number): Row<number> => [401, outcome, outcome, outcome, outcome, outcome];
const members = (outcome: number): Row<number> => [401, 404, 404, outcome, outcome, outcome];
const admins = (outcome: number): Row<number> => [401, 404, 404, 403, outcome, outcome];
const owner = (outcome: number): Row<number> => [401, 404, 404, 403, 403, outcome];

/**
 * The status of every route for everybody. SEC3. A route without a row does not compile. What is not one's own answers
 * as what is not there: strangers and former members get the same.
 */
export const routeOutcomes: Readonly<Record<RouteName, Row<number>>> = {
  register: everybody(201),
  login: everybody(200),
  logout: signedIn(204),
  list_sessions: signedIn(200),
  revoke_session: signedIn(404),
  get_me: signedIn(200),
  update_me: signedIn(200),
  change_password: signedIn(403),
  list_my_changes: signedIn(200),
  list_blocks: signedIn(200),
  block_user: signedIn(204),
  unblock_user: signedIn(204),
  find_users: signedIn(200),
  get_user: signedIn(200),
  disable_user: signedIn(403),
  enable_user: signedIn(403),
  get_server: everybody(200),
  list_conversations: signedIn(200),
  get_conversation: members(200),
  update_conversation: members(200),
  list_changes: members(200),
  digest_conversation: members(200),
  list_messages: members(200),
  get_message: members(200),
  send_message: members(201),
  delete_message: admins(204),
  create_group: signedIn(201),
  list_groups: signedIn(200),
  search_groups: signedIn(200),
  add_member: admins(200),
  remove_member: admins(200),
  join_group: members(200),
  leave_group: [401, 404, 404, 204, 204, 409],
  update_group: admins(200),
  delete_group: owner(204),
  list_members: members(200),
  change_role: owner(200),
  list_activity: members(200),
  upload_media: signedIn(201),
  create_upload: signedIn(201),
  // What is not one's own is not there, also to those who may see it as a file.
  append_upload: signedIn(404),
  get_upload: signedIn(404),
  remove_upload: signedIn(404),
  set_poster: signedIn(404),
  sign_file: members(200),
  get_file: members(200),
  live: everybody(200),
  ready: everybody(200),
  store_health: everybody(200),
  media_health: everybody(200),
  pipeline_health: everybody(200),
};

type EventOutcome = 'ok' | ErrorCode;
const everybodyOn = (outcome: EventOutcome): Row<EventOutcome> => [
  'unauthenticated',
  outcome,
  outcome,
  outcome,
  outcome,
  outcome,
];
const membersOn = (outcome: EventOutcome): Row<EventOutcome> => [
  'unauthenticated',
  'not_found',
  'not_found',
  outcome,
  outcome,
  outcome,
];

/** The same for every event; who is not signed in has no socket to send it on. */
export const eventOutcomes: Readonly<Record<ClientEventName, Row<EventOutcome>>> = {
  join_group: membersOn('ok'),
  leave_group: membersOn('ok'),
  send_message: membersOn('ok'),
  mark_read: membersOn('ok'),
  mark_delivered: membersOn('ok'),
  edit_message: membersOn('forbidden'),
  delete_message: ['unauthenticated', 'not_found', 'not_found', 'forbidden', 'ok', 'ok'],
  react: membersOn('ok'),
  typing: membersOn('ok'),
  watch_presence: everybodyOn('ok'),
  set_presence: everybodyOn('ok'),
  sync: everybodyOn('ok'),
};
