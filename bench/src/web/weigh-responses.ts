import { gzipSync } from 'node:zlib';
import type { BrowserContext, Response } from 'playwright-core';

export interface Weight {
  /** bytes, each file by itself as gzip 9 */
  readonly scripts: number;
  /** of these, asked for before `untilMs` */
  readonly scriptsBefore: number;
  readonly styles: number;
  readonly requests: number;
}

export interface Scales {
  /** `untilMs`: wall clock */
  weigh(untilMs: number): Promise<Weight>;
}

/** Notes all that a context's pages ask for from now on. What a service worker keeps for later does not count. */
export function createScales(context: BrowserContext): Scales {
  const responses: Response[] = [];
  context.on('response', (response) => {
    if (response.request().serviceWorker() === null) responses.push(response);
  });
  return {
    async weigh(untilMs) {
      let [scripts, scriptsBefore, styles] = [0, 0, 0];
      for (const response of responses) {
        const type = response.headers()['content-type'] ?? '';
        if (type.includes('text/css')) styles += await sizeOf(response);
        if (!type.includes('javascript')) continue;
        const size = await sizeOf(response);
        scripts += size;
        if (response.request().timing().startTime <= untilMs) scriptsBefore += size;
      }
      return { scripts, scriptsBefore, styles, requests: responses.length };
    },
  };
}

async function sizeOf(response: Response): Promise<number> {
  return gzipSync(await response.body(), { level: 9 }).length;
}
