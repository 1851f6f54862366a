import type { AccountStore } from '@parley/core';
import { createUserMaker } from './create-user-maker.ts';
import type { Reader } from './reader.ts';
import type { WorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

/** The port's accounts: reads go to a reader, writes to the writer. */
export function createAccountStore(
  reader: () => WorkerLink<Reader>,
  writer: WorkerLink<Writer>,
): AccountStore {
  return {
    createUser: createUserMaker(writer),
    setPasswordHash: (id, passwordHash) => writer.call('setPasswordHash', id, passwordHash),
    createSession: (session) => writer.call('createSession', session),
    touchSessions: (used) => writer.call('touchSessions', used),
    removeStaleSessions: (lastUsedBefore) => writer.call('removeStaleSessions', lastUsedBefore),
    findUsers: (ids) => reader().call('findUsers', ids),
    findCredentials: (username) => reader().call('findCredentials', username),
    findCredentialsOf: (id) => reader().call('findCredentialsOf', id),
    searchUsers: (foldedPrefix, limit) => reader().call('searchUsers', foldedPrefix, limit),
    findPicture: (id) => reader().call('findAccountPicture', id),
    findSession: (tokenHash) => reader().call('findSession', tokenHash),
    listSessions: (user) => reader().call('listSessions', user),
  };
}
