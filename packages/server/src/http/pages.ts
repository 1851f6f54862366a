import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { docsPolicy, pagePolicy } from './security-headers.ts';
import type { WebFolder } from './web-folder.ts';
import { createWebPages } from './web-pages.ts';

/** Something served at a fixed address that is not in the table of routes. */
export type Page = (request: Request) => Response | Promise<Response>;

export interface PageDeps {
  readonly version: string;
  /** the built web app; empty where it has not been built */
  readonly webFolder: WebFolder;
  /** made at the first request, since most processes are never asked */
  readonly openApiDocument: () => Promise<unknown>;
  readonly asyncApiDocument: () => Promise<unknown>;
}

/** Pages by path, as patterns of the router. */
export function createPages(deps: PageDeps): ReadonlyMap<string, Page> {
  return new Map<string, Page>([
    ['/', () => htmlPage(frontPage(deps.version), pagePolicy)],
    [
      '/page.css',
      () => new Response(pageStyle, { headers: { 'Content-Type': 'text/css', ...keptForAnHour } }),
    ],
    ['/favicon.ico', () => new Response(null, { status: 204, headers: keptForAnHour })],
    ['/openapi.json', createDocument(deps.openApiDocument)],
    ['/asyncapi.json', createDocument(deps.asyncApiDocument)],
    ['/docs', () => htmlPage(docsPage, docsPolicy)],
    [
      '/docs/start.js',
      () => new Response(docsStart, { headers: { 'Content-Type': 'text/javascript', ...keptForAnHour } }),
    ],
    [
      '/docs/swagger-ui.css',
      createFile(() => import.meta.resolve('swagger-ui-dist/swagger-ui.css'), 'text/css'),
    ],
    [
      '/docs/swagger-ui-bundle.js',
      createFile(() => import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'), 'text/javascript'),
    ],
    ...createWebPages(deps.webFolder),
  ]);
}

const keptForAnHour = { 'Cache-Control': 'public, max-age=3600' };

function htmlPage(html: string, policy: string): Response {
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-cache',
    },
  });
}

function createDocument(make: () => Promise<unknown>): Page {
  let text: Promise<string> | undefined;
  return async () => {
    text ??= make().then((document) => JSON.stringify(document));
    return new Response(await text, { headers: { 'Content-Type': 'application/json', ...keptForAnHour } });
  };
}

/** A file of Swagger UI, which comes with Parley: no page loads anything from another host. */
function createFile(locate: () => string, contentType: string): Page {
  let bytes: Promise<Uint8Array<ArrayBuffer>> | undefined;
  return async () => {
    bytes ??= readFile(fileURLToPath(locate())).then((file) => new Uint8Array(file));
    return new Response(await bytes, { headers: { 'Content-Type': contentType, ...keptForAnHour } });
  };
}

function frontPage(version: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="stylesheet" href="/page.css">
</head>
<body>
<main>
<h1>Parley</h1>
<p>A chat server is running here, version ${version}. Its web app has not been built:
<code>npm start</code> does that, or <code>npm run build -w @parley/web</code> and a new start.</p>
<p>Programs talk to it over HTTP and Socket.IO:</p>
<ul>
<li><a href="/docs">HTTP interface, to read and to try</a></li>
<li><a href="/openapi.json">The same as OpenAPI</a></li>
<li><a href="/asyncapi.json">Socket.IO events as AsyncAPI</a></li>
<li><a href="/server">What this server allows</a></li>
<li><a href="/health/db">Health of its store</a></li>
</ul>
</main>
</body>
</html>
`;
}

const pageStyle = `:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; margin: 0; }
main { max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-weight: 600; }
`;

const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: HTTP interface</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const docsStart = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
`;
