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
  503: 'Not now',
};

/** One row as an OpenAPI operation. */
export function describeOperation({ name, route, paramNames }: NamedRoute, book: SchemaBook): object {
  const parameters = [...describeParams(route, paramNames, book), ...describeQuery(route, book)];
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.access === 'admin' ? { description: 'For admins.' } : {}),
    ...(route.access === 'anonymous' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined ? {} : { requestBody: describeBody(book.describe(route.body, 'input')) }),
    responses: { ...describeRefusals(route), ...describeAnswers(route, book) },
  };
}

function describeBody(schema: JsonSchema): object {
  return { required: true, content: { 'application/json': { schema } } };
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

function describeAnswers({ answers }: Route, book: SchemaBook): Record<string, object> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const description = answerDescriptions[Number(status)] ?? 'Done';
      if (schema === null) return [status, { description }];
      const content = { 'application/json': { schema: book.describe(schema, 'output') } };
      return [status, { description, content }];
    }),
  );
}
