// Up to here a search through an array is as fast as a hash.
const MAX_FEW = 8;

/**
 * A set that costs what it holds: up to eight values are in an array, and only more make a hash table. Most rooms have
 * one socket and most sockets two rooms, and a hash table for one value costs four times as much. It has what sets had
 * before ES2025, but is no subclass: that would carry a set of its own.
 */
export class SmallSet<Value> {
  /** An array is in order of arrival, and never changed in place but at its end. */
  private held: Value[] | Set<Value> | undefined;

  get size(): number {
    const { held } = this;
    if (held === undefined) return 0;
    return isArray(held) ? held.length : held.size;
  }

  has(value: Value): boolean {
    const { held } = this;
    if (held === undefined) return false;
    return isArray(held) ? held.includes(value) : held.has(value);
  }

  add(value: Value): this {
    const { held } = this;
    // As large as its one value; an empty one would grow to five places.
    if (held === undefined) this.held = [value];
    else if (!isArray(held)) held.add(value);
    else if (!held.includes(value)) {
      if (held.length < MAX_FEW) held.push(value);
      else this.held = new Set(held).add(value);
    }
    return this;
  }

  delete(value: Value): boolean {
    const { held } = this;
    if (held === undefined) return false;
    if (!isArray(held)) return held.delete(value);
    if (!held.includes(value)) return false;
    // A copy: whoever goes through the set meanwhile misses nobody.
    this.held = held.filter((each) => each !== value);
    return true;
  }

  clear(): void {
    this.held = undefined;
  }

  values(): SetIterator<Value> {
    return (this.held ?? nothing).values();
  }

  keys(): SetIterator<Value> {
    return this.values();
  }

  [Symbol.iterator](): SetIterator<Value> {
    return this.values();
  }

  *entries(): SetIterator<[Value, Value]> {
    for (const value of this.values()) yield [value, value];
  }

  forEach(task: (value: Value, key: Value) => void): void {
    for (const value of this.values()) task(value, value);
  }
}

const nothing: readonly never[] = [];
const { isArray } = Array;
