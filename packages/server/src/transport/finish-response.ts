/**
 * Adds what every response needs: `headers`, and `Connection: close` where the request asked for it, which Bun does but
 * does not say; some HTTP clients then see a hang-up.
 */
export function finishResponse(
  request: Request,
  response: Response,
  headers?: Record<string, string>,
): Response {
  const closes = asksToClose(request);
  if (!closes && headers === undefined) return response;
  const finished = isImmutable(response) ? new Response(response.body, response) : response;
  for (const [name, value] of Object.entries(headers ?? {})) finished.headers.set(name, value);
  if (closes) finished.headers.set('Connection', 'close');
  return finished;
}

function asksToClose(request: Request): boolean {
  const connection = request.headers.get('connection');
  return connection !== null && /(?:^|,)\s*close\s*(?:,|$)/i.test(connection);
}

/** A redirect's or a fetched response's headers may not be written to. */
function isImmutable(response: Response): boolean {
  return response.type !== 'default';
}
