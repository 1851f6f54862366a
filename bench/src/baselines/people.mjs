// Who is who, and who is in which group: in memory, for a baseline. HS256 tokens are checked, as they are in Parley.
import { createHmac, timingSafeEqual } from 'node:crypto';

const secret = process.env.AUTH_JWT_SECRET ?? '';

/** The user that a token names; `undefined` when it is not ours or over. */
export function userOf(token) {
  const [header, payload, signature] = String(token).split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature ?? '', 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return exp > Date.now() / 1000 ? sub : undefined;
}

const groupsOf = new Map(); // user id → group ids
const heads = new Map(); // conversation → last seq

export const groupsOfUser = (user) => groupsOf.get(user) ?? [];

export function nextSeq(conversation) {
  const seq = (heads.get(conversation) ?? 0) + 1;
  heads.set(conversation, seq);
  return seq;
}

let groups = 0;

const join = (id, members) => {
  for (const member of members) groupsOf.set(member, [...groupsOfUser(member), id]);
  return { status: 201, json: JSON.stringify({ id, last_seq: nextSeq(id) }) };
};

/** POST /groups/ makes a group, POST /group/{id}/{user} adds somebody; all else is answered with an empty object. */
export function answerHttp({ method, path, authorization, body }) {
  const owner = userOf((authorization ?? '').slice('Bearer '.length));
  if (method !== 'POST' || owner === undefined) return { status: 200, json: '{}' };
  const [, kind, id, member] = path.split('/');
  if (kind === 'group') return join(id, [member]);
  return join(`group-${++groups}`, [owner, ...JSON.parse(body).members]);
}

/** The parts of a `message` event that Parley's has too, so that the same bytes travel. */
export function messageOf(user, { id, type, to, content }) {
  const conversation = type === 'group' ? to : `direct:${[user, to].sort().join(':')}`;
  return {
    id,
    conversation,
    seq: nextSeq(conversation),
    type,
    from: user,
    to,
    content,
    content_type: 'text',
    media_url: null,
    media_metadata: null,
    reply_to: null,
    created_at: new Date().toISOString(),
    edited_at: null,
    deleted_at: null,
    status: 'stored',
  };
}

export const ackOf = ({ id, conversation, seq, created_at, status }) => ({
  ok: true,
  id,
  conversation,
  seq,
  created_at,
  status,
});
