import type { MediaStore } from '@parley/core';
import type { Reader } from './reader.ts';
import type { WorkerLink } from './worker-link.ts';
import type { Writer } from './writer.ts';

/** The port's media: reads go to a reader, writes to the writer. */
export function createMediaStore(reader: () => WorkerLink<Reader>, writer: WorkerLink<Writer>): MediaStore {
  return {
    create: (record) => writer.call('createMedia', record),
    find: (id) => reader().call('findMedia', id),
    revise: (id, media) => writer.call('reviseMedia', id, media),
    claim: (id, at) => writer.call('claimMedia', id, at),
    usage: (owner) => reader().call('mediaUsage', owner),
    findConversations: (user, id) => reader().call('findConversationsOfMedia', user, id),
    isAvatar: (id) => reader().call('isAvatar', id),
    listUnused: (page, limit) => reader().call('listUnusedMedia', page, limit),
    remove: (id, claimedUpto, at) => writer.call('removeMedia', id, claimedUpto, at),
    condemn: (sha256, at) => writer.call('condemn', sha256, at),
    forget: (sha256) => writer.call('forget', sha256),
    listCondemned: (before) => reader().call('listCondemned', before),
    takeOver: (sha256, before, at) => writer.call('takeOver', sha256, before, at),
    list: (afterId, limit) => reader().call('listMedia', afterId, limit),
    put: (records) => writer.call('putMedia', records),
  };
}
