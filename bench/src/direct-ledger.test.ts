import { expect, test } from 'bun:test';
import { createLogAudit, noFindings } from './audit.ts';
import { createDirectLedger } from './direct-ledger.ts';

const conversation = 'direct:a:b';

function start() {
  const audit = createLogAudit(0, 2);
  const ledger = createDirectLedger([{ conversation, baseSeq: 0, audit, reader: { port: 0, token: '' } }], 2);
  return { audit, ledger, ...ledger.begin(0, performance.now()) };
}

test('SEQ2: a stored message is settled once its partner has it', () => {
  const { audit, ledger, ackId, id } = start();
  expect(ledger.answer(0, ackId, { ok: true, id, seq: 1 })).toBe(true);
  expect(ledger.isSettled()).toBe(false);
  ledger.deliver(1, { id, seq: 1, conversation });
  expect(ledger.isSettled()).toBe(true);
  expect(audit.finish(false)).toEqual(noFindings());
});

test('JRN1: a held message is settled once both have its number, and latency counts to its first sight', () => {
  const { audit, ledger, ackId, id } = start();
  ledger.deliver(1, { id, seq: null, conversation });
  expect(ledger.takeSamples().deliveryMs).toHaveLength(1);
  ledger.answer(0, ackId, { ok: true, id, seq: null });
  expect(ledger.counts).toMatchObject({ acked: 1, queued: 1, delivered: 0 });
  ledger.deliver(1, { id, seq: 1, conversation });
  expect(ledger.heldCount()).toBe(1);
  expect(ledger.isSettled()).toBe(false);
  ledger.deliver(0, { id, seq: 1, conversation });
  expect(ledger.heldCount()).toBe(0);
  expect(ledger.isSettled()).toBe(true);
  expect(ledger.takeSamples().deliveryMs).toEqual([]);
  expect(audit.finish(false)).toEqual(noFindings());
});

test('SND2: a second answer to one send is a finding', () => {
  const { audit, ledger, ackId, id } = start();
  ledger.answer(0, ackId, { ok: true, id, seq: 1 });
  expect(ledger.answer(0, ackId, { ok: true, id, seq: 1 })).toBe(false);
  expect(audit.findings.doubled).toBe(1);
});

test('PIP4: a refused send is answered and owed to nobody', () => {
  const { ledger, ackId } = start();
  ledger.answer(0, ackId, { ok: false, error: { code: 'overloaded' } });
  expect(ledger.counts.refusals).toEqual({ overloaded: 1 });
  expect(ledger.isSettled()).toBe(true);
});
