import { listen } from './listen.ts';

export interface AdminListener {
  readonly port: number;
  /** Closes the port and what is still open. */
  stop(): Promise<void>;
}

export interface AdminOptions {
  readonly hostname: string;
  /** 0: any free port. */
  readonly port: number;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly onError: (error: unknown) => void;
}

/** Listens for operators, apart from what users reach. Throws ListenError. */
export function listenAdmin(options: AdminOptions): AdminListener {
  const server = listen({
    ...options,
    idleTimeoutSeconds: 30,
    requestBodyBytes: 16_384,
    // Nothing is ever upgraded here.
    websocket: { message: () => undefined },
  });
  return { port: server.port ?? options.port, stop: () => server.stop(true) };
}
