import type * as protocol from '@parley/protocol';

/*
 * The wire's types as a client meets them: the same shapes, with plain strings for ids. Types only: nothing of the
 * server's validation is loaded at run time.
 */

/** `T` without the brands of ids. A brand shows by a key that plain strings don't have. */
export type Plain<T> = T extends string
  ? Exclude<keyof T, keyof string> extends never
    ? T
    : string
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;

export type { ErrorCode, Limits, Refusal, Result } from '@parley/protocol';
export type Message = Plain<protocol.Message>;
export type Reaction = Plain<protocol.Reaction>;
export type Entry = Plain<protocol.Entry>;
export type AccountEntry = Plain<protocol.AccountEntry>;
export type Conversation = Plain<protocol.Conversation>;
export type User = Plain<protocol.User>;
export type Me = Plain<protocol.Me>;
export type Group = Plain<protocol.Group>;
export type Presence = Plain<protocol.Presence>;
export type SyncedConversation = Plain<protocol.SyncedConversation>;
export type SendAnswer = Plain<protocol.SendAnswer>;
export type Role = protocol.Role;
export type ClientEventName = protocol.ClientEventName;
export type Ack<Name extends ClientEventName> = Plain<protocol.Ack<Name>>;

type Body<Schema> = Schema extends { readonly _zod: { readonly input: infer Input } } ? Plain<Input> : never;

/** What an event takes, as it is sent. */
export type Payload<Name extends ClientEventName> = Name extends 'sync'
  ? { account?: number; conversations: Record<string, number> }
  : Body<(typeof protocol.clientEvents)[Name]['payload']>;

export type ServerEventName = protocol.ServerEventName;
export type ServerPayload<Name extends ServerEventName> = Plain<protocol.ServerPayload<Name>>;
export type Ready = ServerPayload<'ready'>;

type RouteRow<Name extends protocol.RouteName> = (typeof protocol.routes)[Name];
type Values<Part> = { [K in keyof Part]: Part[K] | number };

/** What an HTTP call takes: the parts that its route has. */
export type CallInput<Name extends protocol.RouteName> = (RouteRow<Name> extends { params: infer Schema }
  ? { readonly params: Body<Schema> }
  : unknown) &
  (RouteRow<Name> extends { query: infer Schema } ? { readonly query?: Values<Body<Schema>> } : unknown) &
  (RouteRow<Name> extends { body: infer Schema } ? { readonly body: Body<Schema> } : unknown);

type AnswerOf<Schema> = Schema extends { readonly _zod: { readonly output: infer Output } }
  ? Plain<Output>
  : null;
/** The JSON of a route's answers; null where it answers 204. */
export type CallAnswer<Name extends protocol.RouteName> = {
  [Status in keyof RouteRow<Name>['answers']]: AnswerOf<RouteRow<Name>['answers'][Status]>;
}[keyof RouteRow<Name>['answers']];
/** Those that take JSON and answer it. */
export type RouteName = Exclude<protocol.RouteName, protocol.StreamRouteName>;
