import { isPersonalLogId, type LogId } from '../log/entry.ts';
import { ArchiveError } from './archive-error.ts';
import type { ArchiveRecord } from './archive-record.ts';
import { digestLog, type OnEntries, type Stretch } from './digest-log.ts';
import { createFiller, type Filler } from './fill-store.ts';
import type { MoveStoreOptions } from './move-store.ts';
import { readLog, readUnlogged } from './read-store.ts';

export type Copier = ReturnType<typeof createCopier>;

/** A log from a number on, up to its head at least. */
export interface Span {
  readonly log: LogId;
  readonly afterSeq: number;
  readonly head: number;
}

/** Logs that are copied at the same time: a store that is far away takes several commits at once. */
const lanes = 4;
/** Entries of a deleted group erased in one go. */
const erasedAtOnce = 500;

/** Copies parts of one store into another, and compares them. */
export function createCopier({
  source,
  target,
  clock,
  ids,
  checkIsWanted,
}: Omit<MoveStoreOptions, 'watch' | 'cutOver'>) {
  const fillers = Array.from({ length: lanes }, () => createFiller(target, clock));
  /** what is still to be compared, with the number behind which it begins */
  const open = new Map<LogId, number>();
  /** of what was copied of accounts, sessions and media, by its first id: nearly all of it stays as it is */
  const sent = new Map<string, string>();

  async function copyLog(filler: Filler, { log, ...span }: Span, onEntries: OnEntries): Promise<void> {
    for await (const record of readLog(source.archive, log, span)) {
      checkIsWanted();
      await filler.take(record);
      if (record.kind === 'entries') onEntries(record.entries.length);
    }
  }

  /** Each log in one lane, so that its entries keep their order. */
  async function copyLogs(spans: readonly Span[], onEntries: OnEntries): Promise<void> {
    const waiting = spans.values();
    await Promise.all(
      fillers.map(async (filler) => {
        for (const span of waiting) {
          // From an earlier run.
          onEntries(span.afterSeq);
          await copyLog(filler, span, onEntries);
        }
      }),
    );
  }

  async function flush(): Promise<void> {
    for (const filler of fillers) await filler.flush();
  }

  async function isSame(stretch: Stretch, onEntries?: OnEntries): Promise<boolean> {
    checkIsWanted();
    const [one, other] = await Promise.all([
      digestLog(source.archive, ids, { ...stretch, onEntries }),
      digestLog(target.archive, ids, stretch),
    ]);
    return one === other;
  }

  /** What differs may have been written to meanwhile: it is compared once more at the end, when nobody writes. */
  async function compare(stretch: Stretch, onEntries?: OnEntries): Promise<void> {
    const { log, afterSeq } = stretch;
    if (!(await isSame(stretch, onEntries))) open.set(log, Math.min(afterSeq, open.get(log) ?? afterSeq));
  }

  return {
    copyLogs,
    flush,
    compare,
    /** What has come to some logs, from where the target ends. */
    async copyChanged(logs: ReadonlySet<LogId>): Promise<void> {
      const wanted = [...logs];
      const heads = await Promise.all([source, target].map(({ archive }) => archive.findHeads(wanted)));
      const spans = wanted.map((log, index) => ({
        log,
        head: heads[0]?.[index] ?? 0,
        afterSeq: heads[1]?.[index] ?? 0,
      }));
      await copyLogs(spans, () => undefined);
      await flush();
      for (const { log, afterSeq, head } of spans) await compare({ log, afterSeq, uptoSeq: head });
    },
    /** What no log holds, as far as it changed. */
    async copyUnlogged(): Promise<void> {
      const [filler] = fillers;
      for await (const record of readUnlogged(source)) {
        const sha256 = ids.createSha256();
        sha256.add(JSON.stringify(record));
        const [key, digest] = [keyOf(record), sha256.hex()];
        if (sent.get(key) === digest) continue;
        await filler?.take(record);
        sent.set(key, digest);
      }
    },
    /** With the source at rest. @throws ArchiveError where both stores do not hold the same */
    async compareOpen(): Promise<void> {
      for (const [log, afterSeq] of open) {
        const [uptoSeq = 0] = await source.archive.findHeads([log]);
        const stretch = { log, afterSeq, uptoSeq };
        if (await isSame(stretch)) continue;
        // A deleted group is erased in place, and no entry says how far that has come.
        if (!isPersonalLogId(log)) while (await target.eraseDeleted(log, erasedAtOnce));
        if (await isSame(stretch)) continue;
        throw new ArchiveError(
          `${log} is not the same in both stores: nothing was switched, and the old one is served at its next start.`,
        );
      }
    },
  };
}

function keyOf(record: ArchiveRecord): string {
  if (record.kind === 'accounts') return `account ${record.accounts[0]?.user.id ?? ''}`;
  if (record.kind === 'sessions') return `session ${record.sessions[0]?.id ?? ''}`;
  if (record.kind === 'media') return `media ${record.media[0]?.media.id ?? ''}`;
  return '';
}
