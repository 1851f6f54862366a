/* The parts of the wire that the bench looks at. */

/** What acks hold that the bench looks at: those of `send_message` and `sync`. */
export interface Ack {
  readonly ok: boolean;
  readonly id?: string;
  /** `null`: the server holds the message until its store is back */
  readonly seq?: number | null;
  readonly error?: { readonly code: string };
  readonly conversations?: readonly SyncedConversation[];
}

export interface SyncedConversation {
  readonly id: string;
  readonly entries?: readonly StoredMessage[];
  readonly has_more?: boolean;
}

/** An entry; `message` where it is one. */
export interface StoredMessage {
  readonly seq: number;
  readonly message?: { readonly id: string } | null;
}

export interface MessageEvent {
  readonly id: string;
  /** `null`: provisional, the stored one follows */
  readonly seq: number | null;
  readonly conversation: string;
}
