export type { Clock } from './ports/clock.ts';
export * from './log/entry.ts';
export * from './ports/account-store.ts';
export * from './ports/conversation-reads.ts';
export * from './ports/storage.ts';
export * from './ports/publisher.ts';
export type { Caller, Chat } from './chat.ts';
