import type { EnginePacket, WebSocketHandle } from './engine-types.ts';
import { frameOf } from './encode.ts';
import type { PublishToAll } from './room-delivery.ts';

const OPEN = 1;
/** What every connection is sent at its beginning, before anybody says anything: not worth a topic. */
const PACKETS_BEFORE_TOPIC = 4;

/**
 * Makes a WebSocket's own packets leave through a topic that it alone follows. Bun gathers what is published and writes
 * to each socket once per turn of the loop, while `send` writes at once and pushes out what was published before: an ack
 * and an event for each message would cost two system calls each. The order of calls holds across topics and `send`.
 */
export function createGatheredOutput(publishToAll: PublishToAll): (socket: WebSocketHandle) => void {
  let topics = 0;

  return (socket) => {
    const { transport } = socket.data;
    const sendAtOnce = transport.send.bind(transport);
    let topic: string | undefined;
    let sent = 0;

    function send(packet: EnginePacket): void {
      sent += 1;
      if (packet.type !== 'message' || typeof packet.data !== 'string' || sent <= PACKETS_BEFORE_TOPIC) {
        sendAtOnce([packet]);
        return;
      }
      if (socket.readyState !== OPEN) return;
      if (topic === undefined) {
        topics += 1;
        topic = `own:${String(topics)}`;
        socket.subscribe(topic);
      }
      publishToAll(topic, frameOf(packet.data));
    }

    transport.send = (packets) => {
      for (const packet of packets) send(packet);
    };
  };
}
