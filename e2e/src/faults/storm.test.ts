import { expect, setDefaultTimeout, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { createApi } from '../api.ts';
import { within } from '../deadline.ts';
import { epochSeconds, signJwt } from '../jwt.ts';
import { newId } from '../person.ts';
import { openSignedInSocket, type RawSocket } from '../raw-socket.ts';
import { startServer } from '../server-process.ts';
import { Group } from '../wire.ts';
import { expectAtRest, openBackstage } from './backstage.ts';

setDefaultTimeout(120_000);
const SECRET = 'a secret of the host application, long enough';
/** Each takes an open file here and one in the server; fewer where a process may not have so many, or the database shares its cores. */
const filesMost = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout);
const SOCKETS = Math.min(
  process.env['TEST_STORE'] === 'mongodb' ? 2_000 : 5_000,
  filesMost > 0 ? filesMost - 500 : Infinity,
);
const PER_PERSON = 20;

const tokenOf = (person: number): string =>
  signJwt({ sub: `p${String(person)}`, exp: epochSeconds(600) }, SECRET);

/** Connects everybody at once, again until it works, as clients do after their server is gone. */
function connectAll(url: string): Promise<RawSocket[]> {
  const connect = async (n: number): Promise<RawSocket> => {
    for (;;)
      try {
        return await openSignedInSocket(url, tokenOf(Math.floor(n / PER_PERSON)));
      } catch {
        // Refused, or too late: again.
      }
  };
  return within(
    60_000,
    'everybody to be back',
    Promise.all(Array.from({ length: SOCKETS }, (_none, n) => connect(n))),
  );
}

test(`F13: after kill -9 with ${String(SOCKETS)} sockets open all come back at once, twice, and each hears what is said then`, async () => {
  const { folder, settings, backstage } = await openBackstage();
  const server = await startServer({ ...settings, AUTH_JWT_SECRET: SECRET }, folder);
  const people = Array.from({ length: Math.ceil(SOCKETS / PER_PERSON) }, (_none, n) =>
    createApi(server.url, tokenOf(n)),
  );
  for (const person of people) expect((await person.send('GET', '/me')).status).toBe(200);
  const members = people.map((_api, n) => `p${String(n)}`);
  const group = await people[0]!.post('/groups/', { name: 'storm', members }, Group);
  const before = await backstage.usage();
  let sockets = await connectAll(server.url);
  for (let round = 0; round < 2; round += 1) {
    await server.kill();
    await Promise.all(sockets.map(({ closed }) => closed));
    await server.restart();
    sockets = await connectAll(server.url);
  }
  const message = { id: newId(), type: 'group', to: group.id, content: 'is everybody here?' };
  sockets[0]!.send(`42["send_message",${JSON.stringify(message)}]`);
  await Promise.all(
    sockets.map((socket) => socket.next((frame) => frame.includes(message.id), 'the message')),
  );
  expect((await backstage.usage()).sockets).toBeGreaterThanOrEqual(SOCKETS);
  for (const socket of sockets) socket.close();
  await expectAtRest(backstage, before);
  await server.dispose();
});
