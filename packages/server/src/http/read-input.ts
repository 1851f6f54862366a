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
  readonly body: unknown;
}

/** Parses what the row declares and drops the rest; a row without a body ignores one. SEC2 */
export async function readInput(
  row: Route,
  raw: RawInput,
): Promise<{ ok: true; value: Input } | BodyRefusal> {
  const params = row.params === undefined ? accept(undefined) : validate(row.params, raw.params);
  if (!params.ok) return params;
  const query = row.query === undefined ? accept(undefined) : readQuery(row.query, raw.search);
  if (!query.ok) return query;
  const body = row.body === undefined ? accept(undefined) : await readBody(row.body, raw);
  if (!body.ok) return body;
  return { ok: true, value: { params: params.value, query: query.value, body: body.value } };
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
