import type { Caller } from '@parley/core';
import type {
  Refusal,
  Result,
  RouteAnswer,
  RouteInput,
  RouteName,
  routes,
  StreamRouteName,
} from '@parley/protocol';

/** What is known of a request before anybody looks into it. */
export interface RequestFacts {
  readonly id: string;
  /** the client's, behind trusted proxies */
  readonly address: string;
  readonly userAgent: string | null;
  /** the client speaks TLS, as far as this server can tell */
  readonly isSecure: boolean;
}

type Table = typeof routes;

/** What a handler gets: parsed input, and who calls. */
export type RouteCall<Name extends RouteName> = RouteInput<Name> & {
  readonly caller: Table[Name]['access'] extends 'anonymous' ? null : Caller;
  readonly request: RequestFacts;
};

/** What it gives back: one of its row's answers. */
export type RouteReply<Name extends RouteName> = RouteAnswer<Name> & { readonly setCookie?: string };

/** What a handler of bytes gets besides: the request, whose body nobody has touched. */
export type StreamCall<Name extends RouteName> = Omit<RouteCall<Name>, 'body'> & {
  readonly incoming: Request;
  /** What is answered is for HEAD: without a body, with its length. */
  readonly isHead: boolean;
  /** From now on body and answer may be slow, and pause for minutes. */
  readonly allowSlow: () => void;
};

/** What it gives back: the response itself. `status`, `headers`: where a refusal has others than usual. */
export type StreamReply =
  | { readonly ok: true; readonly value: Response }
  | {
      readonly ok: false;
      readonly error: Refusal;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    };

export type Handler<Name extends RouteName> = Name extends StreamRouteName
  ? (call: StreamCall<Name>) => Promise<StreamReply>
  : (call: RouteCall<Name>) => Promise<Result<RouteReply<Name>>>;

/** One handler per row of the table. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };

/** The handlers of one part of the table. */
export type HandlersOf<Tag extends Table[RouteName]['tag']> = {
  readonly [Name in RouteName as Table[Name]['tag'] extends Tag ? Name : never]: Handler<Name>;
};

/** The value as a body with this status. */
export function withStatus<Status extends number, Body>(
  status: Status,
  result: Result<Body>,
): Result<{ status: Status; body: Body }> {
  return result.ok ? { ok: true, value: { status, body: result.value } } : result;
}

/** 200 with the value. */
export function ok<Body>(result: Result<Body>): Result<{ status: 200; body: Body }> {
  return withStatus(200, result);
}

/** 204 without a body. */
export function done(result: Result<unknown>): Result<{ status: 204; body: null }> {
  return result.ok ? { ok: true, value: { status: 204, body: null } } : result;
}
