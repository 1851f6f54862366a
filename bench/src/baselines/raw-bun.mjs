// The floor: Bun's own sockets with packets written by hand, storing nothing. What it costs, no server here can save.
import { ackOf, answerHttp, groupsOfUser, messageOf, userOf } from './people.mjs';

const topicOf = ({ type, to }) => (type === 'group' ? `group:${to}` : `user:${to}`);
const eventOf = (name, body) => `42["${name}",${JSON.stringify(body)}]`;

const handlers = {
  send_message(ws, body) {
    const message = messageOf(ws.data.user, body);
    ws.publish(topicOf(body), eventOf('message', message));
    return ackOf(message);
  },
  typing(ws, { type, to, is_typing }) {
    const typing = { conversation: to, user_id: ws.data.user, is_typing };
    ws.publish(topicOf({ type, to }), eventOf('typing', typing));
    return { ok: true };
  },
  watch_presence(ws, { user_ids }) {
    for (const watched of user_ids) ws.subscribe(`watch:${watched}`);
    return { ok: true, presences: [] };
  },
  set_presence(ws, { status }) {
    const presence = { user_id: ws.data.user, status, last_seen: null };
    server.publish(`watch:${ws.data.user}`, eventOf('presence', presence));
    return { ok: true };
  },
};

function signIn(ws, { token }) {
  const user = userOf(token);
  if (user === undefined) return void ws.send('44{"message":"unauthenticated"}');
  ws.data.user = user;
  ws.subscribe(`user:${user}`);
  for (const group of groupsOfUser(user)) ws.subscribe(`group:${group}`);
  ws.send('40{"sid":"0"}');
  ws.send(eventOf('ready', { user_id: user }));
}

const server = Bun.serve({
  port: Number(process.env.PORT ?? 0),
  hostname: '127.0.0.1',
  async fetch(request, own) {
    if (own.upgrade(request, { data: { user: undefined } })) return undefined;
    const { pathname } = new URL(request.url);
    const authorization = request.headers.get('authorization');
    const body = await request.text();
    const { status, json } = answerHttp({ method: request.method, path: pathname, authorization, body });
    return new Response(json, { status });
  },
  websocket: {
    open: (ws) => void ws.send('0{"sid":"0","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'),
    message(ws, text) {
      if (text.startsWith('40')) return signIn(ws, JSON.parse(text.slice(2)));
      if (!text.startsWith('42')) return undefined;
      const bracket = text.indexOf('[');
      const [event, body] = JSON.parse(text.slice(bracket));
      ws.send(`43${text.slice(2, bracket)}[${JSON.stringify(handlers[event](ws, body))}]`);
      return undefined;
    },
  },
});
console.log(`http://127.0.0.1:${server.port}`);
process.on('SIGTERM', () => process.exit(0));
