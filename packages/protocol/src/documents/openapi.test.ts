import { expect, test } from 'bun:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { routes, type Route } from '../routes.ts';
import { openApiDocument } from './openapi.ts';

interface Operation {
  operationId: string;
  tags: string[];
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: Record<string, unknown> }[];
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Record<string, unknown> }> }>;
}

interface Document {
  info: { version: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; responses: Record<string, object> };
}

const made = openApiDocument();
const document = made as Document;

function operation(id: string): { path: string; method: string; operation: Operation } {
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, found] of Object.entries(item))
      if (found.operationId === id) return { path, method, operation: found };
  throw new Error(`no operation ${id}`);
}

/** Every `$ref` of a document. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

test('SEC3: the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...structuredClone(made) })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('SEC3: the validator can fail', async () => {
  const broken = { ...structuredClone(made), info: {} };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test('SEC3: every row of the table is one operation, and nothing else is', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted());
  for (const [name, route] of Object.entries<Route>(routes)) {
    const found = operation(name);
    expect(found.method).toBe(route.method.toLowerCase());
    expect(found.path.replaceAll(/\{\w+\}/g, '{}')).toBe(route.path.replaceAll(/\{\w+\}/g, '{}'));
    for (const status of Object.keys(route.answers)) expect(found.operation.responses).toHaveProperty(status);
  }
});

test('SEC3: paths that differ in names of parameters only are one path item', () => {
  const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
  expect(new Set(shapes).size).toBe(shapes.length);
  expect(Object.keys(document.paths['/groups/{id}'] ?? {}).toSorted()).toEqual(['delete', 'get', 'patch']);
  for (const name of ['list_groups', 'update_group', 'delete_group'])
    expect(operation(name).operation.parameters?.[0]).toMatchObject({ name: 'id', in: 'path' });
});

test('SEC3: an operation declares exactly the parameters of its path, all required', () => {
  for (const [path, item] of Object.entries(document.paths))
    for (const { operationId, parameters = [] } of Object.values(item)) {
      const declared = parameters.filter((one) => one.in === 'path');
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
      expect([operationId, declared.map(({ name }) => name)]).toEqual([operationId, inPath]);
      expect(declared.every(({ required }) => required === true)).toBe(true);
    }
});

test('SEC3: what needs no sign-in says so, the rest takes a token or a cookie and may answer 401', () => {
  for (const [name, { access }] of Object.entries<Route>(routes)) {
    const { security, responses } = operation(name).operation;
    if (access === 'anonymous') expect([name, security]).toEqual([name, []]);
    else expect([name, security, responses['401']?.$ref]).toEqual([name, undefined, expect.any(String)]);
  }
});

test('SEC3: refusals are problems, and follow from what a route takes', () => {
  const statuses = (name: string) => Object.keys(operation(name).operation.responses);
  expect(statuses('get_server')).toEqual(['200', '500']);
  expect(statuses('register')).toEqual(
    expect.arrayContaining(['201', '400', '403', '409', '413', '415', '422', '429']),
  );
  expect(statuses('get_conversation')).toEqual(
    expect.arrayContaining(['200', '401', '404', '422', '429', '503']),
  );
  expect(statuses('send_message')).toEqual(
    expect.arrayContaining(['200', '201', '202', '403', '404', '409']),
  );
  expect(operation('ready').operation.responses['503']?.content).toHaveProperty('application/json');
  for (const response of Object.values(document.components.responses))
    expect(response).toHaveProperty(
      'content.application/problem+json.schema.$ref',
      '#/components/schemas/Problem',
    );
});

test('SEC2: numbers in queries are whole numbers with their default, and none is required', () => {
  const { parameters = [] } = operation('list_messages').operation;
  const query = parameters.filter((one) => one.in === 'query');
  expect(query.map(({ name, schema }) => [name, schema['type'], schema['default']])).toEqual([
    ['message_type', 'string', 'direct'],
    ['before', 'integer', undefined],
    ['after', 'integer', undefined],
    ['around', 'integer', undefined],
    ['limit', 'integer', 50],
  ]);
  expect(query.some(({ required }) => required)).toBe(false);
});

test('SEC2: bodies read as clients write them: what has a default may be left out', () => {
  const schema = operation('create_group').operation.requestBody?.content['application/json']?.schema;
  expect(schema?.['required']).toEqual(['name']);
  expect(document.components.schemas['OutgoingMessage']?.['required']).toEqual(['type', 'to']);
});

test('SEC3: named schemas are components, every reference leads somewhere, and no object is closed', () => {
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(
    expect.arrayContaining(['Message', 'Conversation', 'Entry', 'AccountEntry', 'Group', 'User', 'Problem']),
  );
  const found = references(document);
  expect(found.length).toBeGreaterThan(100);
  for (const reference of new Set(found)) {
    expect(reference).toStartWith('#/components/');
    expect(document).toHaveProperty(reference.slice(2).split('/'));
  }
  const text = JSON.stringify(document);
  for (const noise of ['"additionalProperties":false', '9007199254740991', '$defs', '$schema'])
    expect([noise, text.includes(noise)]).toEqual([noise, false]);
});

test('SEC3: every tag is described', () => {
  const described = document.tags.map(({ name }) => name);
  const used = new Set(Object.values<Route>(routes).map(({ tag }) => tag));
  expect([...used].toSorted()).toEqual(described.toSorted());
});

test('SEC3: a server names its version and address', () => {
  const own = openApiDocument({ version: '1.2.3', serverUrl: 'https://chat.example.org' }) as Document;
  expect([own.info.version, own.servers[0]?.url]).toEqual(['1.2.3', 'https://chat.example.org']);
  expect(document.servers).toEqual([{ url: '/' }]);
});
