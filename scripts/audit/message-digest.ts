import { createHash, type Hash } from 'node:crypto';

export interface Digest {
  readonly count: number;
  /** 64 lower-case hex digits */
  readonly digest: string;
}

/** Numbers in one stretch: so near a difference is found. */
export const stretchLength = 1000;

export type MessageDigest = ReturnType<typeof createMessageDigest>;

/** SHA-256 over `<seq> <id>` and a line feed of each message, of the whole log and of each stretch of it. */
export function createMessageDigest() {
  const whole = createCount();
  /** of the stretches that hold messages, by their position */
  const stretches = new Map<number, Digest>();
  let position = 0;
  let stretch = createCount();

  function closeStretch(): void {
    if (stretch.count > 0) stretches.set(position, result(stretch));
    stretch = createCount();
  }

  return {
    /** Ascending. */
    add(seq: number, id: string): void {
      const itsPosition = Math.floor((seq - 1) / stretchLength);
      if (itsPosition !== position) closeStretch();
      position = itsPosition;
      for (const one of [whole, stretch]) {
        one.count += 1;
        one.hash.update(`${String(seq)} ${id}\n`);
      }
    },
    /** Of all; call once, at the end. */
    finish(): Digest {
      closeStretch();
      return result(whole);
    },
    /** Of the stretch that begins behind `position * stretchLength`. */
    stretch: (at: number): Digest => stretches.get(at) ?? result(createCount()),
  };
}

interface Count {
  count: number;
  readonly hash: Hash;
}

function createCount(): Count {
  return { count: 0, hash: createHash('sha256') };
}

function result({ count, hash }: Count): Digest {
  return { count, digest: hash.digest('hex') };
}
