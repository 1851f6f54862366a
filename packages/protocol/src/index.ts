export { asyncApiDocument } from './documents/asyncapi.ts';
export { errorsPage } from './documents/errors-page.ts';
export { limitsPage } from './documents/limits-page.ts';
export { openApiDocument } from './documents/openapi.ts';
export * from './errors.ts';
export * from './events.ts';
export { foldName } from './fold.ts';
export { foldReaction, type ReactionChange } from './fold-reaction.ts';
export { findHostile } from './hostile.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './routes.ts';
export { type Conversation } from './schemas/conversation.ts';
export { type AccountEntry, type Entry } from './schemas/entry.ts';
export { type Group, type Member, type MemberActivity, type Role } from './schemas/group.ts';
export {
  type ContentType,
  type ConversationType,
  type Message,
  type OutgoingMessage,
  type SendAnswer,
  type MediaMetadata,
} from './schemas/message.ts';
export { type Me, type Presence, type PresenceStatus, type Session, type User } from './schemas/people.ts';
export { mediaId, waveform, type SignedAddress, type UploadedMedia } from './schemas/upload.ts';
export { type Reaction } from './schemas/reaction.ts';
export { type SyncedAccount, type SyncedConversation } from './schemas/sync.ts';
export { isUuidV7, uuidV7TimeMs } from './uuid.ts';
export { refuseInput, validate } from './validate.ts';
