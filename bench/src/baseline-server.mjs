// The baseline: stock Socket.IO on Node with `ws`, as its documentation shows it. It speaks the few events that the
// bench uses and keeps nothing: no store, no validation, no history. HS256 tokens are checked, as they are in Parley.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const secret = process.env.AUTH_JWT_SECRET ?? '';
const membersOf = new Map(); // group id → user ids
const groupsOf = new Map(); // user id → group ids
const heads = new Map(); // conversation → last seq

function userOf(token) {
  const [header, payload, signature] = String(token).split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature ?? '', 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { sub, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return exp > Date.now() / 1000 ? sub : undefined;
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

/** POST /groups/ makes a group in memory; every other request is answered with an empty object. */
async function answer(request, response) {
  const owner = userOf((request.headers.authorization ?? '').slice('Bearer '.length));
  const body = await bodyOf(request);
  let group = {};
  if (request.method === 'POST' && request.url === '/groups/' && owner !== undefined) {
    const id = `group-${membersOf.size + 1}`;
    const members = [owner, ...body.members];
    membersOf.set(id, members);
    for (const member of members) groupsOf.set(member, [...(groupsOf.get(member) ?? []), id]);
    heads.set(id, 1);
    group = { id, last_seq: 1 };
  }
  response.writeHead(group.id === undefined ? 200 : 201, { 'content-type': 'application/json' });
  response.end(JSON.stringify(group));
}

const http = createServer((request, response) => void answer(request, response));
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });

io.use((socket, next) => {
  const user = userOf(socket.handshake.auth.token);
  socket.data.user = user;
  next(user === undefined ? new Error('unauthenticated') : undefined);
});

io.on('connection', (socket) => {
  const { user } = socket.data;
  socket.join(`user:${user}`);
  for (const group of groupsOf.get(user) ?? []) socket.join(`group:${group}`);
  socket.on('send_message', ({ id, type, to, content }, ack) => {
    const conversation = type === 'group' ? to : `direct:${[user, to].sort().join(':')}`;
    const seq = (heads.get(conversation) ?? 0) + 1;
    heads.set(conversation, seq);
    const created_at = new Date().toISOString();
    const room = type === 'group' ? `group:${to}` : `user:${to}`;
    ack({ ok: true, id, conversation, seq, created_at, status: 'stored' });
    socket.to(room).emit('message', {
      id,
      conversation,
      seq,
      type,
      from: user,
      to,
      content,
      content_type: 'text',
      media_url: null,
      media_metadata: null,
      reply_to: null,
      created_at,
      edited_at: null,
      deleted_at: null,
      status: 'stored',
    });
  });
  socket.emit('ready', { user_id: user });
});

http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${http.address().port}`);
});
process.on('SIGTERM', () => process.exit(0));
