import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { countFindings, noFindings } from './audit.ts';
import type { Job, ScenarioName } from './job.ts';
import { OutOfTimeError, runJob } from './run-job.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import type { Sizes } from './sizes.ts';
import { jwtSecret, parleyWithChaos, stockOnBun } from './target.ts';

/** A job that is over at once. */
function smallJob<Name extends ScenarioName>(server: ServerProcess, scenario: Name, sizes: Sizes[Name]): Job {
  const place = { port: server.port, serverPid: server.pid, jwtSecret, prefix: scenario, hasHistory: false };
  return { ...place, scenario, measureMs: 50, warmUpMs: 10, sizes };
}

const direct = { bytes: 20, users: 6, outstandings: [1, 10], crowd: 4 };
const group = { groups: [12], bytes: [20], inFlights: [1, 40], firstMs: 10 };
const churn = { bytes: 20, clients: 10, upMs: 60, awayMs: 20, messagesPerS: 100, durationMs: 300 };

describe('jobs against a server that keeps nothing for its clients', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer(stockOnBun);
  });
  afterAll(async () => {
    await server.stop();
  });

  test('SEQ2: direct messages end with a clean audit', async () => {
    const { rows, findings, auditedMessages, auditedDeliveries } = await runJob(
      smallJob(server, 'direct', direct),
    );
    expect(findings).toEqual(noFindings());
    expect(auditedMessages).toBeGreaterThan(0);
    expect(auditedDeliveries).toBe(auditedMessages);
    expect(rows.map(({ name }) => name)).toEqual([
      'direct, 6 people, 1 outstanding each',
      'direct, 6 people, 10 outstanding each',
      'direct, open loop at 10 %',
      'direct, one pair alone',
      'direct, 4 people, 1 outstanding each',
    ]);
  });

  test('SEQ2: a group ends with a clean audit', async () => {
    const { rows, findings, auditedMessages } = await runJob(smallJob(server, 'group', group));
    expect(findings).toEqual(noFindings());
    expect(auditedMessages).toBeGreaterThan(0);
    expect(rows.map(({ name }) => name)).toEqual([
      'group of 12, 20 B, 1 in flight',
      'group of 12, 20 B, 40 in flight',
    ]);
  });

  test('LIM1: idle and connect open what they say', async () => {
    const idle = smallJob(server, 'idle', { connections: 5, settleMs: 10 });
    expect((await runJob(idle)).findings).toEqual(noFindings());
    const connect = smallJob(server, 'connect', { people: 6, groupSize: 3, groupsEach: 2 });
    expect((await runJob(connect)).rows[1]?.figures['connectionsPerS']).toBeGreaterThan(0);
  });

  test('SYN1: clients that never ask what they missed have missed something', async () => {
    const { rows, findings } = await runJob(smallJob(server, 'churn', churn));
    expect(findings.lost).toBeGreaterThan(0);
    expect(rows[0]?.figures['deliveredPercent']).toBeLessThan(100);
  });

  test('SEC1: a refused token fails the job, with the reason', async () => {
    const job = {
      ...smallJob(server, 'idle', { connections: 5, settleMs: 10 }),
      jwtSecret: 'some other secret of at least 32 bytes',
    };
    expect(await runJob(job).catch(String)).toContain('connection refused');
  });

  test('a job that is not over in time is ended', async () => {
    const job = smallJob(server, 'idle', { connections: 1, settleMs: 600_000 });
    expect(await runJob(job, 1).catch((error: unknown) => error)).toBeInstanceOf(OutOfTimeError);
  });
});

describe('jobs against Parley', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer(parleyWithChaos());
  });
  afterAll(async () => {
    await server.stop();
  });
  const audited = async (job: Job) => {
    const result = await runJob({ ...job, hasHistory: true });
    expect(result.findings).toEqual(noFindings());
    return result;
  };

  test('SYN1: clients that lose their connection again and again have read everything once', async () => {
    const { rows } = await audited(smallJob(server, 'churn', churn));
    expect(rows[0]?.figures['deliveredPercent']).toBe(100);
    expect(rows[0]?.figures['returnsPerS']).toBeGreaterThan(0);
  });

  test('PRS1: typing and presence reach those who are entitled, and delay no message', async () => {
    const sizes = { people: 6, groupSize: 3, messagesPerS: 200 };
    const { rows, auditedMessages } = await audited(smallJob(server, 'presence', sizes));
    expect(auditedMessages).toBeGreaterThan(0);
    for (const { figures } of rows) expect(figures['deliveriesPerS']).toBeGreaterThan(0);
  });

  test('SEQ1: pages hold the messages that were acked at their seqs', async () => {
    const { rows, findings } = await audited(
      smallJob(server, 'history', { messages: 300, bytes: 20, stampede: 5 }),
    );
    expect(countFindings(findings)).toBe(0);
    expect(rows).toHaveLength(4);
  });

  test('JRN1: what is held while the store is away is at both people in the end, once and in order', async () => {
    const down = { fault: 'down', durationMs: 500, hasBurst: true } as const;
    const sizes = {
      ...{ bytes: 20, busyUsers: 4, quietUsers: 2, busyPerS: 200, quietPerS: 100 },
      ...{ beforeMs: 50, outages: [down] },
    };
    const { rows, timeline, auditedMessages } = await audited(smallJob(server, 'outage', sizes));
    expect(auditedMessages).toBeGreaterThan(0);
    expect(rows[0]?.figures['journalPerS']).toBeGreaterThan(0);
    expect(timeline?.moments.map(({ name }) => name)).toContain('breaker closed');
  });
});
