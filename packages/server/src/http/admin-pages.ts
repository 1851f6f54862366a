import type { Arrival, Gate } from './gate.ts';
import { problemResponse } from './problem.ts';

/** Something for admins that is not in the table of routes. */
export type AdminPage = (request: Request, requestId: string) => Response | Promise<Response>;

/** Answers an admin, and nobody else; a person who is not signed in is sent to where that can be done. SEC3, SEC4 */
export async function answerAdmin(
  gate: Gate,
  arrival: Omit<Arrival, 'access'>,
  page: AdminPage,
): Promise<Response> {
  const { request, facts } = arrival;
  const allowed = await gate({ ...arrival, access: 'admin' });
  if (allowed.ok) return page(request, facts.id);
  const isPerson = request.method === 'GET' && request.headers.get('accept')?.includes('text/html') === true;
  if (isPerson && allowed.error.code === 'unauthenticated')
    return new Response(null, { status: 303, headers: { Location: '/' } });
  return problemResponse(allowed.error, { requestId: facts.id });
}
