import type { Socket } from 'bun';

export interface Output {
  attach(socket: Socket): void;
  send(frame: Buffer): void;
  /** From here to `release`, frames wait and then leave in one write. */
  hold(): void;
  release(): void;
  readonly flush: () => void;
  end(): void;
  /** Ends the socket without what still waits. */
  cut(): void;
}

/** What goes out on one socket; keeps what the socket did not take until it drains. */
export function createOutput(): Output {
  let socket: Socket | undefined;
  let waiting: Buffer[] = [];
  let isHeld = false;
  const flush = (): void => {
    if (socket === undefined || waiting.length === 0) return;
    const bytes = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting);
    const written = Math.max(0, socket.write(bytes));
    waiting = written < bytes.length ? [bytes.subarray(written)] : [];
  };
  return {
    attach(opened: Socket) {
      socket = opened;
    },
    send(frame: Buffer) {
      waiting.push(frame);
      if (!isHeld) flush();
    },
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      flush();
    },
    flush,
    end: () => void socket?.end(),
    cut: () => socket?.terminate(),
  };
}
