import type { ConversationId, UserId } from '@parley/protocol';
import type { Media, MediaRecord } from '../log/media.ts';

/**
 * `used`: the record stays. `claimed`: it stays for now, since somebody is about to use it. `gone`: it is not there any
 * more, and its content is somebody else's concern. `condemned`: the same, and whoever asked erases the content now.
 */
export type Removal = 'used' | 'claimed' | 'gone' | 'condemned';

/**
 * What is known of uploads. Messages carry a copy of it (`Media`), so history needs nothing of this; it says what an id
 * stands for, whose it is, who may see it, and what nobody uses any more. The bytes are kept elsewhere. MED9
 */
export interface MediaStore {
  /**
   * Makes a record. Once it is there its content stays: whoever keeps content makes the record first. `false`: this
   * content is being erased (`condemn`), and nothing was made. An id that is there already keeps its record, and is
   * `true`; unless it was claimed since it was made, it is as young as this one from now on.
   */
  create(record: MediaRecord): Promise<boolean>;
  find(id: string): Promise<MediaRecord | undefined>;
  /** Changes what is known of a media that no message carries yet. */
  revise(id: string, media: Media): Promise<void>;
  /**
   * Says that a message or a profile is about to name it, so that it is not taken for unused meanwhile; never backwards.
   * Where several nodes write to the store, that holds, however long ago, until this one says that what it was for is
   * settled (`ClusterStore.dropClaims`): it may wait in this node's journal. `undefined`: there is no such record.
   */
  claim(id: string, at: number): Promise<MediaRecord | undefined>;
  /** How much a person has uploaded and not lost again. */
  usage(owner: UserId): Promise<{ readonly bytes: number; readonly files: number }>;
  /** Up to 20 conversations of which `reader` is a member and in which a message carries it that stands. */
  findConversations(reader: UserId, id: string): Promise<readonly ConversationId[]>;
  /** Whether a person's or a living group's present avatar shows it. */
  isAvatar(id: string): Promise<boolean>;
  /** Records that no message carries and no avatar shows, claimed before a time; ascending by id, after an id. */
  listUnused(
    page: { readonly claimedBefore: number; readonly afterId: string },
    limit: number,
  ): Promise<readonly MediaRecord[]>;
  /**
   * Removes a record unless something uses it, it was claimed after a time, or a claim of a node still holds, and
   * condemns its content where that was its last one: both or neither, also should the process or the store end between them.
   * @param at UTC ms, as in `condemn`
   */
  remove(id: string, claimedUpto: number, at: number): Promise<Removal>;
  /**
   * Says that a content is about to be erased: until `forget`, no record of it can be made. `false`: there is a record of
   * it, or somebody else erases it, and nothing was said.
   * @param at UTC ms
   */
  condemn(sha256: string, at: number): Promise<boolean>;
  /** The content is erased. */
  forget(sha256: string): Promise<void>;
  /** Contents condemned before a time and not erased. */
  listCondemned(before: number): Promise<readonly string[]>;
  /**
   * Makes one of them the caller's to erase, condemned at `at` from now on. `false`: it is erased, or somebody else was
   * faster, and it is not the caller's concern.
   */
  takeOver(sha256: string, before: number, at: number): Promise<boolean>;
  /** All records, ascending by id, after an id. */
  list(afterId: string, limit: number): Promise<readonly MediaRecord[]>;
  /** Makes records just as they are given, over those of the same ids: for archives. */
  put(records: readonly MediaRecord[]): Promise<void>;
}
