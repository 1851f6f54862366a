import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { noFindings } from './audit.ts';
import type { Job, ScenarioName } from './job.ts';
import { runJob } from './run-job.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { baselineOn, jwtSecret } from './target.ts';

describe('run a job', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer(baselineOn(process.execPath));
  });
  afterAll(async () => {
    await server.stop();
  });

  const smallJob = (scenario: ScenarioName): Job => ({
    scenario,
    port: server.port,
    serverPid: server.pid,
    jwtSecret,
    prefix: scenario,
    hasHistory: false,
    measureMs: 50,
    warmUpMs: 10,
    contentBytes: 20,
    users: 6,
    outstandings: [1, 10],
    groupSizes: [12],
    connections: 5,
    settleMs: 10,
    web: null,
  });

  test('SEQ2: direct messages end with a clean audit', async () => {
    const { rows, findings, auditedMessages, auditedDeliveries } = await runJob(smallJob('direct'));
    expect(findings).toEqual(noFindings());
    expect(auditedMessages).toBeGreaterThan(0);
    expect(auditedDeliveries).toBe(auditedMessages);
    expect(rows.map(({ name }) => name)).toEqual([
      'direct, 1 outstanding each',
      'direct, 10 outstanding each',
      'direct, open loop at 10 %',
    ]);
  });

  test('SEQ2: a group ends with a clean audit', async () => {
    const { rows, findings, auditedMessages } = await runJob(smallJob('group'));
    expect(findings).toEqual(noFindings());
    expect(auditedMessages).toBeGreaterThan(0);
    expect(rows.map(({ name }) => name)).toEqual(['group of 12, 1 in flight', 'group of 12, 40 in flight']);
  });

  test('LIM1: idle and connect open what they say', async () => {
    expect((await runJob(smallJob('idle'))).findings).toEqual(noFindings());
    const { rows } = await runJob(smallJob('connect'));
    expect(rows[0]?.figures['connectionsPerS']).toBeGreaterThan(0);
  });

  test('SEC1: a refused token fails the job, with the reason', async () => {
    const job = { ...smallJob('idle'), jwtSecret: 'some other secret of at least 32 bytes' };
    const failure = await runJob(job).catch(String);
    expect(failure).toContain('connection refused');
  });
});
