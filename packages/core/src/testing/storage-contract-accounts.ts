import { expect } from 'bun:test';
import type { NewSession } from '../ports/account-store.ts';
import {
  ann,
  bob,
  cat,
  direct,
  newUser,
  session,
  startMs,
  user,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

function newSession(name: string, more: Partial<NewSession> = {}): NewSession {
  return {
    id: session(name),
    userId: ann,
    tokenHash: name.padStart(64, '0'),
    device: `device of ${name}`,
    createdAt: startMs,
    ...more,
  };
}

/** Accounts, sessions, and what personal entries change in them. */
export function describeAccounts(storeTest: StoreTest): void {
  describePeople(storeTest);
  describePersonalProjections(storeTest);
  describeSessions(storeTest);
}

function describePeople(storeTest: StoreTest): void {
  storeTest('SEC1: the first account with a password is the admin, and only that one', async (recorder) => {
    const { createUser } = recorder.storage.accounts;
    expect(await createUser(newUser('guest', { passwordHash: null, username: null }))).toMatchObject({
      created: { isAdmin: false },
    });
    expect(await createUser(newUser('ann'))).toEqual({
      created: {
        id: ann,
        username: 'ann',
        displayName: 'ann',
        avatarUrl: null,
        createdAt: startMs,
        isAdmin: true,
        disabled: false,
        settings: {},
      },
    });
    expect(await createUser(newUser('bob'))).toMatchObject({ created: { isAdmin: false } });
  });

  storeTest('SEC1: an id or username in use is `taken` and changes nothing', async (recorder) => {
    const { createUser, findUsers, findCredentials } = recorder.storage.accounts;
    await createUser(newUser('ann'));
    expect(await createUser(newUser('ann', { username: 'other', displayName: 'x' }))).toBe('taken');
    expect(await createUser(newUser('other', { username: 'ann', displayName: 'x' }))).toBe('taken');
    expect(await findUsers([ann, user('other')])).toMatchObject([{ displayName: 'ann' }]);
    expect(await findCredentials('other')).toBeUndefined();
  });

  storeTest('SEC1: of concurrent claims to one name one wins', async (recorder) => {
    const claims = ['u1', 'u2', 'u3', 'u4'].map((id) =>
      recorder.storage.accounts.createUser(newUser(id, { username: 'same' })),
    );
    const answers = await Promise.all(claims);
    expect(answers.filter((answer) => answer !== 'taken')).toHaveLength(1);
  });

  storeTest('SEC1: people without a username do not clash', async (recorder) => {
    const { createUser } = recorder.storage.accounts;
    for (const id of ['a|1', 'a|2']) {
      const answer = await createUser(newUser(id, { username: null, passwordHash: null }));
      expect(answer).toMatchObject({ created: { id: user(id), username: null } });
    }
  });

  storeTest('SEC1: credentials by username and by id, and a new password', async (recorder) => {
    const { accounts } = recorder.storage;
    await accounts.createUser(newUser('ann'));
    await accounts.createUser(newUser('jwt', { username: null, passwordHash: null }));
    expect(await accounts.findCredentials('ann')).toMatchObject({
      user: { id: ann },
      passwordHash: 'hash of ann',
    });
    expect(await accounts.findCredentialsOf(user('jwt'))).toMatchObject({ passwordHash: null });
    await accounts.setPasswordHash(ann, 'new');
    expect(await accounts.findCredentialsOf(ann)).toMatchObject({ user: { id: ann }, passwordHash: 'new' });
    expect(await accounts.findCredentials('nobody')).toBeUndefined();
    expect(await accounts.findCredentialsOf(user('nobody'))).toBeUndefined();
  });

  storeTest(
    'SEC1: people are searched by the beginning of either name, disabled ones left out',
    async (recorder) => {
      const { createUser, searchUsers } = recorder.storage.accounts;
      await createUser(newUser('zoe', { displayName: 'Ánna Zoe' }));
      await createUser(newUser('anna', { displayName: 'Nobody' }));
      await createUser(newUser('ban', { displayName: 'ban' }));
      await createUser(newUser('jwt-b', { username: null, passwordHash: null, displayName: 'ANNA' }));
      await createUser(newUser('jwt-a', { username: null, passwordHash: null, displayName: 'Anna' }));
      const search = async (prefix: string, limit = 9) =>
        (await searchUsers(prefix, limit)).map(({ id }) => String(id));
      expect(await search('ann')).toEqual(['anna', 'zoe', 'jwt-a', 'jwt-b']);
      expect(await search('ann', 2)).toEqual(['anna', 'zoe']);
      expect(await search('an%')).toEqual([]);
      expect(await search('nobody')).toEqual(['anna']);
      await recorder.note(user('anna'), { kind: 'account_disabled', on: true });
      expect(await search('ann')).toEqual(['zoe', 'jwt-a', 'jwt-b']);
    },
  );

  storeTest('SEC1: unknown users are left out, asking twice for one gives one', async (recorder) => {
    await recorder.storage.accounts.createUser(newUser('ann'));
    expect(await recorder.storage.accounts.findUsers([ann, bob, ann])).toHaveLength(1);
    expect(await recorder.storage.accounts.findUsers([])).toEqual([]);
  });

  storeTest('SND1: accounts and sessions are there after reopening', async (recorder, store) => {
    await recorder.storage.accounts.createUser(newUser('ann'));
    await recorder.storage.accounts.createSession(newSession('one'));
    await recorder.note(ann, { kind: 'settings_changed', settings: { theme: 'dark' } });
    const { accounts } = await store.reopen();
    expect(await accounts.findPicture(ann)).toMatchObject({
      head: 1,
      user: { isAdmin: true, settings: { theme: 'dark' } },
    });
    expect(await accounts.findSession(newSession('one').tokenHash)).toMatchObject({ id: session('one') });
    expect(await accounts.createUser(newUser('bob'))).toMatchObject({ created: { isAdmin: false } });
  });
}

async function pictureOf(recorder: Recorder, id = ann) {
  const picture = await recorder.storage.accounts.findPicture(id);
  if (picture === undefined) throw new Error('no picture');
  return picture;
}

function describePersonalProjections(storeTest: StoreTest): void {
  storeTest('SEC1: a picture holds the user, the head and what others are judged by', async (recorder) => {
    await recorder.storage.accounts.createUser(newUser('ann'));
    expect(await pictureOf(recorder)).toMatchObject({
      head: 0,
      lastJudgingSeq: 0,
      blocked: [],
      markedUnread: [],
    });
    const log = direct(ann, bob);
    await recorder.note(ann, { kind: 'block_changed', userId: bob, on: true });
    await recorder.note(ann, { kind: 'block_changed', userId: cat, on: true });
    await recorder.note(ann, { kind: 'block_changed', userId: bob, on: false });
    await recorder.note(ann, {
      kind: 'conversation_changed',
      conversation: log,
      mutedUntil: null,
      archived: false,
      markedUnread: true,
    });
    await recorder.note(ann, { kind: 'conversation_added', conversation: log });
    expect(await pictureOf(recorder)).toMatchObject({
      head: 5,
      lastJudgingSeq: 4,
      blocked: [cat],
      markedUnread: [log],
    });
    await recorder.note(ann, { kind: 'conversation_removed', conversation: log });
    expect(await pictureOf(recorder)).toMatchObject({ head: 6, markedUnread: [] });
    expect(await recorder.storage.accounts.findPicture(bob)).toBeUndefined();
  });

  storeTest('SEC1: profile, settings and being disabled follow the personal log', async (recorder) => {
    const { createUser, searchUsers, findCredentials } = recorder.storage.accounts;
    await createUser(newUser('ann'));
    const profile = { ...newUser('ann').profile, displayName: 'Ännchen', avatarUrl: '/uploads/a' };
    await recorder.note(ann, { kind: 'profile_changed', user: profile });
    await recorder.note(ann, { kind: 'settings_changed', settings: { a: [1] } });
    await recorder.note(ann, { kind: 'account_disabled', on: true });
    expect((await pictureOf(recorder)).user).toEqual({
      ...profile,
      isAdmin: true,
      disabled: true,
      settings: { a: [1] },
    });
    await recorder.note(ann, { kind: 'account_disabled', on: false });
    expect((await findCredentials('ann'))?.user.disabled).toBe(false);
    expect(await searchUsers('annchen', 5)).toHaveLength(1);
  });

  storeTest('SEC1: a personal log works before its account exists', async (recorder) => {
    await recorder.note(ann, { kind: 'conversation_added', conversation: direct(ann, bob) });
    expect(await recorder.storage.accounts.findPicture(ann)).toBeUndefined();
    expect(await recorder.storage.accounts.createUser(newUser('ann'))).toMatchObject({
      created: { id: ann },
    });
    expect(await pictureOf(recorder)).toMatchObject({ head: 1 });
  });
}

function describeSessions(storeTest: StoreTest): void {
  storeTest('SEC1: a session is found by the hash of its token until it is revoked', async (recorder) => {
    const { createUser, createSession, findSession } = recorder.storage.accounts;
    await createUser(newUser('ann'));
    const one = newSession('one');
    await createSession(one);
    const { tokenHash: _, ...shown } = one;
    expect(await findSession(one.tokenHash)).toEqual({ ...shown, lastUsedAt: startMs });
    expect(await findSession('f'.repeat(64))).toBeUndefined();
    // Somebody else's log cannot end it.
    await recorder.note(bob, { kind: 'session_revoked', sessionId: one.id });
    expect(await findSession(one.tokenHash)).toBeDefined();
    await recorder.note(ann, { kind: 'session_revoked', sessionId: one.id });
    expect(await findSession(one.tokenHash)).toBeUndefined();
  });

  storeTest('SEC1: own sessions by last use, which never goes back', async (recorder) => {
    const { createSession, listSessions, touchSessions } = recorder.storage.accounts;
    for (const name of ['one', 'two', 'three']) await createSession(newSession(name));
    await createSession(newSession('other', { userId: bob }));
    await touchSessions([
      { id: session('two'), lastUsedAt: startMs + 9 },
      { id: session('one'), lastUsedAt: startMs + 5 },
      { id: session('unknown'), lastUsedAt: startMs + 5 },
    ]);
    await touchSessions([{ id: session('two'), lastUsedAt: startMs + 7 }]);
    expect((await listSessions(ann)).map(({ id, lastUsedAt }) => [id, lastUsedAt - startMs])).toEqual([
      [session('two'), 9],
      [session('one'), 5],
      [session('three'), 0],
    ]);
  });

  storeTest('SEC1: sessions unused since before a time are removed and counted', async (recorder) => {
    const { createSession, removeStaleSessions, touchSessions, listSessions } = recorder.storage.accounts;
    for (const name of ['one', 'two', 'three']) await createSession(newSession(name));
    await touchSessions([{ id: session('two'), lastUsedAt: startMs + 10 }]);
    expect(await removeStaleSessions(startMs)).toBe(0);
    expect(await removeStaleSessions(startMs + 10)).toBe(2);
    expect((await listSessions(ann)).map(({ id }) => id)).toEqual([session('two')]);
  });
}
