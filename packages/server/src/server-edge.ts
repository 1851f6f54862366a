import type { Clock, Ids } from '@parley/core';
import { limits, quotas } from '@parley/protocol';
import type { Socket } from 'socket.io';
import { createAdmission, type Admission } from './auth/admission.ts';
import { createClientAddress, type ClientAddress } from './auth/client-address.ts';
import { readSessionCookie } from './auth/cookie.ts';
import { mayUseCookie } from './auth/origin.ts';
import type { Config } from './config.ts';
import { corsHeaders } from './http/cors.ts';
import type { HttpApp } from './http/http-app.ts';
import { problemResponse } from './http/problem.ts';
import { unlimited } from './limits/limiter.ts';
import { createQuota } from './limits/quota.ts';
import type { Log } from './log.ts';
import { createTransport, type Transport } from './transport/transport.ts';

export interface EdgeDeps {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Asked per request; the application is made after the transport it speaks through. */
  readonly http: () => HttpApp | undefined;
}

/** Where requests and sockets come in. */
export interface Edge {
  readonly transport: Transport;
  readonly clientAddress: ClientAddress;
  /** The session cookie of a handshake, where it may count. SEC4 */
  cookieToken(socket: Socket): string | undefined;
}

/** Output a client leaves unread before its connection is closed. PIP4 */
const OUTPUT_BYTES = 4 * 1024 * 1024;
/** Beyond every limit of ours, so that it is our own answer that refuses, before the body is read. */
const MORE_BODY_BYTES = 64 * 1024 * 1024;

export function createEdge({ config, clock, ids, log, http }: EdgeDeps): Edge {
  const isLimited = config.rateLimits === 'on';
  const clientAddress = createClientAddress(config.trustedProxies);
  const handshakes = isLimited ? createQuota(quotas.handshakesPerAddress, clock) : unlimited;
  const admission = createAdmission({ ...config, clientAddress, handshakes });
  const transport = createTransport({
    hostname: config.host,
    port: config.port,
    clock,
    fetch: (request, peer, allowSlow) =>
      http()?.(request, { peer, allowSlow }) ?? new Response(null, { status: 503 }),
    admit(request, peer, kind) {
      const refusal = admission.refuse(request, peer, kind);
      return refusal && problemResponse(refusal, { requestId: ids.newId() });
    },
    clientAddress: (request, peer) => clientAddress.addressOf(request, peer),
    corsHeaders: (request) =>
      corsHeaders(admission.standingOf(request.headers), request.headers.get('origin')),
    onError: (error) => {
      log.error({ err: error }, 'the transport met an error');
    },
    limits: {
      packetBytes: limits.packet_bytes,
      outputBytes: OUTPUT_BYTES,
      requestBodyBytes: config.limits.upload_bytes + MORE_BODY_BYTES,
    },
    ...(isLimited ? {} : { packetsPerSecond: Infinity }),
  });
  return { transport, clientAddress, cookieToken: createCookieToken(admission) };
}

function createCookieToken(admission: Admission): Edge['cookieToken'] {
  return ({ handshake }) => {
    const headers = new Headers();
    for (const name of ['origin', 'host', 'cookie'] as const) {
      const value = handshake.headers[name];
      if (value !== undefined) headers.set(name, value);
    }
    const isUpgrade = handshake.query.transport !== 'polling';
    const mayCount = mayUseCookie(admission.standingOf(headers), { method: 'GET', isUpgrade });
    return mayCount ? readSessionCookie(headers.get('cookie')) : undefined;
  };
}
