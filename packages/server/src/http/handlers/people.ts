import type { Chat } from '@parley/core';
import type { ForgetfulAuthenticator } from '../../auth/authenticator.ts';
import { done, ok, type HandlersOf } from '../route-call.ts';

export interface PeopleDeps {
  readonly chat: Chat;
  readonly authenticator: Pick<ForgetfulAuthenticator, 'forgetUser'>;
}

export function createPeopleHandlers({ chat, authenticator }: PeopleDeps): HandlersOf<'people'> {
  return {
    find_users: async ({ caller, query }) => ok(await chat.findUsers(caller, query)),
    get_user: async ({ caller, params }) => ok(await chat.getUser(caller, params.user_id)),
    async disable_user({ caller, params }) {
      const disabled = await chat.setDisabled(caller, params.user_id, true);
      authenticator.forgetUser(params.user_id);
      return done(disabled);
    },
    async enable_user({ caller, params }) {
      const enabled = await chat.setDisabled(caller, params.user_id, false);
      authenticator.forgetUser(params.user_id);
      return done(enabled);
    },
  };
}
