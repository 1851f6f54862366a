export const signIn = {
  welcome: 'Messages that arrive',
  tagline: 'Exactly once, in order, whatever fails.',
  signIn: 'Sign in',
  createAccount: 'Create account',
  username: 'Username',
  password: 'Password',
  wrongPassword: 'This username and password do not belong together.',
  taken: 'This username is taken. Pick another one.',
  closed: 'This server takes no new accounts. Ask whoever runs it.',
  again: 'You were signed out',
  againHint: (name: string) => `Sign in again as ${name} to go on.`,
  waiting: (count: number) =>
    count === 1
      ? '1 message waits on this device to be sent.'
      : `${count} messages wait on this device to be sent.`,
  someoneElse: 'Sign in as somebody else',
} as const;
