const wordsPerId = 4;
const firstSlots = 1024;

/**
 * A set of UUIDs in 32 bytes each or a little more, where one of strings takes three times that: the ids of a long
 * conversation are all that the audit keeps of it. No nil UUID, which marks a free slot.
 */
export function createIdSet() {
  let slots = firstSlots;
  let words = new Uint32Array(slots * wordsPerId);
  let size = 0;

  /** Where these four words are, or the free slot where they belong. */
  function find(id: readonly number[]): number {
    const [a = 0, b = 0, c = 0, d = 0] = id;
    let slot = (Math.imul(d ^ c, 0x9e3779b1) ^ Math.imul(b ^ a, 0x85ebca6b)) >>> 0;
    for (;;) {
      slot &= slots - 1;
      const at = slot * wordsPerId;
      const isFree = words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
      const isIt = words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
      if (isFree || isIt) return at;
      slot += 1;
    }
  }

  function isTaken(at: number): boolean {
    return words.subarray(at, at + wordsPerId).some((word) => word !== 0);
  }

  function grow(): void {
    const before = words;
    slots *= 2;
    words = new Uint32Array(slots * wordsPerId);
    for (let at = 0; at < before.length; at += wordsPerId) {
      const id = before.subarray(at, at + wordsPerId);
      if (id.some((word) => word !== 0)) words.set(id, find([...id]));
    }
  }

  return {
    /** Answers whether it is new. */
    add(uuid: string): boolean {
      const id = wordsOf(uuid);
      const at = find(id);
      if (isTaken(at)) return false;
      words.set(id, at);
      size += 1;
      if (size * 2 > slots) grow();
      return true;
    },
    has: (uuid: string): boolean => isTaken(find(wordsOf(uuid))),
    size: (): number => size,
  };
}

function wordsOf(uuid: string): number[] {
  const hex = uuid.replaceAll('-', '');
  return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16));
}
