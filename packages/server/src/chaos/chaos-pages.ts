import { readFile } from 'node:fs/promises';
import { validate } from '@parley/protocol';
import { z } from 'zod';
import { refuseMethod } from '../http/answer-route.ts';
import type { AdminPage } from '../http/admin-pages.ts';
import { problemResponse } from '../http/problem.ts';
import { readJsonBody } from '../http/read-body.ts';
import { pagePolicy } from '../http/security-headers.ts';
import { storeModes, type Chaos, type ChaosState } from './chaos.ts';

export interface ChaosPagesDeps {
  readonly chaos: Chaos;
  /** connected sockets now */
  readonly countSockets: () => number;
  /** Closes the connection of every socket. */
  readonly cutSockets: () => void;
}

const wanted = z.object({ store: z.enum(storeModes).optional(), drop_acks: z.boolean().optional() });
const maxBodyBytes = 1_000;

/** What an admin finds under `/admin/chaos`; for others, and without the flag, there is nothing. */
export function createChaosPages({
  chaos,
  countSockets,
  cutSockets,
}: ChaosPagesDeps): ReadonlyMap<string, AdminPage> {
  const answerState = () => Response.json({ ...chaos.state(), sockets: countSockets() });

  return new Map<string, AdminPage>([
    ['/admin/chaos', onlyGet(() => file('chaos.html', 'text/html; charset=utf-8'))],
    ['/admin/chaos/chaos.css', onlyGet(() => file('chaos.css', 'text/css'))],
    ['/admin/chaos/chaos.js', onlyGet(() => file('chaos.js', 'text/javascript'))],
    [
      '/admin/chaos/state',
      async (request, requestId) => {
        if (request.method === 'GET') return answerState();
        if (request.method !== 'POST') return refuseMethod('GET, POST', requestId);
        const body = await readJsonBody(request, maxBodyBytes);
        if (!body.ok)
          return problemResponse(body.error, {
            requestId,
            ...(body.status === undefined ? {} : { status: body.status }),
          });
        const checked = validate(wanted, body.value);
        if (!checked.ok) return problemResponse(checked.error, { requestId });
        chaos.set(withoutAbsent(checked.value));
        return answerState();
      },
    ],
    [
      '/admin/chaos/cut',
      (request, requestId) => {
        if (request.method !== 'POST') return refuseMethod('POST', requestId);
        cutSockets();
        return answerState();
      },
    ],
  ]);
}

function onlyGet(page: () => Promise<Response>): AdminPage {
  return (request, requestId) => (request.method === 'GET' ? page() : refuseMethod('GET', requestId));
}

async function file(name: string, contentType: string): Promise<Response> {
  const text = await readFile(new URL(`./page/${name}`, import.meta.url), 'utf8');
  return new Response(text, {
    headers: {
      'Content-Type': contentType,
      'Content-Security-Policy': pagePolicy,
      'Cache-Control': 'no-store',
    },
  });
}

/** What is not named stays as it is. */
function withoutAbsent({ store, drop_acks }: z.output<typeof wanted>): Partial<ChaosState> {
  return { ...(store === undefined ? {} : { store }), ...(drop_acks === undefined ? {} : { drop_acks }) };
}
