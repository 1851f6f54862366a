import { expect, test } from 'bun:test';
import { createAdminPage } from './admin-page.ts';
import { createMetrics } from './metrics.ts';

function createPage() {
  const metrics = createMetrics({
    version: '1.2.3',
    transport: {
      stats: () => ({
        closedForBackpressure: 0,
        closedForPacketRate: 0,
        closedForUnsolicitedPong: 0,
        closedForBinary: 0,
        refusedRequests: 0,
        pressuredPublishes: 0,
        sockets: 7,
        websockets: 6,
        polling: 1,
      }),
    },
    chat: {
      pipelineHealth: () => ({
        status: 'healthy',
        queued: 3,
        in_flight: 0,
        batch_size: 25,
        batch_size_limit: 25,
        last_batch: null,
        commit_ms: { p50: 0.2, p99: 4 },
        flushed_total: 12,
        retried_total: 0,
        failed_total: 0,
        breaker: null,
        journal: null,
      }),
    },
  });
  return { metrics, page: createAdminPage(metrics) };
}

test('OPS4: /metrics says what was counted, as Prometheus reads it, each time anew', async () => {
  const { metrics, page } = createPage();
  metrics.httpAnswered({ route: 'get_me', status: 200, durationMs: 3 });
  metrics.answered('send_message', 'ok');
  metrics.answered('send_message', 'ok');
  metrics.connected('unauthenticated');
  for (let n = 0; n < 2; n += 1) {
    const response = await page(new Request('http://localhost/metrics'));
    const text = await response.text();
    expect(response.headers.get('content-type')).toStartWith('text/plain');
    for (const line of [
      'parley_http_request_seconds_count{route="get_me",status="200"} 1',
      'parley_socket_events_total{event="send_message",outcome="ok"} 2',
      'parley_socket_connects_total{outcome="unauthenticated"} 1',
      'parley_transport{figure="sockets"} 7',
      'parley_pipeline{figure="queued"} 3',
      'parley_pipeline{figure="commit_ms_p99"} 4',
      'parley_info{version="1.2.3"} 1',
    ])
      expect(text).toContain(line);
  }
});

test('SEC4: the admin port has nothing but /metrics', async () => {
  const { page } = createPage();
  expect((await page(new Request('http://localhost/'))).status).toBe(404);
});
