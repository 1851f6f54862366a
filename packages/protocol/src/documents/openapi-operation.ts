import type { Route } from '../routes.ts';
import { describeRefusals } from './openapi-refusals.ts';
import type { JsonSchema, SchemaBook } from './schema-book.ts';

/** A row of the table, and what its parameters are called in the path it shares with others. */
export interface NamedRoute {
  readonly name: string;
  readonly route: Route;
  /** the document's name by the row's own: `group_id` → `id` */
  readonly paramNames: ReadonlyMap<string, string>;
}

const answerDescriptions: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Taken, but not stored yet',
  204: 'Done; there is nothing to say',
  206: 'The part that was asked for',
  304: 'As it was',
  503: 'Not now',
};

/** One row as an OpenAPI operation. */
export function describeOperation({ name, route, paramNames }: NamedRoute, book: SchemaBook): object {
  const parameters = [
    ...describeParams(route, paramNames, book),
    ...describeQuery(route, book),
    ...describeHeaders(route, book),
  ];
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.access === 'admin' ? { description: 'For admins.' } : {}),
    ...(route.access === 'anonymous' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined ? {} : { requestBody: describeBody(route.body, route, book) }),
    responses: { ...describeRefusals(route), ...describeAnswers(route, book) },
  };
}

function describeBody(body: NonNullable<Route['body']>, { stream }: Route, book: SchemaBook): object {
  const type = stream?.takes ?? 'application/json';
  return {
    required: !body.safeParse(undefined).success,
    content: { [type]: { schema: book.describe(body, 'input') } },
  };
}

function describeParams(
  { params }: Route,
  names: ReadonlyMap<string, string>,
  book: SchemaBook,
): JsonSchema[] {
  return Object.entries(params?.shape ?? {}).map(([own, schema]) => {
    const name = names.get(own) ?? own;
    return {
      name,
      in: 'path',
      required: true,
      ...(name === own ? {} : { description: `The \`${own}\`` }),
      // zod types the shape of any object loosely; these are the row's own schemas.
      schema: book.describe(schema as NonNullable<Route['query']>, 'input'),
    };
  });
}

/** A number in a query is text on its way; what its writer means is what it reads as. */
function describeQuery({ query }: Route, book: SchemaBook): JsonSchema[] {
  if (query === undefined) return [];
  // A query is always an object of single values.
  const { properties } = book.describe(query, 'output') as { properties: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

/** tus's own header, of one value only, goes without saying in `headers`. */
const tusVersion = {
  name: 'Tus-Resumable',
  in: 'header',
  required: true,
  schema: { type: 'string', const: '1.0.0' },
};

function describeHeaders({ headers, stream, method }: Route, book: SchemaBook): JsonSchema[] {
  const own = Object.entries(headers?.shape ?? {}).map(([name, schema]) => {
    // zod types the shape of any object loosely; these are the row's own schemas.
    const known = schema as NonNullable<Route['query']>;
    const { description, ...described } = book.describe(known, 'input');
    const isOptional = known.safeParse(undefined).success;
    return {
      name: name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase()),
      in: 'header',
      ...(isOptional ? {} : { required: true }),
      ...(description === undefined ? {} : { description }),
      schema: described,
    };
  });
  return stream?.isTus === true && method !== 'GET' ? [tusVersion, ...own] : own;
}

function describeAnswers({ answers, stream }: Route, book: SchemaBook): Record<string, object> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const description = answerDescriptions[Number(status)] ?? 'Done';
      if (schema === null) return [status, { description }];
      const type = stream?.gives ?? 'application/json';
      const content = { [type]: { schema: book.describe(schema, 'output') } };
      return [status, { description, content }];
    }),
  );
}
