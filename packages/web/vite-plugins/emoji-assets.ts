import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { emojiTablePath } from '../src/emoji/emoji-table-path.ts';
import { buildEmojiTable } from './build-emoji-table.ts';

/**
 * The emoji table as the app fetches it: JSON of `EmojiRow[]`, and its path, which names its content, so that it
 * may be cached for ever.
 */
export function emojiTableAsset(): { path: string; source: string } {
  const source = JSON.stringify(buildEmojiTable());
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
  return { path: `/assets/emoji-en-${hash}.json`, source };
}

/** Serves the emoji table from our own origin: a file of the build, an answer in `vite dev`. */
export function emojiAssets(): Plugin {
  return {
    name: 'parley:emoji-assets',
    generateBundle() {
      const { path, source } = emojiTableAsset();
      if (path !== emojiTablePath) {
        this.error(`The emoji data have changed: write '${path}' into src/emoji/emoji-table-path.ts.`);
      }
      this.emitFile({ type: 'asset', fileName: path.slice(1), source });
    },
    configureServer(server) {
      server.middlewares.use(emojiTablePath, (_request, response) => {
        response.setHeader('content-type', 'application/json; charset=utf-8');
        response.end(emojiTableAsset().source);
      });
    },
  };
}
