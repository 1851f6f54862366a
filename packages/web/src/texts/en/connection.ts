const waits = (count: number): string =>
  count === 1
    ? '1 message waits and goes out by itself.'
    : `${count} messages wait and go out by themselves.`;

export const connection = {
  region: 'Connection',
  storageRegion: 'Storage',
  offline: (waiting: number) =>
    `No connection. ${waiting === 0 ? 'What you write waits and goes out by itself.' : waits(waiting)}`,
  refused: (reason: string) => `The server takes no connection right now: ${reason}`,
  catchingUp: 'Catching up…',
  connecting: 'Connecting…',
  nextTry: (seconds: number) => `Next try in ${seconds} s`,
  tryNow: 'Try now',
  holdingRegion: 'Messages held by the server',
  holding: 'The server can’t store messages right now. It keeps them safe and you can go on writing.',
  notKept: 'This browser keeps nothing: messages not sent yet are lost when this page is closed.',
  unsent: (count: number) => `${count} unsent`,
  unsentTitle: 'Not sent yet',
  failedCount: (count: number) => (count === 1 ? '1 of them was refused' : `${count} of them were refused`),
  waitsForConnection: 'Waits for a connection',
  isBeingSent: 'Is being sent',
  refusedBecause: (reason: string) => `Not sent: ${reason}`,
  isUploading: 'Its file is being uploaded',
  unknownGroup: 'A group',
  resend: 'Send again',
  edit: 'Edit',
  discard: 'Discard',
  discardTitle: 'Discard this message?',
  discardFailed: 'It was not sent, and will be gone from this device.',
  discardPending: 'It will not be sent, unless it is on its way already.',

  otherAction: 'Remove and go on',
  otherTitle: 'Sign in as somebody else?',
  other: (name: string) => `The copies of ${name}’s conversations are removed from this device.`,
  otherWaiting: (count: number) =>
    count === 1
      ? '1 message that is not sent yet stays on this device and goes out when this account signs in again.'
      : `${count} messages that are not sent yet stay on this device and go out when this account signs in again.`,
} as const;
