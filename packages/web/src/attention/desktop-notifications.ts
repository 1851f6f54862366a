import type { Conversation } from '@parley/client';

export interface DesktopMessage {
  readonly conversation: string;
  readonly seq: number;
  readonly title: string;
  readonly body: string;
}

/** What shows one, on the desktop or in a test; undefined where that is not possible. */
export type ShowNotification = (
  message: DesktopMessage,
  onClick: () => void,
) => { close(): void } | undefined;

/** The notifications of this tab: one for each conversation at most, gone when it is read wherever. */
export interface DesktopNotifications {
  show(message: DesktopMessage): void;
  /** Takes away those that are read, or whose conversation is gone. */
  follow(conversations: readonly Pick<Conversation, 'id' | 'read_seq'>[]): void;
  closeAll(): void;
}

export function createDesktopNotifications(
  show: ShowNotification,
  open: (conversation: string) => void,
): DesktopNotifications {
  const shown = new Map<string, { readonly seq: number; close(): void }>();

  function close(conversation: string): void {
    shown.get(conversation)?.close();
    shown.delete(conversation);
  }

  return {
    show(message) {
      const { conversation, seq } = message;
      const notification = show(message, () => {
        close(conversation);
        open(conversation);
      });
      // By its tag it takes the place of the one before.
      if (notification !== undefined) shown.set(conversation, { seq, close: () => notification.close() });
    },
    follow(conversations) {
      if (shown.size === 0) return;
      const readSeqs = new Map(conversations.map(({ id, read_seq }) => [id, read_seq]));
      for (const [id, { seq }] of shown) if ((readSeqs.get(id) ?? Infinity) >= seq) close(id);
    },
    closeAll() {
      for (const id of [...shown.keys()]) close(id);
    },
  };
}
