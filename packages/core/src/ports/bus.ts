/**
 * How the nodes of a cluster speak to each other at once. A hint only: whatever is said may be lost, late or out of order,
 * and nothing depends on it but speed; the truth is in the store. CLU1
 */
export interface Bus {
  /** Names this process among all nodes; new at each start. */
  readonly node: string;
  /** To all other nodes. Never waits and never fails: without a connection it is lost. */
  say(text: string): void;
  /** What other nodes say. One listener, set before anything is said. */
  listen(listener: BusListener): void;
  isUp(): boolean;
  /** Lets go of the connection. Nothing is heard afterwards. */
  close(): Promise<void>;
}

export interface BusListener {
  /** May bring what this node itself has said. */
  heard(text: string): void;
  /** The connection is there (again): what was said meanwhile is lost. */
  up(): void;
  down(): void;
}
