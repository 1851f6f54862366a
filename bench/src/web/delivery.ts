import type { Row } from '../job.ts';
import { quantile } from '../quantiles.ts';
import type { BenchBrowser, Tab } from './browser.ts';

const intervalMs = 120;
const arrivalMs = 10_000;

export interface DeliveryOptions {
  readonly browser: BenchBrowser;
  readonly writer: Tab;
  readonly reader: Tab;
  readonly messages: number;
}

export interface Delivery {
  readonly row: Row;
  /** what was written, in this order */
  readonly texts: readonly string[];
}

/** One types and presses Enter, the other watches: from the key to the page, on the wall clock that both share. */
export async function measureDelivery({
  browser,
  writer,
  reader,
  messages,
}: DeliveryOptions): Promise<Delivery> {
  const texts = Array.from({ length: messages }, (_, n) => `a word for you #d-${n};`);
  const composer = writer.page.getByRole('textbox', { name: 'Message', exact: true });
  await browser.profiled(reader, 'web-delivery-reader', async () => {
    for (const text of texts) {
      await composer.fill(text);
      await composer.press('Enter');
      await Bun.sleep(intervalMs);
    }
    await reader.page
      .waitForFunction((tag) => tag in window.parleyBench.arrivals, `#d-${messages - 1};`, {
        timeout: arrivalMs,
      })
      .catch(() => undefined); // the audit says what is missing
  });
  const { sends, arrivals: own } = await writer.page.evaluate(() => ({
    sends: window.parleyBench.sends,
    arrivals: window.parleyBench.arrivals,
  }));
  const others = await reader.page.evaluate(() => window.parleyBench.arrivals);
  const ownMs = delaysOf(sends, own);
  const otherMs = delaysOf(sends, others);
  const row: Row = {
    name: 'web, delivery',
    figures: {
      seen: otherMs.length,
      otherP50Ms: quantile(otherMs, 0.5),
      otherP99Ms: quantile(otherMs, 0.99),
      ownP50Ms: quantile(ownMs, 0.5),
      ownP99Ms: quantile(ownMs, 0.99),
    },
    goals: { otherP50Ms: 50 },
  };
  return { row, texts };
}

function delaysOf(from: Readonly<Record<string, number>>, to: Readonly<Record<string, number>>): number[] {
  return Object.entries(from).flatMap(([tag, fromMs]) => (to[tag] === undefined ? [] : [to[tag] - fromMs]));
}
