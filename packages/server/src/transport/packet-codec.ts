import { Decoder, type Packet } from 'socket.io-parser';

// EVENT or ACK, namespace `/` left out or spelled out, an id that is a safe integer, then an array.
const EVENT_OR_ACK = /^[23](?:\/,)?\d{0,15}\[/;

const SLASH = 0x2f;
const COMMA = 0x2c;
const CONNECT = 0x30;
const EVENT = 0x32;
const ACK = 0x33;

/**
 * Reads the Socket.IO packets of one connection and takes only what Parley speaks: text, the namespace `/`, one CONNECT.
 * Anything else throws, upon which Socket.IO closes the connection. // SEC1, SEC6
 */
export class StrictDecoder extends Decoder {
  private hasConnected = false;

  constructor() {
    super({ maxAttachments: 0 });
  }

  override add(data: unknown): void {
    const text = checkedText(data, this.hasConnected);
    if (text.charCodeAt(0) === CONNECT) this.hasConnected = true;
    super.add(text);
  }
}

/** The same for a connection past CONNECT, without a decoder of its own. Throws. */
export function decodeConnected(data: unknown): Packet {
  return parser.decodeString(checkedText(data, true));
}

// Declared private. It has no state between packets that are text.
const parser = new Decoder({ maxAttachments: 0 }) as unknown as { decodeString(text: string): Packet };

function checkedText(data: unknown, hasConnected: boolean): string {
  if (typeof data !== 'string') throw new Error('binary packet');
  const type = data.charCodeAt(0);
  // The parser takes a blank for 0.
  if (!(type >= CONNECT && type <= ACK)) throw new Error('unknown packet type');
  if (data.charCodeAt(1) === SLASH && data.length > 2 && data.charCodeAt(2) !== COMMA) {
    throw new Error('unknown namespace');
  }
  // Socket.IO itself would take a second CONNECT while the first is being authenticated.
  if (type === CONNECT && hasConnected) throw new Error('second CONNECT');
  if ((type === EVENT || type === ACK) && !EVENT_OR_ACK.test(data)) throw new Error('malformed event');
  return data;
}

/** Writes Socket.IO packets as text. Nothing Parley sends is binary, so payloads are not searched for it. */
export class TextEncoder {
  encode(packet: Packet): string[] {
    const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`;
    const id = packet.id === undefined ? '' : String(packet.id);
    const data = packet.data === undefined ? '' : JSON.stringify(packet.data);
    return [`${String(packet.type)}${namespace}${id}${data}`];
  }
}
