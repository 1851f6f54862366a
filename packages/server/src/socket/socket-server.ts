import { createAdmission } from './admit-socket.ts';
import { createReceive } from './bind.ts';
import { createConnect } from './connect.ts';
import { drainSockets } from './drain.ts';
import type { SocketDeps } from './socket-deps.ts';
import { createExpiryWatch } from './watch-expiry.ts';

/** The chat over Socket.IO. */
export interface SocketServer {
  /**
   * Refuses new sockets, tells all others `closing` and closes them within `deadlineMs`. Events are answered until their
   * socket is closed: drain the chat first. Resolves when the last wave is closed. OPS2
   */
  drain(deadlineMs: number): Promise<void>;
}

/** Binds the chat to the transport's Socket.IO server; call it before the transport starts. */
export function createSocketServer(deps: SocketDeps): SocketServer {
  const { transport, clock } = deps;
  const watchExpiry = createExpiryWatch({ io: transport.io, clock });
  let isDraining = false;
  transport.io.use(createAdmission({ ...deps, isDraining: () => isDraining }));
  transport.io.on('connection', createConnect({ ...deps, receive: createReceive(deps), watchExpiry }));

  return {
    drain(deadlineMs) {
      isDraining = true;
      transport.stopAccepting();
      return drainSockets({ io: transport.io, clock }, deadlineMs);
    },
  };
}
