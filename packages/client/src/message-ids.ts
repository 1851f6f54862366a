import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';

export interface MessageIds {
  /** A lower-case UUIDv7 of the server's present time. */
  newId(): string;
  /** The server's time now, in ms; this machine's until the first `ready`. */
  serverNowMs(): number;
  /** Sets the difference to the server's clock, from `server_time` (RFC 3339) just received. */
  follow(serverTime: string): void;
}

/** Ids on the server's clock, however wrong this machine's is. SND5 */
export function createMessageIds(clock: Clock, random: Random): MessageIds {
  let aheadMs = 0;

  const serverNowMs = (): number => Math.max(0, clock.nowMs() + aheadMs);

  return {
    serverNowMs,
    follow(serverTime) {
      const ms = Date.parse(serverTime);
      if (Number.isFinite(ms)) aheadMs = ms - clock.nowMs();
    },
    newId() {
      const time = Math.floor(serverNowMs()).toString(16).padStart(12, '0');
      const hex = Array.from(random.bytes(10), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const variant = (8 + (Number.parseInt(hex.charAt(3), 16) & 3)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
    },
  };
}
