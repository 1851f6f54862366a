/** One event as the JSON that Socket.IO carries: `["event",{…}]`. Encode once, hand it to every room. */
export function encodeEvent(event: string, payload: unknown): string {
  return JSON.stringify([event, payload]);
}

/** The Socket.IO packet (EVENT, namespace `/`) of an encoded event; what an engine connection writes. */
export function packetOf(json: string): string {
  return `2${json}`;
}

/** The text frame of a Socket.IO packet (Engine.IO MESSAGE); what goes on a WebSocket as it is. */
export function frameOf(packet: string): string {
  return `4${packet}`;
}
