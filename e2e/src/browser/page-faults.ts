import type { BrowserContext } from 'playwright-core';

/** What must never be on any page: errors, broken policies, requests to anybody else. */
export interface PageFaults {
  readonly found: readonly string[];
  /** From now on a lost network or server is part of the test, and the browser may complain about it. */
  readonly allowNetworkTrouble: () => void;
}

/** What Chromium itself writes to the console about a network that is gone. */
const networkTrouble = /net::ERR_|WebSocket connection to 'ws:|the server responded with a status of 50[234]/;
/** Who is not signed in asks, and is told so. */
const notSignedIn = /the server responded with a status of 401/;
/** Who is told of a group may ask for it a moment before it is there, or after it is theirs no longer. */
const notThere = /the server responded with a status of 404 .*\/(conversations|groups)\//;

/** Watches every page of a context, and its workers, from before its first request. */
export function watchForFaults(context: BrowserContext, origin: string, who: string): PageFaults {
  const found: string[] = [];
  const allowed: RegExp[] = [notSignedIn, notThere];
  const note = (fault: string): void => {
    if (!allowed.some((pattern) => pattern.test(fault))) found.push(`${who}: ${fault}`);
  };
  context.on('weberror', (webError) => {
    const error = webError.error();
    note(`page error: ${error.stack ?? error.message}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error')
      note(`console: ${message.text()} (${message.location().url}:${String(message.location().lineNumber)})`);
  });
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol === 'data:' || protocol === 'blob:') return;
    if (asked !== origin) found.push(`${who}: request to somebody else: ${request.url()}`);
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(origin).host)
        found.push(`${who}: socket to somebody else: ${socket.url()}`);
    });
  });
  return {
    found,
    allowNetworkTrouble: () => allowed.push(networkTrouble),
  };
}
