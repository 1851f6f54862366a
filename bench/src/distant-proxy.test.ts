import { expect, test } from 'bun:test';
import { connect, createServer, type Socket } from 'node:net';
import { startDistantProxy } from './distant-proxy.ts';

test('what is sent arrives whole and in order, however late each piece is, also when it comes closer', async () => {
  const sent = Array.from({ length: 300 }, (_, n) => `${String(n)}\n`).join('');
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => echo.once('listening', resolve));
  const address = echo.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const proxy = await startDistantProxy(new URL(`mongodb://127.0.0.1:${port}`));
  proxy.setDistance({ rttMs: 2, jitterMs: 2, stallShare: 0.1, stallMs: 3 });
  const socket: Socket = connect({ host: '127.0.0.1', port: Number(proxy.host.split(':')[1]) });
  let heard = '';
  const all = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      heard += bytes.toString();
      if (heard.length >= sent.length) resolve();
    });
  });
  for (const [n, line] of sent.split(/(?<=\n)/).entries()) {
    if (n === 200) proxy.setDistance(undefined);
    await new Promise((resolve) => socket.write(line, resolve));
  }
  await all;
  expect(heard).toBe(sent);
  socket.destroy();
  proxy.close();
  echo.close();
});
