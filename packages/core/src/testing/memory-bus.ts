import type { Bus, BusListener } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';

/** The bus of a cluster in one process, with its faults in the test's hands. F16, F17, F18 */
export interface MemoryBus {
  /** A new node's connection. */
  connect(node: string): MemoryBusConnection;
  /** What is said from now on arrives after a time of its own each, and may overtake. Undefined: at once, in order. */
  delayBy(delayMs: (() => number) | undefined): void;
  /** What is said is lost while this answers true. */
  loseIf(isLost: ((from: string, to: string, text: string) => boolean) | undefined): void;
}

export interface MemoryBusConnection extends Bus {
  /** Cuts this node off, or brings it back. */
  setUp(isUp: boolean): void;
}

export function createMemoryBus(clock: Clock): MemoryBus {
  const nodes = new Map<string, { listener: BusListener | undefined; isUp: boolean }>();
  let delay: (() => number) | undefined;
  let isLost: ((from: string, to: string, text: string) => boolean) | undefined;

  function say(from: string, text: string): void {
    if (nodes.get(from)?.isUp !== true) return;
    for (const [to, node] of nodes) {
      if (!node.isUp || isLost?.(from, to, text) === true) continue;
      const arrive = () => {
        if (node.isUp && nodes.get(to) === node) node.listener?.heard(text);
      };
      if (delay === undefined) clock.soon(arrive);
      else clock.after(delay(), arrive);
    }
  }

  return {
    connect(name) {
      const node = { listener: undefined as BusListener | undefined, isUp: true };
      nodes.set(name, node);
      return {
        node: name,
        say: (text) => {
          say(name, text);
        },
        listen(listener) {
          node.listener = listener;
        },
        isUp: () => node.isUp,
        setUp(isUp) {
          if (node.isUp === isUp) return;
          node.isUp = isUp;
          if (isUp) node.listener?.up();
          else node.listener?.down();
        },
        close: async () => {
          nodes.delete(name);
        },
      };
    },
    delayBy(next) {
      delay = next;
    },
    loseIf(next) {
      isLost = next;
    },
  };
}
