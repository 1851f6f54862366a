import type { EnginePacket, EngineTransport, WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';
import type { PublishToAll } from './room-delivery.ts';

const OPEN = 1;
/** What every connection is sent at its beginning, before anybody says anything: not worth a topic. */
const PACKETS_BEFORE_TOPIC = 4;

/** Kept on the transport itself, and `send` is one function for all: three functions each would be a large part of an idle connection. */
interface GatheringTransport extends EngineTransport {
  /** What the engine's `send` is, on the prototype. */
  sendAtOnce: EngineTransport['send'];
  sent: number;
  ownTopic: string | undefined;
}

/**
 * Makes a WebSocket's own packets leave through a topic that it alone follows. Bun gathers what is published and writes
 * to each socket once per turn of the loop, while `send` writes at once and pushes out what was published before: an ack
 * and an event for each message would cost two system calls each. The order of calls holds across topics and `send`.
 */
export function createGatheredOutput(publishToAll: PublishToAll): (socket: WebSocketHandle) => void {
  let topics = 0;

  function followOwnTopic(socket: WebSocketHandle): string {
    topics += 1;
    const topic = `own:${String(topics)}`;
    socket.subscribe(topic);
    return topic;
  }

  function sendOne(transport: GatheringTransport, packet: EnginePacket): void {
    transport.sent += 1;
    if (
      packet.type !== 'message' ||
      typeof packet.data !== 'string' ||
      transport.sent <= PACKETS_BEFORE_TOPIC
    ) {
      transport.sendAtOnce([packet]);
      return;
    }
    const { socket } = transport;
    if (socket?.readyState !== OPEN) return;
    transport.ownTopic ??= followOwnTopic(socket);
    publishToAll(transport.ownTopic, frameOf(packet.data));
  }

  function send(this: GatheringTransport, packets: readonly EnginePacket[]): void {
    for (const packet of packets) sendOne(this, packet);
  }

  return (socket) => {
    // Becomes one by what is set here.
    const transport = socket.data.transport as GatheringTransport;
    transport.sendAtOnce = transport.send;
    transport.sent = 0;
    transport.ownTopic = undefined;
    transport.send = send;
  };
}
