import { StoreError, type Chat } from '@parley/core';
import { accept, refuse, refuseField, type Result } from '@parley/protocol';
import { mediaAnswer } from '../../media/media-answer.ts';
import type { Media } from '../../media/media.ts';
import type { SignedAddresses } from '../../media/serve/signed-addresses.ts';
import { storageTrouble } from '../../media/upload/storage-trouble.ts';
import { offsetBody, tusVersion } from '../../media/upload/tus-protocol.ts';
import type { Standing } from '../../media/upload/tus-uploads.ts';
import type { HandlersOf, StreamReply } from '../route-call.ts';

export interface MediaHandlerDeps {
  readonly chat: Pick<Chat, 'findMedia'>;
  /** `undefined`: there is nowhere to keep files */
  readonly media: Media | undefined;
  readonly signedAddresses: SignedAddresses;
  /** for operators: files cannot be kept or read */
  readonly warn: (what: string, error: unknown) => void;
}

/** Files: received whole or in pieces, and served. */
export function createMediaHandlers(deps: MediaHandlerDeps): HandlersOf<'media'> {
  const { chat, signedAddresses } = deps;
  const serveFile = deps.media?.serveFile(chat);
  const withMedia = createWithMedia(deps);

  return {
    upload_media: ({ caller, incoming, allowSlow }) => {
      allowSlow();
      return withMedia(async ({ receiveForm }) => {
        const received = await receiveForm(caller.userId, incoming);
        return received.ok ? json(201, mediaAnswer(received.value)) : closing(received);
      });
    },
    create_upload: ({ caller, incoming, headers, allowSlow }) => {
      allowSlow();
      return withTus(incoming, async ({ tus }) => {
        if (incoming.headers.has('upload-concat')) return refuseField('upload-concat', 'is not supported');
        const length = headers['upload-length'];
        const made = await tus.create(caller.userId, length, headers['upload-metadata']);
        if (!made.ok) return closing(made);
        const { id } = made.value;
        const location = { Location: `/files/${id}` };
        const standing = isOffsetBody(incoming)
          ? await takeFirstBytes(tus.append(caller.userId, id, { offset: 0, request: incoming }))
          : await tus.look(caller.userId, id);
        const isRefused = !standing.ok && !standing.error.retry;
        // Nobody learns its address, also where who asked is gone and begins another one: it must not count.
        if (isRefused || incoming.signal.aborted) await tus.remove(caller.userId, id);
        if (standing.ok) return describeStanding(standing.value, 201, location);
        // Else it is made, whatever has become of its first bytes: the client asks where it stands.
        return isRefused ? closing(standing) : empty(201, { ...location, ...closes });
      });
    },
    append_upload: ({ caller, params, headers, incoming, allowSlow }) => {
      allowSlow();
      return withTus(incoming, async ({ tus }) => {
        if (!isOffsetBody(incoming))
          return closing(refuse('unsupported_type', `The body must be sent as ${offsetBody}.`));
        const piece = { offset: headers['upload-offset'], request: incoming };
        const standing = await tus.append(caller.userId, params.id, piece);
        return standing.ok ? describeStanding(standing.value, 200) : closing(standing);
      });
    },
    get_upload: ({ caller, params, incoming, isHead, allowSlow }) => {
      allowSlow();
      if (isHead)
        return withTus(incoming, async ({ tus }) => {
          const standing = await tus.look(caller.userId, params.id);
          return standing.ok ? { ok: true, value: headOf(standing.value) } : standing;
        });
      return withMedia(async ({ tus }) => {
        const record = await tus.get(caller.userId, params.id);
        return record.ok ? json(200, mediaAnswer(record.value)) : record;
      });
    },
    remove_upload: ({ caller, params, incoming }) =>
      withTus(incoming, async ({ tus }) => {
        const removed = await tus.remove(caller.userId, params.id);
        return removed.ok ? empty(204) : removed;
      }),
    set_poster: ({ caller, params, incoming, allowSlow }) => {
      allowSlow();
      return withMedia(async ({ receivePoster }) => {
        const received = await receivePoster(caller.userId, params.id, incoming);
        return received.ok ? json(200, mediaAnswer(received.value)) : closing(received);
      });
    },
    async sign_file({ caller, params }) {
      const address = signedAddresses.sign(caller.userId, params.file);
      const id = params.file.slice(0, ID_DIGITS);
      const found = address && (await chat.findMedia(caller, id));
      if (address === undefined || found?.ok !== true) return refuse('not_found', 'There is no such media.');
      return accept({ status: 200, body: address });
    },
    get_file: ({ caller, params, query, incoming, isHead, allowSlow }) => {
      allowSlow();
      return withMedia(async () => {
        if (serveFile === undefined) return nowhere();
        const isSigned =
          query.signature !== undefined && (await signedAddresses.readerOf(incoming.url)) !== undefined;
        return serveFile({ caller, file: params.file, request: incoming, isHead, isSigned });
      });
    },
  };

  /** Trouble with the disk or a store is for later: what has arrived stays. */
  async function takeFirstBytes(appended: Promise<Result<Standing>>): Promise<Result<Standing>> {
    try {
      return await appended;
    } catch (error) {
      if (!(error instanceof StoreError) && storageTrouble(error) === undefined) throw error;
      deps.warn('a file could not be kept or read', error);
      return refuse('unavailable', 'What arrived cannot be kept right now.');
    }
  }

  function withTus(request: Request, task: (media: Media) => Promise<StreamReply>): Promise<StreamReply> {
    if (request.headers.get('tus-resumable') === tusVersion) return withMedia(task);
    const refusal = refuse('invalid', `Tus-Resumable must be ${tusVersion}.`);
    return Promise.resolve({ ...refusal, status: 412, headers: { 'Tus-Version': tusVersion } });
  }
}

const ID_DIGITS = 32;

/** Trouble with disk or store is an answer here, not a bug. OPS4 */
function createWithMedia({ media, warn }: MediaHandlerDeps) {
  return async function withMedia(task: (media: Media) => Promise<StreamReply>): Promise<StreamReply> {
    if (media === undefined) return nowhere();
    try {
      return await task(media);
    } catch (error) {
      const trouble = storageTrouble(error);
      if (trouble === undefined) throw error;
      warn('a file could not be kept or read', error);
      return closing(trouble);
    }
  };
}

function nowhere() {
  return refuse('unavailable', 'This server has nowhere to keep files right now.');
}

/** For an answer to a request that may have more body than anybody will read: the connection ends with it. */
const closes = { Connection: 'close' } as const;

function closing(refusal: Extract<Result<never>, { ok: false }> & { status?: number }): StreamReply {
  return { ...refusal, headers: closes };
}

function json(status: number, body: object, headers: Record<string, string> = {}): StreamReply {
  const all = { 'Content-Type': 'application/json', ...headers };
  return { ok: true, value: new Response(JSON.stringify(body), { status, headers: all }) };
}

function empty(status: number, headers: Record<string, string> = {}): StreamReply {
  return { ok: true, value: new Response(null, { status, headers }) };
}

function isOffsetBody({ headers }: Request): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase() === offsetBody;
}

/** @param status where something has been made of it, or was begun */
function describeStanding(
  standing: Standing,
  status: 200 | 201,
  headers: Record<string, string> = {},
): StreamReply {
  const all = { ...headers, ...standingHeaders(standing) };
  if (standing.record !== undefined) return json(status, mediaAnswer(standing.record), all);
  return empty(status === 201 ? 201 : 204, all);
}

function headOf(standing: Standing): Response {
  const { record } = standing;
  const length = record === undefined ? standing.upload.length : record.media.size;
  const metadata = record === undefined ? standing.upload.metadata : null;
  const headers = {
    ...standingHeaders(standing),
    'Upload-Length': String(length),
    ...(metadata === null ? {} : { 'Upload-Metadata': metadata }),
  };
  return new Response(null, { headers });
}

function standingHeaders(standing: Standing): Record<string, string> {
  if (standing.record !== undefined) return { 'Upload-Offset': String(standing.record.media.size) };
  return {
    'Upload-Offset': String(standing.offset),
    'Upload-Expires': new Date(standing.expiresAt).toUTCString(),
  };
}
