import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Chat, Storage } from '@parley/core';
import type { Transport } from '../transport/transport.ts';
import { createTally, type Tally } from './tally.ts';

/** What is counted while serving, and its page for Prometheus. Names no user. */
export interface Metrics {
  readonly httpAnswered: (answer: { route: string; status: number; durationMs: number }) => void;
  /** Events of sockets, by name and outcome. */
  answered(event: string, outcome: string): void;
  /** How handshakes ended. */
  connected(outcome: string): void;
  /** In Prometheus' text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsDeps {
  readonly chat: Pick<Chat, 'pipelineHealth' | 'clusterFigures'>;
  readonly storage: Pick<Storage, 'pool'>;
  readonly transport: Pick<Transport, 'stats'>;
  readonly version: string;
}

export function createMetrics({ chat, storage, transport, version }: MetricsDeps): Metrics {
  const registry = new Registry();
  const events = createTally();
  const connects = createTally();
  const http = new Histogram({
    name: 'parley_http_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry],
  });
  exposeTally(registry, events, {
    name: 'parley_socket_events_total',
    help: 'Events of sockets by outcome',
    labels: ['event', 'outcome'],
  });
  exposeTally(registry, connects, {
    name: 'parley_socket_connects_total',
    help: 'Connects by outcome',
    labels: ['outcome'],
  });
  exposeFigures(registry, 'parley_transport', () => ({ ...transport.stats() }));
  exposeFigures(registry, 'parley_pipeline', () => pipelineFigures(chat.pipelineHealth()));
  const { pool } = storage;
  if (pool !== undefined) exposeFigures(registry, 'parley_store_pool', () => ({ ...pool() }));
  if (chat.clusterFigures() !== undefined)
    exposeFigures(registry, 'parley_cluster', () => ({ ...chat.clusterFigures() }));
  exposeFigures(registry, 'parley_process', createProcessFigures());
  new Gauge({ name: 'parley_info', help: 'Version', labelNames: ['version'], registers: [registry] }).set(
    { version },
    1,
  );

  return {
    httpAnswered: ({ route, status, durationMs }) => {
      http.observe({ route, status }, durationMs / 1000);
    },
    answered: (event, outcome) => {
      events.add(event, outcome);
    },
    connected: (outcome) => {
      connects.add('connect', outcome);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

interface Exposed {
  readonly name: string;
  readonly help: string;
  /** of the tally's first word and its second, or of the second alone */
  readonly labels: readonly [string, string] | readonly [string];
}

function exposeTally(registry: Registry, tally: Tally, { name, help, labels }: Exposed): void {
  const [one, other] = labels;
  new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      this.reset();
      for (const { first, second, count } of tally.rows())
        this.inc(other === undefined ? { [one]: second } : { [one]: first, [other]: second }, count);
    },
  });
}

/** One gauge with a label, read when asked for. */
function exposeFigures(registry: Registry, name: string, read: () => Readonly<Record<string, number>>): void {
  new Gauge({
    name,
    help: 'Figures by name, as of now',
    labelNames: ['figure'],
    registers: [registry],
    collect() {
      for (const [figure, value] of Object.entries(read())) this.set({ figure }, value);
    },
  });
}

/** Everything that `/health/message-buffer` says, as numbers: times as seconds since the epoch, states by their place. */
function pipelineFigures(health: object, prefix = ''): Record<string, number> {
  const figures: Record<string, number> = {};
  // `Object.entries` knows no more of an object than that.
  for (const [name, value] of Object.entries(health) as [string, unknown][]) {
    const key = `${prefix}${name}`;
    if (typeof value === 'number') figures[key] = value;
    else if (typeof value === 'object' && value !== null)
      Object.assign(figures, pipelineFigures(value, `${key}_`));
    else if (typeof value === 'string') {
      const number = states.indexOf(value) === -1 ? Date.parse(value) / 1000 : states.indexOf(value) % 3;
      if (Number.isFinite(number)) figures[key] = number;
    }
  }
  return figures;
}

/** 0: as it should be; 1: on its way back; 2: not. */
const states = ['closed', 'half_open', 'open', 'healthy', 'degraded', 'down'];

function createProcessFigures(): () => Record<string, number> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return () => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const figures = {
      resident_bytes: rss,
      heap_bytes: heapUsed,
      cpu_seconds_total: (user + system) / 1e6,
      uptime_seconds: process.uptime(),
      event_loop_delay_p50_ms: delay.percentile(50) / 1e6,
      event_loop_delay_p99_ms: delay.percentile(99) / 1e6,
    };
    // Of the time since the last look, not since the start.
    delay.reset();
    return figures;
  };
}
