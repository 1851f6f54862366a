import { expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAdminPage } from './admin-page.ts';
import { createMetrics } from './metrics.ts';

function createPage() {
  const metrics = createMetrics({
    storage: { pool: () => ({ size: 3, inUse: 1, waiting: 0, min: 2, max: 5 }) },
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
      clusterFigures: () => ({
        peers: 2,
        busUp: 1,
        hintsSent: 5,
        hintsHeard: 6,
        holes: 0,
        tailReads: 1,
        tailEntries: 4,
      }),
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
        breaker: { state: 'half_open', opened_total: 3, since: '2026-01-01T00:00:10.000Z', retry_at: null },
        journal: { records: 5, bytes: 700, oldest_at: null, drained_total: 9 },
      }),
    },
  });
  return { metrics, page: createAdminPage(metrics, { answer: () => undefined, begin: () => undefined }) };
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
      'parley_pipeline{figure="status"} 0',
      'parley_pipeline{figure="breaker_state"} 1',
      'parley_pipeline{figure="breaker_opened_total"} 3',
      'parley_pipeline{figure="breaker_since"} 1767225610',
      'parley_pipeline{figure="journal_records"} 5',
      'parley_pipeline{figure="journal_bytes"} 700',
      'parley_pipeline{figure="journal_drained_total"} 9',
      'parley_info{version="1.2.3"} 1',
    ])
      expect(text).toContain(line);
  }
});

test('OPS4: every figure of the dashboard, and of the page on operations, is there', async () => {
  const { metrics, page } = createPage();
  metrics.httpAnswered({ route: 'get_me', status: 200, durationMs: 3 });
  metrics.answered('send_message', 'ok');
  const text = await (await page(new Request('http://localhost/metrics'))).text();
  const root = join(import.meta.dir, '../../../..');
  for (const file of ['deploy/grafana-dashboard.json', 'docs/operations.md']) {
    const asked = (await readFile(join(root, file), 'utf8')).replaceAll('\\"', '"');
    const figures = [...asked.matchAll(/(parley_\w+)\{[^}]*figure="(\w+)"/g)];
    expect(figures.length).toBeGreaterThan(4);
    for (const [, family, figure] of figures)
      expect({
        file,
        line: text.includes(`${String(family)}{figure="${String(figure)}"}`),
        family,
        figure,
      }).toEqual({
        file,
        line: true,
        family,
        figure,
      });
    for (const [name] of asked.matchAll(/parley_(?:socket|http)\w+/g)) expect(text).toContain(name);
  }
});

test('SEC4: the admin port has nothing but /metrics', async () => {
  const { page } = createPage();
  expect((await page(new Request('http://localhost/'))).status).toBe(404);
});
