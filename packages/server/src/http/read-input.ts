import { accept, refuseInput, validate, type Issue, type Result, type Route } from '@parley/protocol';
import { readJsonBody, type BodyRefusal } from './read-body.ts';

export interface RawInput {
  readonly request: Request;
  /** percent-decoded */
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly maxBodyBytes: number;
}

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/** Parses what the row declares and drops the rest; a row without a body ignores one, a stream is left as it comes. SEC2 */
export async function readInput(
  row: Route,
  raw: RawInput,
): Promise<{ ok: true; value: Input } | BodyRefusal> {
  const params = row.params === undefined ? accept(undefined) : validate(row.params, raw.params);
  if (!params.ok) return params;
  const query = row.query === undefined ? accept(undefined) : readQuery(row.query, raw.search);
  if (!query.ok) return query;
  const headers = row.headers === undefined ? accept(undefined) : readHeaders(row.headers, raw.request);
  if (!headers.ok) return headers;
  const isOwn = row.body === undefined || row.stream !== undefined;
  const body = isOwn ? accept(undefined) : await readBody(row.body, raw);
  if (!body.ok) return body;
  return {
    ok: true,
    value: { params: params.value, query: query.value, headers: headers.value, body: body.value },
  };
}

function readHeaders(schema: NonNullable<Route['headers']>, { headers }: Request): Result<unknown> {
  const given = Object.keys(schema.shape).map((name) => [name, headers.get(name) ?? undefined]);
  return validate(schema, Object.fromEntries(given));
}

async function readBody(schema: NonNullable<Route['body']>, raw: RawInput) {
  const json = await readJsonBody(raw.request, raw.maxBodyBytes);
  return json.ok ? validate(schema, json.value) : json;
}

function readQuery(schema: NonNullable<Route['query']>, search: URLSearchParams): Result<unknown> {
  const twice: Issue[] = [...new Set(search.keys())]
    .filter((name) => search.getAll(name).length > 1)
    .map((path) => ({ path, message: 'is given more than once' }));
  // `fromEntries` makes own properties, also of names such as __proto__, which `validate` then refuses.
  return twice.length > 0 ? refuseInput(twice) : validate(schema, Object.fromEntries(search));
}
