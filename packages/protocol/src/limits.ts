/**
 * Every size, count and rate that Parley enforces, in one table that the server obeys and the clients read. LIM1
 * The first group is what `ready` and `GET /server` send as `limits`; the server fills in what its settings change.
 */
export const limits = {
  /** code points of one text */
  text: 8_000,
  /** entries, messages, people on one page */
  page: 200,
  /** bytes of one packet from a client */
  packet_bytes: 128 * 1024,
  /** bytes of one JSON body */
  json_bytes: 256 * 1024,
  group_members: 10_000,
  members_per_call: 1_000,
  sync_conversations: 200,
  /** bytes of one upload (`MAX_UPLOAD_MB`) */
  upload_bytes: 25 * 1024 * 1024,
  /** seconds in which a message may be edited, 0 = always (`EDIT_WINDOW`) */
  edit_window_s: 15 * 60,
} as const;

/** The limits as one server announces them. */
export type Limits = { readonly [name in keyof typeof limits]: number };

/** Sizes that no client needs to know in advance; beyond them the answer says so. */
export const sizes = {
  defaultPage: 50,
  groupName: 100,
  groupDescription: 500,
  displayName: 64,
  password: { min: 8, max: 256 },
  settingsBytes: 16 * 1024,
  nameQuery: 64,
  usersPerLookup: 100,
  watchedUsers: 500,
  syncEntriesPerConversation: 100,
  syncBytes: 1024 * 1024,
  /** members of a `group` answer; the rest comes in pages */
  groupPreviewMembers: 100,
  /** conversations with more members read positions from the member list instead of receipts */
  receiptMembers: 50,
  unreadCount: 1_000,
  /** UTF-8 bytes of one emoji */
  emojiBytes: 64,
  /** different emoji that a message may have as reactions */
  reactionsPerMessage: 20,
  /** of them by one person */
  reactionsPerPerson: 10,
  /** people whom a message names for one emoji */
  reactionUsers: 100,
  jsonDepth: 32,
  /** code points of a file's name; more is cut off, keeping the ending */
  filename: 255,
  /** numbers in a `waveform` */
  waveformSteps: 128,
  /** bytes of a picture that stands for a video */
  posterBytes: 2 * 1024 * 1024,
  /** uploads of one person under way at a time */
  uploadsAtOnce: 6,
  /** uploads under way at a time on one server */
  uploadsOfAll: 300,
  /** how long a request may take to bring its file, beside the time for its bytes */
  receivingMs: 10 * 60 * 1000,
  /** that time: bytes a second, at least */
  receivingBytesPerS: 4_000,
  /** resumable uploads that one person has begun and not finished */
  unfinishedUploads: 20,
  /** how long one of which no byte has come is waited for */
  emptyUploadMs: 60 * 60 * 1000,
  /** how long a resumable upload may take */
  unfinishedUploadMs: 24 * 60 * 60 * 1000,
  /** downloads of one person under way at a time, where files are in S3 */
  downloadsAtOnce: 8,
  /** downloads under way at a time on one server, where files are in S3 */
  downloadsOfAll: 150,
  /** bytes of a download a second, at least, where files are in S3 and others wait for its place */
  downloadBytesPerS: 8_000,
  /** downloads of one person that wait until others of theirs are done */
  downloadsWaiting: 100,
  /** how long a signed address holds */
  signedAddressMs: 10 * 60 * 1000,
  /** how far ahead of the server's clock a message id may be */
  idAheadMs: 24 * 60 * 60 * 1000,
} as const;

/** A token bucket: `perSecond` tokens flow in, at most `burst` are held, one call takes one. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Rates per user. `RATE_LIMITS=off` lifts them. */
export const rates = {
  send: { perSecond: 10, burst: 100 },
  edit: { perSecond: 5, burst: 30 },
  react: { perSecond: 5, burst: 60 },
  mark: { perSecond: 10, burst: 100 },
  typing: { perSecond: 2, burst: 20 },
  event: { perSecond: 10, burst: 50 },
  http: { perSecond: 30, burst: 300 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;

/** At most `count` in any `windowS` seconds. */
export interface Quota {
  readonly count: number;
  readonly windowS: number;
}

/** Counts over a window. `RATE_LIMITS=off` lifts those per address and the logins, not the sockets per user. */
export const quotas = {
  registrationsPerAddress: { count: 20, windowS: 3600 },
  loginsPerAccount: { count: 10, windowS: 60 },
  loginsPerAddress: { count: 60, windowS: 60 },
  handshakesPerAddress: { count: 100, windowS: 10 },
  refusedEventsPerSocket: { count: 50, windowS: 10 },
} as const satisfies Record<string, Quota>;

export const socketsPerUser = 20;
