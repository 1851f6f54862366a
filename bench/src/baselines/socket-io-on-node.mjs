// A baseline: stock Socket.IO on Node with `ws`, one insert per message.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serveChat } from './chat.mjs';
import { openMessageStore } from './message-store.mjs';
import { answerHttp } from './people.mjs';

const store = await openMessageStore(process.env.DATA_DIR ?? 'data');

const http = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method, url, headers } = request;
  const { status, json } = answerHttp({ method, path: url, authorization: headers.authorization, body });
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(json);
});
serveChat(new Server(http, { transports: ['websocket'], perMessageDeflate: false }), store.insert);

http.listen(Number(process.env.PORT ?? 0), '127.0.0.1', 4_096, () => {
  console.log(`http://127.0.0.1:${http.address().port}`);
});
process.on('SIGTERM', () => {
  store.close();
  process.exit(0);
});
