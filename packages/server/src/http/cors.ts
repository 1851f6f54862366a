import type { Standing } from '../auth/origin.ts';

const exposed = [
  'Retry-After, Allow, Accept-Ranges, Content-Range, Content-Disposition, ETag',
  'Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size',
  'Upload-Offset, Upload-Length, Upload-Metadata, Upload-Expires',
].join(', ');
const accepted = [
  'Authorization, Content-Type, Range, If-Range',
  'Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata',
].join(', ');

/** Headers for a page of an allowed origin; it calls with a token, so credentials stay out. Nothing for all others. SEC4 */
export function corsHeaders(standing: Standing, origin: string | null): Record<string, string> | undefined {
  if (standing !== 'allowed' || origin === null) return undefined;
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposed,
    Vary: 'Origin',
  };
}

/** The answer to a preflight from an allowed origin. */
export function preflightResponse(cors: Record<string, string>, methods: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': accepted,
      'Access-Control-Max-Age': '600',
    },
  });
}
