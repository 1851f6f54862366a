import type { z } from 'zod';
import { conversationRoutes } from './routes/conversations.ts';
import { groupRoutes } from './routes/groups.ts';
import { identityRoutes } from './routes/identity.ts';
import { mediaRoutes } from './routes/media.ts';
import { messageRoutes } from './routes/messages.ts';
import { peopleRoutes } from './routes/people.ts';
import type { Route } from './routes/route.ts';
import { serverRoutes } from './routes/server.ts';

export type { Route } from './routes/route.ts';

/** Every route of the HTTP API. To add one, add a row to its part of the table and a handler of the same name. */
export const routes = {
  ...identityRoutes,
  ...peopleRoutes,
  ...conversationRoutes,
  ...messageRoutes,
  ...groupRoutes,
  ...mediaRoutes,
  ...serverRoutes,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** Routes of bytes, whose handlers read the request and make the response by themselves. */
export type StreamRouteName = {
  [Name in RouteName]: (typeof routes)[Name] extends { readonly stream: object } ? Name : never;
}[RouteName];

type Part<
  Name extends RouteName,
  Key extends 'params' | 'query' | 'headers' | 'body',
> = (typeof routes)[Name] extends {
  readonly [key in Key]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

/** What a handler gets: the parsed parts of its request. */
export interface RouteInput<Name extends RouteName> {
  readonly params: Part<Name, 'params'>;
  readonly query: Part<Name, 'query'>;
  readonly headers: Part<Name, 'headers'>;
  readonly body: Part<Name, 'body'>;
}

type AnswerSchemas<Name extends RouteName> = (typeof routes)[Name]['answers'];
type Body<Schema> = Schema extends z.ZodType ? z.input<Schema> : null;

/** What a handler gives back: one of the statuses of its row, with the body that goes with it. */
export type RouteAnswer<Name extends RouteName> = {
  [Status in keyof AnswerSchemas<Name>]: {
    readonly status: Status;
    readonly body: Body<AnswerSchemas<Name>[Status]>;
  };
}[keyof AnswerSchemas<Name>];

/** The JSON body of a route's answers. */
export type AnswerBody<Name extends RouteName> = NonNullable<RouteAnswer<Name>['body']>;
/** The parsed query of a route. */
export type RouteQuery<Name extends RouteName> = RouteInput<Name>['query'];
/** The parsed body of a route. */
export type RouteBody<Name extends RouteName> = RouteInput<Name>['body'];
