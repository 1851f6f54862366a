import type { Attachment } from '../uploads/attachment.ts';
import type { Payload, Refusal } from '../wire.ts';

/** What a message says; where it goes is its conversation. */
export type Content = Omit<Payload<'send_message'>, 'id' | 'type' | 'to'>;
export type Target = Pick<Payload<'send_message'>, 'type' | 'to'>;

/** One message that the server has not acknowledged as stored. */
export interface OutboxItem {
  /** UUIDv7: the id under which it is sent, again and again */
  readonly id: string;
  /** the user who wrote it: what one account wrote is never sent by another */
  readonly owner: string;
  readonly conversation: string;
  readonly target: Target;
  readonly content: Content;
  /** ascending in the order of writing */
  readonly order: number;
  readonly writtenAtMs: number;
  /** the file it carries */
  readonly attachment?: Attachment;
  /**
   * `uploading`: its file is on its way to the server; `pending`: goes out as soon as possible; `queued`: the server has
   * it, not yet stored; `failed`: refused for good
   */
  readonly status: 'uploading' | 'pending' | 'queued' | 'failed';
  /** when the server took it to hold, by the server’s clock (RFC 3339); absent until it has */
  readonly acceptedAt?: string;
  /** why it failed */
  readonly error?: Refusal;
}

/** The order in which they go out: what still uploads comes last. */
export function inOrder(one: OutboxItem, other: OutboxItem): number {
  const isUploading = (item: OutboxItem): number => Number(item.status === 'uploading');
  return isUploading(one) - isUploading(other) || one.order - other.order || (one.id < other.id ? -1 : 1);
}
