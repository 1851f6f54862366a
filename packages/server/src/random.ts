import { createHash, hash, randomFillSync } from 'node:crypto';
import type { Clock, Ids } from '@parley/core';

/** Chance and hashes of the real world. The only module of the server that makes random numbers. */
export interface Random {
  /** That many unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** At least 0, below 1, for spreading times only. */
  fraction(): number;
}

export const systemRandom: Random = {
  bytes: (count) => randomFillSync(new Uint8Array(count)),
  fraction: () => Math.random(),
};

const POOL_BYTES = 4096;
const ID_BYTES = 10;

/** Ids and digests for core; random bytes are drawn in pools, since every message may need some. */
export function createIds(clock: Pick<Clock, 'nowMs'>, random: Pick<Random, 'bytes'>): Ids {
  let pool = '';
  let position = 0;

  function drawHex(): string {
    if (position + ID_BYTES * 2 > pool.length) {
      pool = Buffer.from(random.bytes(POOL_BYTES)).toString('hex');
      position = 0;
    }
    position += ID_BYTES * 2;
    return pool.slice(position - ID_BYTES * 2, position);
  }

  return {
    newId() {
      const time = clock.nowMs().toString(16).padStart(12, '0');
      const hex = drawHex();
      const variant = '89ab'[Number.parseInt(hex.charAt(3), 16) & 3] ?? '8';
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
    },
    createSha256() {
      const hasher = createHash('sha256');
      return {
        add: (text) => void hasher.update(text),
        hex: () => hasher.digest('hex'),
      };
    },
    digest: (text) => hash('sha256', text, 'hex').slice(0, 32),
  };
}
