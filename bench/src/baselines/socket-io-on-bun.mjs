// A baseline: stock Socket.IO on Bun with the engine made for it, one insert per message.
import { Server as Engine } from '@socket.io/bun-engine';
import { Server } from 'socket.io';
import { serveChat } from './chat.mjs';
import { openMessageStore } from './message-store.mjs';
import { answerHttp } from './people.mjs';

const store = await openMessageStore(process.env.DATA_DIR ?? 'data');
const io = new Server();
const engine = new Engine({ path: '/socket.io/' });
io.bind(engine);
serveChat(io, store.insert);

const { fetch: answerEngine, ...handler } = engine.handler();
const server = Bun.serve({
  ...handler,
  port: Number(process.env.PORT ?? 0),
  hostname: '127.0.0.1',
  async fetch(request, own) {
    const { pathname } = new URL(request.url);
    if (pathname === '/socket.io/') return answerEngine(request, own);
    const authorization = request.headers.get('authorization');
    const body = await request.text();
    const { status, json } = answerHttp({ method: request.method, path: pathname, authorization, body });
    return new Response(json, { status });
  },
});
console.log(`http://127.0.0.1:${server.port}`);
process.on('SIGTERM', () => {
  store.close();
  process.exit(0);
});
