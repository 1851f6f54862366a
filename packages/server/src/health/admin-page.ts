import type { AdminTasks } from '../archive/admin-tasks.ts';
import type { Metrics } from './metrics.ts';

/** What `ADMIN_PORT` answers: `/metrics`, and what the commands for backup, restore and move ask. */
export function createAdminPage(
  metrics: Metrics,
  tasks: AdminTasks,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const answer = tasks.answer(request);
    if (answer !== undefined) return answer;
    const { pathname } = new URL(request.url);
    if (pathname !== '/metrics') return new Response('Only /metrics is here.\n', { status: 404 });
    return new Response(await metrics.render(), { headers: { 'Content-Type': metrics.contentType } });
  };
}
