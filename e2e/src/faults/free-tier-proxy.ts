import { createConnection, createServer, type Socket } from 'node:net';
import { serialize } from 'bson';
import { listenLocally } from '../listen-locally.ts';

/** What a database of Atlas's free tier allows: https://www.mongodb.com/docs/atlas/reference/free-shared-limitations/ */
export const published = { operationsPerS: 100, connections: 500 };
/** How long a connection waits that asks for more operations than there are. */
const cooldownMs = 1_000;

export interface FreeTierProxy {
  readonly host: string;
  /** What passed or was refused since the beginning, by command; what the driver asks for itself is not counted. */
  readonly operations: ReadonlyMap<string, number>;
  readonly figures: {
    /** how often a connection had to wait */
    readonly cooldowns: number;
    /** writes that were refused for want of space */
    readonly overQuota: number;
    readonly refusedConnections: number;
  };
  /** From now on there is no space for writes, or there is again. */
  readonly setFull: (isFull: boolean) => void;
  /** From now on so many connections at most; where there are more, all end. */
  readonly setConnections: (most: number) => void;
  readonly close: () => void;
}

/** Heartbeats and signing in. */
const free: ReadonlySet<string> = new Set(['hello', 'ismaster', 'isMaster', 'saslStart', 'saslContinue']);
const writes: ReadonlySet<string> = new Set(['insert', 'update', 'findAndModify']);
const quotaError = {
  ok: 0,
  errmsg: 'you are over your space quota, using 513 MB of 512 MB',
  code: 8000,
  codeName: 'AtlasError',
};

/** Between a server and its database: as much of it as Atlas's free tier gives. */
export async function startFreeTierProxy(target: string, limits = published): Promise<FreeTierProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const operations = new Map<string, number>();
  const figures = { cooldowns: 0, overQuota: 0, refusedConnections: 0 };
  const takeOperation = createWindow(limits.operationsPerS);
  let { connections } = limits;
  let isFull = false;

  /** Passes what a client asks on, in order, as quickly as is allowed. */
  function createGate(client: Socket, upstream: Socket): (message: Buffer) => void {
    const waiting: Buffer[] = [];
    let isCooling = false;

    function pass(message: Buffer, command: string): void {
      operations.set(command, (operations.get(command) ?? 0) + 1);
      if (!isFull || !writes.has(command)) {
        upstream.write(message);
        return;
      }
      figures.overQuota += 1;
      client.write(answerTo(message, quotaError));
    }

    function go(): void {
      isCooling = false;
      for (let message = waiting[0]; message !== undefined; message = waiting[0]) {
        const command = commandOf(message);
        if (free.has(command)) upstream.write(message);
        else if (takeOperation()) pass(message, command);
        else {
          isCooling = true;
          figures.cooldowns += 1;
          setTimeout(go, cooldownMs);
          return;
        }
        waiting.shift();
      }
    }
    return (message) => {
      waiting.push(message);
      if (!isCooling) go();
    };
  }

  function endAll(): void {
    for (const client of open) client.destroy();
    open.clear();
  }

  const server = createServer((client) => {
    if (open.size >= connections) {
      figures.refusedConnections += 1;
      client.destroy();
      return;
    }
    open.add(client);
    const upstream = createConnection({ host: hostname, port: Number(port) });
    client.on('data', splitMessages(createGate(client, upstream)));
    upstream.on('data', (bytes) => client.write(bytes));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(client);
        other.destroy();
      });
    }
  });
  const host = await listenLocally(server);
  return {
    host,
    operations,
    figures,
    setFull(next) {
      isFull = next;
    },
    setConnections(most) {
      connections = most;
      if (open.size > most) endAll();
    },
    close() {
      endAll();
      server.close();
    },
  };
}

/** Whether one more operation is within the limit of the last second. */
function createWindow(perS: number): () => boolean {
  let recent: number[] = [];
  return () => {
    const nowMs = performance.now();
    recent = recent.filter((ms) => nowMs - ms < 1_000);
    if (recent.length >= perS) return false;
    recent.push(nowMs);
    return true;
  };
}

/** Cuts a stream into messages of MongoDB's wire protocol: each begins with its length. */
function splitMessages(onMessage: (message: Buffer) => void): (bytes: Buffer) => void {
  let held = Buffer.alloc(0);
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 4 && held.length >= held.readInt32LE(0)) {
      const length = held.readInt32LE(0);
      onMessage(held.subarray(0, length));
      held = held.subarray(length);
    }
  };
}

const headerBytes = 16;
const opMsg = 2013;

/** The name of the first field in an OP_MSG's document; the old OP_QUERY is only how a driver says hello. */
function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== opMsg) return 'hello';
  // Flags, the kind of the section, the length of the document, the type of the field.
  const start = headerBytes + 4 + 1 + 4 + 1;
  return message.toString('utf8', start, message.indexOf(0, start));
}

function answerTo(message: Buffer, document: object): Buffer {
  const body = serialize(document);
  const head = Buffer.alloc(headerBytes + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, body]);
}
