import type { Config } from './config.ts';
import { ListenError } from './transport/transport.ts';

/** Why the server could not start, in one sentence for whoever started it. OPS1 */
export function describeStartFailure(error: unknown, config: Config): string {
  if (error instanceof ListenError) return describeListenFailure(error, config);
  return error instanceof Error ? error.message : String(error);
}

function describeListenFailure({ reason, hostname, port }: ListenError, config: Config): string {
  const setting = port === config.adminPort && port !== 0 ? 'ADMIN_' : '';
  switch (reason) {
    case 'port_in_use':
      return `port ${port} on ${hostname} is in use by another program; stop it, or set ${setting}PORT to another one.`;
    case 'address_unavailable':
      return `this machine has no address ${hostname}; set ${setting}HOST to one it has.`;
    case 'not_permitted':
      return `listening on port ${port} is not permitted here; set ${setting}PORT to one above 1023.`;
    case 'unknown':
      return `it cannot listen on ${hostname}, port ${port}.`;
  }
}
