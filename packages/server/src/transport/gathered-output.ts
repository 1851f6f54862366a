import type { EnginePacket, EngineTransport, WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';
import type { PublishToAll } from './room-delivery.ts';

const OPEN = 1;
/** What every connection is sent at its beginning, before anybody says anything: not worth a topic. */
const PACKETS_BEFORE_TOPIC = 4;

/** Kept on the transport itself, and `send` is one function for all: functions of its own would be a large part of an idle connection. */
interface GatheringTransport extends EngineTransport {
  /** What the engine's `send` is, on the prototype. */
  sendAtOnce: EngineTransport['send'];
  sent: number;
  ownTopic: string | undefined;
  sendPacket: (packet: string) => number;
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

  function sendPacket(this: GatheringTransport, packet: string): number {
    const { socket } = this;
    if (socket?.readyState !== OPEN) return 0;
    this.sent += 1;
    if (this.sent <= PACKETS_BEFORE_TOPIC) return socket.send(frameOf(packet));
    this.ownTopic ??= followOwnTopic(socket);
    return publishToAll(this.ownTopic, frameOf(packet));
  }

  function send(this: GatheringTransport, packets: readonly EnginePacket[]): void {
    for (const packet of packets) {
      if (packet.type === 'message' && typeof packet.data === 'string') this.sendPacket(packet.data);
      else this.sendAtOnce([packet]);
    }
  }

  return (socket) => {
    // Becomes one by what is set here.
    const transport = socket.data.transport as GatheringTransport;
    transport.sendAtOnce = transport.send;
    transport.sent = 0;
    transport.ownTopic = undefined;
    transport.send = send;
    transport.sendPacket = sendPacket;
  };
}
