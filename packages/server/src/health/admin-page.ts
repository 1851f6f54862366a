import type { Metrics } from './metrics.ts';

/** What `ADMIN_PORT` answers: `/metrics`, and nothing else. */
export function createAdminPage(metrics: Metrics): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== '/metrics') return new Response('Only /metrics is here.\n', { status: 404 });
    return new Response(await metrics.render(), { headers: { 'Content-Type': metrics.contentType } });
  };
}
