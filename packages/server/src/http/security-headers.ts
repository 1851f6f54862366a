/** For answers that are no page: nothing in them may run, be framed or be sniffed. SEC7 */
export const answerPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const pageDirectives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

function policyOf(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

/** For own pages: own files only, no inline script. */
export const pagePolicy = policyOf(pageDirectives);

/** For the web app: besides, what it needs for pictures before they are sent, sounds, and working offline. */
export const appPolicy = policyOf({
  ...pageDirectives,
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'media-src': "'self' blob:",
  'manifest-src': "'self'",
  'worker-src': "'self'",
  'form-action': "'self'",
  // Text never becomes a script by way of the DOM. The one policy is for the address of the service worker.
  'require-trusted-types-for': "'script'",
  'trusted-types': 'parley-service-worker',
});

/** Swagger UI sets `style` attributes; scripts stay as strict as everywhere. */
export const docsPolicy = pagePolicy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

const fixed: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
};

/** Adds what every answer carries; a page has set its own policy, and how long it may be kept. SEC7 */
export function addSecurityHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(fixed)) headers.set(name, value);
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', answerPolicy);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
}
