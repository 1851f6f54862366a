export const time = {
  /** of dates and numbers: 14:05, 3 Mar, 8,000 */
  locale: 'en-GB',
  today: 'Today',
  yesterday: 'Yesterday',
  online: 'online',
  away: 'away',
  busy: 'busy',
  offline: 'offline',
  lastSeenNow: 'last seen just now',
  lastSeen: (when: string) => `last seen ${when}`,
  todayAt: (at: string) => `today at ${at}`,
  yesterdayAt: (at: string) => `yesterday at ${at}`,
  minutesAgo: (count: number) => (count === 1 ? '1 minute ago' : `${count} minutes ago`),
} as const;
