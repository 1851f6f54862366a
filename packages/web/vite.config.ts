import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { emojiAssets } from './vite-plugins/emoji-assets.ts';
import { precompress } from './vite-plugins/precompress.ts';
import { serviceWorkerFiles } from './vite-plugins/service-worker-files.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the server answers besides the app, for `vite dev`: everything of its interface, by first segment. */
const serverPaths =
  '^/(auth|me|users|server|conversations|messages|groups?|upload|uploads|files|sync|docs|health|healthz|readyz|openapi.json|asyncapi.json|socket.io)(/|[?]|$)';

export default defineConfig(({ command }) => ({
  root: pathOf('.'),
  clearScreen: false,
  plugins: [emojiAssets(), serviceWorkerFiles(), precompress()],
  oxc: { jsx: { runtime: 'automatic' } },
  define: { PARLEY_IS_BUILT: JSON.stringify(command === 'build') },
  build: {
    target: 'es2023',
    // The policy of the page wants files: nothing inline, no script in front of the modules. SEC7
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: pathOf('index.html'),
        'service-worker': pathOf('src/service-worker/service-worker.ts'),
      },
      output: {
        // A service worker is found again by its address, and by nothing else.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: { [serverPaths]: { target: 'http://localhost:8001', ws: true } },
  },
}));
