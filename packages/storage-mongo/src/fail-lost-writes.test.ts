import { createRequire } from 'node:module';
import { createConnection, createServer, type Socket } from 'node:net';
import { expect, test } from 'bun:test';
import { MongoNetworkError } from 'mongodb';
import { failLostWrites } from './fail-lost-writes.ts';

const require = createRequire(import.meta.url);
// The driver's own classes, which have no types of their own.
const { Connection } = require('mongodb/lib/cmap/connection') as {
  Connection: new (socket: Socket, options: object) => { command: (...given: unknown[]) => Promise<unknown> };
};
const { ns } = require('mongodb/lib/utils') as { ns: (name: string) => unknown };

async function connected(): Promise<Socket> {
  const server = createServer((peer) => peer.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = createConnection(address.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.once('close', () => server.close());
  return socket;
}

const options = { hostAddress: { host: '127.0.0.1', port: 1 }, generation: 0, id: 1, tls: false };
const ping = (connection: InstanceType<typeof Connection>): Promise<unknown> =>
  connection.command(ns('admin.$cmd'), { ping: 1 }, {}).catch((error: unknown) => error);

test('BRK1: a command on a connection that breaks in this moment fails', async () => {
  failLostWrites();
  const socket = await connected();
  const connection = new Connection(socket, options);
  socket.destroy();
  expect(await ping(connection)).toBeInstanceOf(MongoNetworkError);
});

test('BRK1: a command on a connection that broke before anybody listened fails', async () => {
  failLostWrites();
  const socket = await connected();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await closed;
  expect(await ping(new Connection(socket, options))).toBeInstanceOf(MongoNetworkError);
});

test('BRK1: a command on a connection that breaks while it is encoded fails', async () => {
  failLostWrites();
  const socket = await connected();
  const answer = ping(new Connection(socket, options));
  socket.destroy();
  expect(await answer).toBeInstanceOf(MongoNetworkError);
});
