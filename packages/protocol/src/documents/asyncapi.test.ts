import { expect, test } from 'bun:test';
import { Ajv } from 'ajv';
import official from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { clientEvents, serverEvents } from '../events.ts';
import { asyncApiDocument } from './asyncapi.ts';

interface Document {
  channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  operations: Record<string, { action: string; channel: { $ref: string }; reply?: object }>;
  components: { messages: Record<string, { name: string; payload: Record<string, unknown> }> };
}

const document = asyncApiDocument() as Document;
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(official);

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

test('SEC3: the document is valid AsyncAPI 3.0', () => {
  isValid(document);
  expect(isValid.errors ?? []).toEqual([]);
});

test('SEC3: the validator can fail', () => {
  expect(isValid({ ...document, operations: { odd: { action: 'shout' } } })).toBe(false);
});

test('SEC3: every event of a client is an operation with its ack as the reply', () => {
  const received = Object.entries(document.operations).filter(([, { action }]) => action === 'receive');
  expect(received.map(([name]) => name)).toEqual(Object.keys(clientEvents).map((name) => `receive_${name}`));
  for (const [name] of Object.entries(clientEvents))
    expect(document.operations[`receive_${name}`]).toMatchObject({
      channel: { $ref: `#/channels/${name}` },
      messages: [{ $ref: `#/channels/${name}/messages/call` }],
      reply: { messages: [{ $ref: `#/channels/${name}/messages/ack` }] },
    });
});

test('SEC3: every event of the server is an operation, and so is a refused connection', () => {
  const sent = Object.entries(document.operations).filter(([, { action }]) => action === 'send');
  expect(sent.map(([name]) => name)).toEqual(
    [...Object.keys(serverEvents), 'connect_error'].map((name) => `send_${name}`),
  );
});

test('SEC3: a channel is an event name, in both directions where both sides use it', () => {
  for (const [name, channel] of Object.entries(document.channels)) expect(channel.address).toBe(name);
  expect(Object.keys(document.channels['typing']?.messages ?? {})).toEqual(['call', 'ack', 'event']);
});

test('SND1: an ack is either ok with what the row says, or a refusal', () => {
  expect(document.components.messages['send_message_ack']?.payload).toMatchObject({
    oneOf: [
      {
        properties: { ok: { const: true }, seq: {}, status: {} },
        required: expect.arrayContaining(['ok', 'seq']),
      },
      { properties: { ok: { const: false }, error: { $ref: '#/components/schemas/Refusal' } } },
    ],
  });
});

test('SEC3: every reference leads somewhere', () => {
  const found = new Set(references(document));
  expect(found.size).toBeGreaterThan(50);
  for (const reference of found) expect(document).toHaveProperty(reference.slice(2).split('/'));
});
