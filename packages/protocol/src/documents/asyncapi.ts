import { z } from 'zod';
import { refusal } from '../errors.ts';
import { clientEvents, serverEvents, type ClientEvent } from '../events.ts';
import { createSchemaBook, type SchemaBook } from './schema-book.ts';

const introduction = `Parley's live interface: Socket.IO 4 (protocol 5) at \`/socket.io\`, transports \`websocket\` and \`polling\`, on the port of the HTTP interface (\`/openapi.json\`). A channel is an event name in the namespace \`/\`; its one argument is the payload.

**Connecting.** \`auth: {token}\`: a session token, or a JWT of the host application; a \`parley_session\` cookie counts from the own origin. A refused connection gets \`connect_error\`; client libraries do not retry that, the client must. An accepted socket follows all own conversations and then gets \`ready\`; the next thing to call is \`sync\`.

**Acks.** Every event takes an ack: \`{ok: true, …}\` or \`{ok: false, error}\`. Without one, a refusal comes as an \`error\` event.

Skip events, kinds and fields that you do not know, but count their \`seq\`.`;

const connectError = z.object({
  message: z.string(),
  data: refusal.pick({ code: true, retry: true, retry_after_ms: true }),
});

/** What the document says about one event name, in both directions. */
interface Described {
  readonly channels: Record<string, { address: string; messages: Record<string, object> }>;
  readonly operations: Record<string, object>;
  readonly messages: Record<string, object>;
}

/** The Socket.IO interface as an AsyncAPI 3.0 document, made from the tables of events; the server is "the application". */
export function asyncApiDocument(options: { version?: string } = {}): object {
  const book = createSchemaBook();
  const described: Described = { channels: {}, operations: {}, messages: {} };
  for (const [name, row] of Object.entries<ClientEvent>(clientEvents))
    addCall(described, { name, row, book });
  for (const [name, { summary, payload }] of Object.entries(serverEvents))
    addEvent(described, { name, summary, payload: book.describe(payload, 'output') });
  addEvent(described, {
    name: 'connect_error',
    summary: 'The connection was refused; `data` says why',
    payload: book.describe(connectError, 'output'),
  });
  const { channels, operations, messages } = described;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley',
      version: options.version ?? '1',
      description: introduction,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { parley: socketServer },
    channels,
    operations,
    components: { messages, schemas: book.components(), securitySchemes },
  };
}

const socketServer = {
  host: 'localhost:8001',
  pathname: '/socket.io',
  protocol: 'socket.io',
  protocolVersion: '5',
  security: [{ $ref: '#/components/securitySchemes/token' }],
};

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'In the CONNECT packet: `auth: {token}`.',
  },
};

/** A client's event: the server receives it and replies with the ack. */
function addCall(to: Described, call: { name: string; row: ClientEvent; book: SchemaBook }): void {
  const { name, row, book } = call;
  const accepted = book.describe(z.object({ ok: z.literal(true), ...row.ack.shape }), 'output');
  const refused = book.describe(z.object({ ok: z.literal(false), error: refusal }), 'output');
  addMessage(to, name, { role: 'call', summary: row.summary, payload: book.describe(row.payload, 'input') });
  addMessage(to, name, {
    role: 'ack',
    summary: `The ack of \`${name}\``,
    payload: { oneOf: [accepted, refused] },
  });
  to.operations[`receive_${name}`] = {
    action: 'receive',
    channel: { $ref: `#/channels/${name}` },
    summary: row.summary,
    messages: [{ $ref: `#/channels/${name}/messages/call` }],
    reply: {
      channel: { $ref: `#/channels/${name}` },
      messages: [{ $ref: `#/channels/${name}/messages/ack` }],
    },
  };
}

function addEvent(to: Described, event: { name: string; summary: string; payload: object }): void {
  const { name, summary, payload } = event;
  addMessage(to, name, { role: 'event', summary, payload });
  to.operations[`send_${name}`] = {
    action: 'send',
    channel: { $ref: `#/channels/${name}` },
    summary,
    messages: [{ $ref: `#/channels/${name}/messages/event` }],
  };
}

function addMessage(
  to: Described,
  name: string,
  message: { role: 'call' | 'ack' | 'event'; summary: string; payload: object },
): void {
  const { role, summary, payload } = message;
  to.messages[`${name}_${role}`] = { name, summary, payload };
  const channel = (to.channels[name] ??= { address: name, messages: {} });
  channel.messages[role] = { $ref: `#/components/messages/${name}_${role}` };
}
