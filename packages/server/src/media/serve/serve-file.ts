import type { Caller, Chat, Clock, MediaRecord } from '@parley/core';
import { accept, refuse } from '@parley/protocol';
import type { StreamReply } from '../../http/route-call.ts';
import type { BlobStore, ByteRange } from '../blobs/blob-store.ts';
import { contentKey, thumbnailKey } from '../content-keys.ts';
import { contentHeaders, type FileHeaders } from './content-headers.ts';
import { createDownloadPlaces, inPlace } from './download-places.ts';
import { parseServedFile, type ServedFile } from './parse-file.ts';
import { parseRange } from './parse-range.ts';

export interface ServeFileDeps {
  readonly chat: Pick<Chat, 'findMedia'>;
  readonly blobs: BlobStore;
  readonly clock: Pick<Clock, 'after' | 'every'>;
}

export interface FileRequest {
  readonly caller: Caller;
  readonly file: string;
  readonly request: Request;
  readonly isHead: boolean;
  readonly isSigned: boolean;
}

/**
 * Sizes that are remembered, by ETag; at a distant store each would be a question of its own. Not by content: once that
 * is erased, the same video may come with another poster.
 */
const REMEMBERED = 10_000;

/**
 * A file or its thumbnail, whole or a range, to whoever may see it at this moment. SEC8, MED8
 * @throws BlobError, StoreError
 */
export function createServeFile({ chat, blobs, clock }: ServeFileDeps) {
  const places = createDownloadPlaces(clock);
  const sizes = new Map<string, number>();

  async function sizeOf(key: string, tag: string): Promise<number | undefined> {
    const known = sizes.get(tag);
    if (known !== undefined) return known;
    const size = await blobs.size(key);
    if (size === undefined) return undefined;
    const [oldest] = sizes.keys();
    if (sizes.size >= REMEMBERED && oldest !== undefined) sizes.delete(oldest);
    sizes.set(tag, size);
    return size;
  }

  return async function serveFile(asked: FileRequest): Promise<StreamReply> {
    const served = parseServedFile(asked.file);
    if (served === undefined) return noFile();
    const found = await chat.findMedia(asked.caller, served.id);
    if (!found.ok) return found;
    const key = keyOf(found.value, served);
    if (key === undefined) return noFile();
    const headers = contentHeaders({ ...found.value, variant: served.variant, isSigned: asked.isSigned });
    const { request } = asked;
    if (matchesTag(request.headers.get('if-none-match'), headers.ETag))
      return { ok: true, value: new Response(null, { status: 304, headers }) };
    const size = await sizeOf(key, headers.ETag);
    return size === undefined ? noFile() : respond(asked, { key, size, headers });
  };

  /** Each body of S3 is a request of this process, which may have few at once; a file of the disk costs none. MED10 */
  async function read({ caller, request }: FileRequest, key: string, range: ByteRange | undefined) {
    if (blobs.place === 'folder') return accept(await blobs.read(key, range));
    const entered = await places.enter(caller.userId, request.signal);
    if (!entered.ok) return entered;
    try {
      const content = await blobs.read(key, range);
      if (content instanceof ReadableStream) return accept(inPlace(content, request.signal, entered.value));
      entered.value.leave();
      return accept(content);
    } catch (error) {
      entered.value.leave();
      throw error;
    }
  }

  async function respond(
    asked: FileRequest,
    { key, size, headers }: { key: string; size: number; headers: FileHeaders },
  ): Promise<StreamReply> {
    const { request, isHead } = asked;
    const isSame = mayContinue(request.headers.get('if-range'), headers.ETag);
    const range = isSame ? parseRange(request.headers.get('range') ?? undefined, size) : undefined;
    if (range === 'unsatisfiable')
      return {
        ...refuse('invalid', `The file has ${size} bytes; none of them are in that range.`),
        status: 416,
        headers: { 'Content-Range': `bytes */${size}` },
      };
    const { start, end } = range ?? { start: 0, end: size };
    const answer = {
      status: range === undefined ? 200 : 206,
      headers: {
        ...headers,
        'Content-Length': String(end - start),
        ...(range === undefined ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${size}` }),
      },
    };
    if (isHead) return { ok: true, value: new Response(null, answer) };
    const opened = await read(asked, key, range);
    if (!opened.ok) return opened;
    const content = opened.value;
    if (content === undefined) {
      sizes.delete(headers.ETag);
      return noFile();
    }
    // Bun cuts a file, and a stream of one, to the request's range by itself, also where the whole was decided on.
    const isCut = range === undefined && request.headers.has('range') && content instanceof Blob;
    const body = isCut ? content.stream().pipeThrough(new TransformStream()) : content;
    return { ok: true, value: new Response(body, answer) };
  }
}

function keyOf({ media, sha256 }: MediaRecord, { variant }: ServedFile): string | undefined {
  if (variant === 'content') return contentKey(sha256);
  return media.hasThumbnail === true ? thumbnailKey(sha256) : undefined;
}

/** `If-Range`: a range only of the very bytes that the client has a part of; a date never matches. */
function mayContinue(ifRange: string | null, tag: string | undefined): boolean {
  return ifRange === null || ifRange.trim() === tag;
}

function matchesTag(ifNoneMatch: string | null, tag: string | undefined): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((known) => known.trim().replace(/^W\//, ''));
  return tags.includes(tag ?? '') || tags.includes('*');
}

function noFile(): StreamReply {
  return refuse('not_found', 'There is no such media.');
}
