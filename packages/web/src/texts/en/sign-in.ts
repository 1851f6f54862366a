export const signIn = {
  welcome: 'Messages that arrive',
  tagline: 'Exactly once, in order, whatever fails.',
  signIn: 'Sign in',
  createAccount: 'Create account',
  username: 'Username',
  password: 'Password',
  usernameRule: 'Use 3 to 32 letters from a to z, digits, dots, hyphens or underscores.',
  wrongPassword: 'Wrong username or password.',
  taken: 'This username is taken. Pick another one.',
  closed: 'This server takes no new accounts. Ask whoever runs it.',
  again: 'You were signed out',
  againHint: (name: string) => `Sign in again as ${name} to go on.`,
  waiting: (count: number) =>
    count === 1
      ? '1 message waits on this device to be sent.'
      : `${count} messages wait on this device to be sent.`,
  someoneElse: 'Sign in as somebody else',
  signOut: 'Sign out',
  signOutTitle: 'Sign out on this device?',
  signOutText: 'Your messages stay on the server. The copies on this device are removed.',
  unsent: (count: number) =>
    count === 1
      ? '1 message has not been sent yet. It stays on this device and is sent when you sign in here again.'
      : `${count} messages have not been sent yet. They stay on this device and are sent when you sign in here again.`,
  drafts: 'Drafts stay on this device.',
  draftsWithoutFiles: 'Drafts stay on this device, but not the files that you chose and did not send.',
} as const;
