/* The floor of the mongo scenario: one client, the documents and the indexes of the server's log, nothing else. */
import { MongoClient, ObjectId, type Collection } from 'mongodb';

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
    const entries = db.collection<RawDocument>('entries');
    await entries.createIndex({ made: 1 }, {}, {});
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
  entries: Collection<RawDocument>,
  documents: (count: number) => RawDocument[],
  inserted: (count: number) => boolean,
): Promise<void> {
  do await entries.insertMany(documents(batchSize), { ordered: false });
  while (!inserted(batchSize));
}

interface RawDocument {
  readonly _id: string;
}

function makeDocuments(content: string): (count: number) => RawDocument[] {
  let made = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const n = made++;
      const log = `direct:bench-${String(n % logs)}:bench-${String((n % logs) + 1)}`;
      const seq = Math.floor(n / logs) + 1;
      return {
        _id: `${log} ${String(seq).padStart(16, '0')}`,
        made: new ObjectId(),
        log,
        seq,
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
