import type { Standing } from '../auth/origin.ts';

/** Headers for a page of an allowed origin; it calls with a token, so credentials stay out. Nothing for all others. SEC4 */
export function corsHeaders(standing: Standing, origin: string | null): Record<string, string> | undefined {
  if (standing !== 'allowed' || origin === null) return undefined;
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': 'Retry-After, Allow',
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
      'Access-Control-Allow-Headers': 'Authorization, Content-Type',
      'Access-Control-Max-Age': '600',
    },
  });
}
