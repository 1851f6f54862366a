/*
 * In a group everybody receives the same bytes, so a receiver's stream is compared with a common copy, the tape:
 * one memory comparison per chunk instead of one JSON.parse per delivery. What differs is cut into frames and parsed.
 */
import { findServerFrame, type ChunkReader, type FrameSpan } from './frames.ts';

export interface Tape {
  /** entry of the tape's last frame */
  lastSeq(): number;
  /** bytes on the tape since `rewind` */
  length(): number;
  epoch(): number;
  append(bytes: Buffer, frame: FrameSpan): void;
  /** whether `bytes[start, end)` are exactly what stands at `position` */
  matches(bytes: Buffer, range: { start: number; end: number; position: number }): boolean;
  /** the last frame boundary at or before `position`, and the seq reached there */
  boundaryAt(position: number): { position: number; seq: number };
  slice(start: number, end: number): Buffer;
  /** Forgets the bytes; only when every reader stands at the end. */
  rewind(): void;
}

const initialBytes = 64 * 1024;

/** A tape for a log whose head is `baseSeq`. */
export function createTape(baseSeq: number): Tape {
  let store = Buffer.allocUnsafe(initialBytes);
  let length = 0;
  let epoch = 0;
  let firstSeq = baseSeq; // reached at position 0
  const ends: number[] = [];

  const reserve = (bytes: number): void => {
    if (length + bytes <= store.length) return;
    const larger = Buffer.allocUnsafe(Math.max(store.length * 2, length + bytes));
    store.copy(larger, 0, 0, length);
    store = larger;
  };

  return {
    lastSeq: () => firstSeq + ends.length,
    length: () => length,
    epoch: () => epoch,
    append(bytes, { start, end }) {
      reserve(end - start);
      length += bytes.copy(store, length, start, end);
      ends.push(length);
    },
    matches(bytes, { start, end, position }) {
      const until = position + end - start;
      return until <= length && bytes.compare(store, position, until, start, end) === 0;
    },
    boundaryAt(position) {
      let frames = ends.length;
      while (frames > 0 && (ends[frames - 1] ?? 0) > position) frames--;
      return { position: ends[frames - 1] ?? 0, seq: firstSeq + frames };
    },
    slice: (start, end) => Buffer.from(store.subarray(start, end)),
    rewind() {
      firstSeq += ends.length;
      ends.length = 0;
      length = 0;
      epoch++;
    },
  };
}

export interface TapeListener {
  /** A frame that is not on the tape; answers its seq when it is an entry of the tape's log. */
  readonly onFrame: (bytes: Buffer, frame: FrameSpan) => number | undefined;
  /** The stream equals the tape up to and including `seq`. */
  readonly onReached: (seq: number) => void;
}

/** Reads one member's stream along the tape; whoever is first extends it. */
export function createTapeReader(tape: Tape, { onFrame, onReached }: TapeListener): ChunkReader {
  let epoch = tape.epoch();
  let position = 0;
  let rest: Buffer | undefined;
  let astray = false; // an entry came out of turn: from here on every frame is parsed, to name what is wrong

  const readFrame = (bytes: Buffer, frame: FrameSpan): void => {
    const { start, end } = frame;
    if (!astray && tape.matches(bytes, { start, end, position })) {
      position += end - start;
      return;
    }
    if (!astray) onReached(tape.boundaryAt(position).seq);
    const seq = onFrame(bytes, frame);
    if (seq === undefined || astray) return;
    if (seq === tape.lastSeq() + 1 && position === tape.length()) {
      tape.append(bytes, frame);
      position = tape.length();
    } else {
      astray = true;
    }
  };

  /** The begun frame at the end of what was compared, to be read again as a frame. */
  const stepBack = (): Buffer => {
    if (astray) return Buffer.alloc(0);
    const boundary = tape.boundaryAt(position).position;
    const begun = tape.slice(boundary, position);
    position = boundary;
    return begun;
  };

  const readFrames = (chunk: Buffer): void => {
    const bytes = Buffer.concat([rest ?? stepBack(), chunk]);
    let start = 0;
    for (;;) {
      const frame = findServerFrame(bytes, start);
      if (frame === undefined) break;
      readFrame(bytes, frame);
      start = frame.end;
    }
    rest = start < bytes.length ? bytes.subarray(start) : undefined;
  };

  return (chunk) => {
    if (epoch !== tape.epoch()) {
      epoch = tape.epoch();
      position = 0;
    }
    if (!astray && rest === undefined && tape.matches(chunk, { start: 0, end: chunk.length, position })) {
      position += chunk.length;
    } else {
      readFrames(chunk);
    }
    if (!astray && rest === undefined && position === tape.length()) onReached(tape.lastSeq());
  };
}
