import { problem } from '../errors.ts';
import { routes, type Route } from '../routes.ts';
import { describeOperation, type NamedRoute } from './openapi-operation.ts';
import { refusalHeaders, refusalResponses } from './openapi-refusals.ts';
import { createSchemaBook, type SchemaBook } from './schema-book.ts';

const introduction = `Parley's HTTP interface. Live events come over Socket.IO on the same port (\`/asyncapi.json\`).

JSON, snake_case. Times are RFC 3339, UTC, with milliseconds. Fields that are not listed are dropped from requests; skip fields, kinds and codes that you do not know in answers. Trailing slashes are optional, percent-encoded ids equal plain ones, literal path segments win over parameters.

What the caller may not see answers as if it did not exist: 404. A method that a path does not have answers 405 with \`Allow\`.`;

const tags = [
  { name: 'identity', description: 'The own account: signing in, sessions, profile, blocks, personal log' },
  { name: 'people', description: 'Other users, and what admins do with accounts' },
  { name: 'conversations', description: 'Conversations of the caller, and their logs' },
  { name: 'messages', description: 'History, sending and deleting; editing goes over Socket.IO' },
  { name: 'groups', description: 'Groups, their members and roles' },
  {
    name: 'media',
    description:
      'Files: sent in one form, or in pieces by [tus 1.0](https://tus.io/protocols/resumable-upload), and served to those who may see a message that carries them',
  },
  {
    name: 'service',
    description:
      'The server and its health. `/docs` is this page to read and try, `/openapi.json` and `/asyncapi.json` are the contract; Prometheus metrics are at `/metrics` on the admin port.',
  },
];

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of `register` or `login`, or a JWT of the host application. Wins over a cookie.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'parley_session',
    description: 'Set by `register` and `login` with `cookie: true`; counts from the own origin only.',
  },
};

/**
 * The HTTP interface as an OpenAPI 3.1 document, made from the table of routes.
 * @param options.version of the server; without one, that of the protocol
 * @param options.serverUrl without a slash at the end; without one, the address the document came from
 */
export function openApiDocument(options: { version?: string; serverUrl?: string } = {}): object {
  const book = createSchemaBook();
  book.describe(problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: options.version ?? '1',
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    tags,
    security: [{ bearer: [] }, { cookie: [] }],
    paths: describePaths(book),
    components: {
      securitySchemes,
      headers: refusalHeaders,
      responses: refusalResponses(),
      schemas: book.components(),
    },
  };
}

function describePaths(book: SchemaBook): Record<string, object> {
  const rows = Object.entries<Route>(routes);
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of rows) {
    const shape = shapeOf(route.path);
    const sharing = rows.filter(([, other]) => shapeOf(other.path) === shape);
    const path = sharedPath(sharing.map(([, other]) => other.path));
    const row: NamedRoute = { name, route, paramNames: pairParams(route.path, path) };
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(row, book) };
  }
  return paths;
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}

/** Paths that differ in the names of parameters only are one path item; a contested name becomes `id`. */
function sharedPath(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/'));
  return first
    .map((segment, index) => (others.every((other) => other[index] === segment) ? segment : '{id}'))
    .join('/');
}

function pairParams(own: string, shared: string): Map<string, string> {
  const names = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const sharedNames = names(shared);
  return new Map(names(own).map((name, index) => [name, sharedNames[index] ?? name]));
}
