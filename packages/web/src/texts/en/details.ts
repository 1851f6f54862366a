export const details = {
  title: 'Details',
  members: 'Members',
  memberCount: (count: number) => (count === 1 ? '1 member' : `${count} members`),
  role: { owner: 'Owner', admin: 'Admin', member: 'Member' },
  yourRole: { owner: 'you are its owner', admin: 'you are an admin', member: 'you are a member' },
  discoverable: 'Anyone can find and join it',
  gone: 'This conversation is no longer there.',
  yourNotes: 'Only you can read these.',

  notifications: 'Notifications',
  on: 'On',
  off: 'Off',
  offUntil: (when: string) => `Off until ${when}`,
  turnOn: 'Turn on',
  muteFor: {
    hour: 'Mute for 1 hour',
    workday: 'Mute for 8 hours',
    week: 'Mute for 1 week',
    always: 'Mute until I turn it on',
  },
  archive: 'Archive',
  unarchive: 'Take out of the archive',
  archived: 'It is in the archive now.',
  unarchived: 'Back among the conversations.',

  block: 'Block',
  unblock: 'Unblock',
  blocked: 'You blocked this person.',
  blockTitle: (name: string) => `Block ${name}?`,
  blockText: (name: string) =>
    `${name} can no longer write to you here or add you to groups, and sees you as offline. In groups that you share you still read each other. You can unblock at any time.`,

  edit: 'Edit group',
  name: 'Name',
  description: 'Description',
  mayJoin: 'Anyone can find and join',
  mayJoinHint: 'Everybody on this server finds the group by its name and comes in without being asked.',
  nameMissing: 'A group needs a name.',

  leave: 'Leave group',
  deleteGroup: 'Delete group',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: (count: number) =>
    `Its messages and files are erased for all of its members (${count}). Nobody can bring them back.`,

  writeTo: 'Write a message',
  makeAdmin: 'Make admin',
  makeMember: 'Take back admin role',
  makeOwner: 'Make owner',
  handOverTitle: (name: string) => `Make ${name} the owner?`,
  handOverText: (name: string) =>
    `A group has one owner. You become an admin, and only ${name} can give it back.`,
  handOverAction: 'Hand over',
  remove: 'Remove from group',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: (name: string) => `${name} gets no more messages of this group and can no longer read it.`,
  removeAction: 'Remove',
  menuOf: (name: string) => `What to do with ${name}`,
  showMore: 'Show more',

  addPeople: 'Add people',
  findPeople: 'Find people',
  alreadyIn: 'already a member',
  add: (count: number) => (count === 1 ? 'Add 1 person' : `Add ${count} people`),
  adding: (done: number, count: number) => `Adding ${done} of ${count} …`,
  added: (count: number) => (count === 1 ? '1 person was added.' : `${count} people were added.`),
  notAdded: (name: string, reason: string) => `${name}: ${reason}`,

  activity: 'Activity',
  person: 'Person',
  lastActive: 'Last active',
  messages: 'Messages',
  never: 'not yet',
  sortBy: (column: string) => `Sort by ${column}`,

  messageTitle: 'Message details',
  way: 'How far it has come',
  written: 'Written on this device',
  writtenElsewhere: 'Written',
  sentBy: (name: string) => `Sent by ${name}`,
  held: 'Kept safe by the server until it can store it',
  stored: 'Stored by the server',
  deliveredTo: (name: string) => `Delivered to ${name}`,
  readBy: (name: string) => `Read by ${name}`,
  notSent: 'Not sent',
  notYetReached: 'not yet',
  beforeLook: 'before this device looked',
  elsewhere: 'on another device, or before this page was opened',
  whoHasRead: 'Who has read it',
  read: 'Read',
  delivered: 'Delivered, not read',
  notYet: 'Not delivered yet',
  nobodyRead: 'Nobody has read it yet.',
  moreMembers: (count: number) => `and ${count} more members`,

  check: 'Check this conversation',
  checking: 'Comparing with the server…',
  checked: (done: string, total: string) => `${done} of ${total} entries compared`,
  checkEmpty: 'There are no messages to compare.',
  checkSame: (count: string) =>
    count === '1'
      ? 'Nothing is missing: this device holds the one message that the server has.'
      : `Nothing is missing: this device holds the same ${count} messages as the server, in the same order.`,
  checkSamePart: (count: string) =>
    `Nothing is missing: the newest part, which this device keeps, has the same ${count} messages as the server, in the same order. Older ones come from the server when you scroll up.`,
  checkMended: 'This device’s copy was not what the server has. It is mended now.',
  checkMissing: (count: number, which: string) =>
    count === 1 ? `1 message was missing: ${which}` : `${count} messages were missing: ${which}`,
  checkChanged: (count: number, which: string) =>
    count === 1
      ? `1 message was not up to date: ${which}`
      : `${count} messages were not up to date: ${which}`,
  checkSurplus: (count: number, which: string) =>
    count === 1
      ? `1 message should not have been here: ${which}`
      : `${count} messages should not have been here: ${which}`,
  numbers: (list: string, more: number) =>
    more === 0 ? `number ${list}` : `number ${list} and ${more} more`,
  checkFailed: (reason: string) => `It could not be compared to the end. ${reason}`,
} as const;
