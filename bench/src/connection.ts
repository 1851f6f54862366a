/*
 * One Socket.IO client (Engine.IO 4, WebSocket only) without a library: connect, send_message, acks, messages.
 * What is sent while a chunk is being read leaves in one write, as it would from a busy client.
 */
import { randomBytes } from 'node:crypto';
import { createFrameReader, encodeClientFrame, opcodes, type ChunkReader, type FrameSpan } from './frames.ts';
import { createOutput, type Output } from './output.ts';
import type { Ack, MessageEvent } from './wire.ts';

export interface ConnectionListener {
  readonly onAck?: (ackId: number, ack: Ack) => void;
  readonly onMessage?: (message: MessageEvent) => void;
  /** Any other event, as its packet. */
  readonly onOther?: (packet: string) => void;
  /** The server or the network ended it, after `ready`. */
  readonly onLost?: () => void;
}

/** Makes the reader of a connection's stream; `onFrame` answers the seq of a `message`, otherwise `undefined`. */
export type ReaderMaker = (onFrame: (bytes: Buffer, frame: FrameSpan) => number | undefined) => ChunkReader;

export interface ConnectionOptions extends ConnectionListener {
  readonly port: number;
  readonly token: string;
  readonly createReader?: ReaderMaker;
}

export interface Connection {
  /** Sends an event with this JSON payload; the answer comes to `onAck` under `ackId`. */
  emit(event: string, ackId: number, payloadJson: string): void;
  /** The same for `send_message`. */
  sendMessage(ackId: number, payloadJson: string): void;
  close(): void;
  /** Ends it at once, as a lost network does; what was not yet taken is gone. */
  cut(): void;
}

const upgradeRequest = (port: number): string =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');

const readFramesOnly: ReaderMaker = (onFrame) => createFrameReader(onFrame);

const messagePrefix = '42["message",';

/** Resolves once the server said `ready`; rejects when it refuses or hangs up before. */
export function connect(options: ConnectionOptions): Promise<Connection> {
  const { port, createReader = readFramesOnly } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const output = createOutput();
  const state = { isUpgraded: false, isReady: false, isClosing: false };
  const emit = (event: string, ackId: number, payloadJson: string): void =>
    output.send(encodeClientFrame(`42${ackId}["${event}",${payloadJson}]`));
  const connection: Connection = {
    emit,
    sendMessage: (ackId, payloadJson) => emit('send_message', ackId, payloadJson),
    close() {
      state.isClosing = true;
      output.end();
    },
    cut() {
      state.isClosing = true;
      output.cut();
    },
  };
  const onReady = (): void => {
    state.isReady = true;
    resolve(connection);
  };
  const readPacket = createPacketReader({ options, output, onReady, onRefused: reject });
  const reader = createReader((bytes, frame) => {
    if (frame.opcode === opcodes.text)
      return readPacket(bytes.toString('utf8', frame.payloadStart, frame.end));
    if (frame.opcode === opcodes.ping) output.send(encodeClientFrame('', opcodes.pong));
    return undefined;
  });
  Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      open(socket) {
        output.attach(socket);
        socket.write(upgradeRequest(port));
      },
      data(_socket, chunk) {
        output.hold();
        const bytes = state.isUpgraded ? chunk : readUpgrade(chunk);
        state.isUpgraded = true;
        if (typeof bytes === 'string') reject(new Error(`no upgrade: ${bytes}`));
        else if (bytes.length > 0) reader(bytes);
        output.release();
      },
      drain: output.flush,
      close() {
        if (!state.isReady) reject(new Error('the server hung up before ready'));
        else if (!state.isClosing) options.onLost?.();
      },
      error: (_socket, error) => reject(error),
    },
  }).catch(reject);
  return promise;
}

/** The bytes behind the answer to the upgrade, or, where it is none, what the server said instead. */
function readUpgrade(chunk: Buffer): Buffer | string {
  const end = chunk.indexOf('\r\n\r\n');
  const answer = chunk.toString('latin1', 0, end < 0 ? 200 : end);
  return end >= 0 && answer.startsWith('HTTP/1.1 101') ? chunk.subarray(end + 4) : answer;
}

interface PacketReaderOptions {
  readonly options: ConnectionOptions;
  readonly output: Output;
  readonly onReady: () => void;
  readonly onRefused: (error: Error) => void;
}

/** Reads Socket.IO packets inside Engine.IO messages; answers a message's seq. */
function createPacketReader({ options, output, onReady, onRefused }: PacketReaderOptions) {
  return (text: string): number | undefined => {
    if (text.startsWith(messagePrefix)) {
      // The contract says what a `message` event carries.
      const message = JSON.parse(text.slice(messagePrefix.length, -1)) as MessageEvent;
      options.onMessage?.(message);
      return message.seq ?? undefined;
    }
    if (text.startsWith('43')) {
      const bracket = text.indexOf('[');
      // The contract says what an ack carries: one object.
      const [ack] = JSON.parse(text.slice(bracket)) as [Ack];
      options.onAck?.(Number(text.slice(2, bracket)), ack);
    } else if (text === '2') {
      output.send(encodeClientFrame('3'));
    } else if (text.startsWith('0')) {
      output.send(encodeClientFrame(`40${JSON.stringify({ token: options.token })}`));
    } else if (text.startsWith('42["ready"')) {
      onReady();
    } else if (text.startsWith('44')) {
      onRefused(new Error(`connection refused: ${text.slice(2)}`));
    } else {
      options.onOther?.(text);
    }
    return undefined;
  };
}
