import { z } from 'zod';
import {
  byteCount,
  mediaId,
  signedAddress,
  uploadedMedia,
  uploadForm,
  uploadLength,
} from '../schemas/upload.ts';
import { bytes, type Route } from './route.ts';

const fileParams = z.object({
  file: z.string().min(1).max(128).meta({ description: 'The last part of `url` or `thumbnail_url`' }),
});
const offsetBody = 'application/offset+octet-stream';
const uploadParams = z.object({ id: mediaId });

/** Files: sent whole or in pieces (tus 1.0), and served. */
export const mediaRoutes = {
  upload_media: {
    method: 'POST',
    path: '/upload',
    tag: 'media',
    access: 'user',
    summary: 'Uploads a file; a message then names it by `media_id`',
    body: uploadForm,
    stream: { takes: 'multipart/form-data' },
    answers: { 201: uploadedMedia },
    refusals: ['overloaded'],
  },
  create_upload: {
    method: 'POST',
    path: '/files',
    tag: 'media',
    access: 'user',
    summary:
      'Begins a resumable upload (tus 1.0); `Location` is its address, the last part of which its `media_id`',
    headers: z.object({
      'upload-length': uploadLength,
      'upload-metadata': z.string().max(4096).optional().meta({
        description:
          'tus: `filename`, `voice` (`true`), `waveform` (JSON), each in base64; others are dropped',
      }),
    }),
    body: bytes.optional(),
    stream: { takes: offsetBody, isTus: true },
    answers: { 201: uploadedMedia },
    refusals: ['conflict', 'overloaded'],
  },
  append_upload: {
    method: 'PATCH',
    path: '/files/{id}',
    tag: 'media',
    access: 'user',
    summary: 'More bytes of a resumable upload; after the last ones the answer is what it has become',
    params: uploadParams,
    headers: z.object({ 'upload-offset': byteCount }),
    body: bytes,
    stream: { takes: offsetBody, isTus: true },
    answers: { 200: uploadedMedia, 204: null },
    refusals: ['conflict', 'overloaded'],
  },
  get_upload: {
    method: 'GET',
    path: '/files/{id}',
    tag: 'media',
    access: 'user',
    summary: 'What a finished upload has become; HEAD says how much of an unfinished one is there',
    params: uploadParams,
    stream: { isTus: true },
    answers: { 200: uploadedMedia },
    refusals: ['conflict', 'too_large', 'unsupported_type'],
  },
  remove_upload: {
    method: 'DELETE',
    path: '/files/{id}',
    tag: 'media',
    access: 'user',
    summary: 'Takes back an upload that is in no message yet',
    params: uploadParams,
    stream: { isTus: true },
    answers: { 204: null },
    refusals: ['conflict'],
  },
  set_poster: {
    method: 'PUT',
    path: '/uploads/{id}/poster',
    tag: 'media',
    access: 'user',
    summary: 'Gives a video of one’s own the picture that stands for it, before it is in a message',
    params: uploadParams,
    body: bytes,
    stream: { takes: 'image/*' },
    answers: { 200: uploadedMedia },
    refusals: ['conflict', 'overloaded'],
  },
  sign_file: {
    method: 'POST',
    path: '/uploads/{file}/sign',
    tag: 'media',
    access: 'user',
    summary: 'An address of a file for players that cannot sign in; it holds for minutes',
    params: fileParams,
    answers: { 200: signedAddress },
  },
  get_file: {
    method: 'GET',
    path: '/uploads/{file}',
    tag: 'media',
    access: 'signed',
    summary: 'A file, or its thumbnail, or a range of it',
    params: fileParams,
    headers: z.object({
      range: z
        .string()
        .max(1024)
        .optional()
        .meta({ description: '`bytes=0-1023`; several at once: the whole' }),
    }),
    query: z.object({
      reader: z.string().max(128).optional().meta({ description: 'Parts of a signed address' }),
      expires: z.string().max(16).optional(),
      signature: z.string().max(64).optional(),
    }),
    stream: { gives: '*/*' },
    answers: { 200: bytes, 206: bytes, 304: null },
    refusals: ['overloaded'],
  },
} as const satisfies Record<string, Route>;
