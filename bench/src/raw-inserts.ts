/* The floor of the mongo scenario: one client, the documents and the indexes of the server's log, nothing else. */
import { MongoClient, type Collection } from 'mongodb';

export interface RawInserts {
  readonly url: string;
  /** content of a document */
  readonly bytes: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const inFlight = 4;
const batchSize = 250;
/** documents go to so many logs in turn */
const logs = 10_000;

/** Documents per second that are acknowledged with `w: majority`. */
export async function measureRawInserts({ url, bytes, warmUpMs, measureMs }: RawInserts): Promise<number> {
  const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true }, retryWrites: false });
  const db = client.db(`parley_bench_raw_${String(Date.now())}`);
  try {
    const entries = db.collection('entries');
    await entries.createIndex({ log: 1, seq: 1 }, { unique: true }, {});
    await entries.createIndex({ log: 1, id: 1 }, { unique: true }, {});
    await entries.createIndex({ log: 1, seq: 1, voice: 1 }, {}, {});
    const documents = makeDocuments('x'.repeat(bytes));
    let inserted = 0;
    let isOver = false;
    const workers = Array.from({ length: inFlight }, () =>
      insertUntil(entries, documents, (count) => {
        inserted += count;
        return isOver;
      }),
    );
    await Bun.sleep(warmUpMs);
    const before = inserted;
    const startedMs = performance.now();
    await Bun.sleep(measureMs);
    const perS = ((inserted - before) * 1_000) / (performance.now() - startedMs);
    isOver = true;
    await Promise.all(workers);
    return perS;
  } finally {
    await db.dropDatabase();
    await client.close();
  }
}

async function insertUntil(
  entries: Collection,
  documents: (count: number) => object[],
  inserted: (count: number) => boolean,
): Promise<void> {
  do await entries.insertMany(documents(batchSize), { ordered: false });
  while (!inserted(batchSize));
}

function makeDocuments(content: string): (count: number) => object[] {
  let made = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const n = made++;
      return {
        log: `direct:bench-${String(n % logs)}:bench-${String((n % logs) + 1)}`,
        seq: Math.floor(n / logs) + 1,
        id: crypto.randomUUID(),
        at: Date.now(),
        by: `bench-${String(n % logs)}`,
        kind: 'message',
        judging: false,
        fingerprint: crypto.randomUUID().replaceAll('-', ''),
        voice: `bench-${String(n % logs)}`,
        content,
      };
    });
}
