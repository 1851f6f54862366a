/**
 * Refuses Socket.IO requests that the engine would take wrongly, before any body is read. Undefined: well-formed.
 * @param maxBytes of a POST's body: the engine looks at its size only after reading it whole. // SEC6
 */
export function refuseMalformed(request: Request, url: URL, maxBytes: number): Response | undefined {
  if (url.searchParams.get('transport') === 'websocket') {
    // The engine would open a polling session under this name.
    const isWebSocket =
      request.headers.get('upgrade')?.toLowerCase() === 'websocket' && request.method === 'GET';
    return isWebSocket ? undefined : refusal(400);
  }
  // Some HTTP clients offer `Upgrade: h2c` on every request; the engine would take any `Upgrade` for a WebSocket's.
  if (request.headers.has('upgrade')) request.headers.delete('upgrade');
  return request.method === 'POST' ? refuseBody(request, maxBytes) : undefined;
}

function refuseBody(request: Request, maxBytes: number): Response | undefined {
  const length = request.headers.get('content-length');
  if (length === null) return refusal(411);
  return Number(length) <= maxBytes ? undefined : refusal(413);
}

/** Closes the TCP connection, so that an unread body is not waited for. */
function refusal(status: number): Response {
  return new Response(null, { status, headers: { Connection: 'close' } });
}
