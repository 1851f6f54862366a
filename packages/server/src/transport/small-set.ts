// Up to here a search through an array is as fast as a hash.
const MAX_FEW = 8;

/**
 * A set that costs what it holds: up to eight values are in an array, and only more make a hash table. Most rooms have
 * one socket and most sockets two rooms, and a hash table for one value costs twice as much.
 */
export class SmallSet<Value> extends Set<Value> {
  /** In order of arrival; `undefined`: the values are in the hash table. Never changed in place but at its end. */
  private few: Value[] | undefined = [];

  override get size(): number {
    return this.few === undefined ? super.size : this.few.length;
  }

  override has(value: Value): boolean {
    return this.few === undefined ? super.has(value) : this.few.includes(value);
  }

  override add(value: Value): this {
    const { few } = this;
    if (few === undefined) return super.add(value);
    if (few.includes(value)) return this;
    if (few.length < MAX_FEW) {
      few.push(value);
      return this;
    }
    this.few = undefined;
    for (const each of few) super.add(each);
    return super.add(value);
  }

  override delete(value: Value): boolean {
    if (this.few === undefined) return super.delete(value);
    if (!this.few.includes(value)) return false;
    // A copy: whoever goes through the set meanwhile misses nobody.
    this.few = this.few.filter((each) => each !== value);
    return true;
  }

  override clear(): void {
    super.clear();
    this.few = [];
  }

  override values(): SetIterator<Value> {
    return this.few === undefined ? super.values() : this.few.values();
  }

  override keys(): SetIterator<Value> {
    return this.values();
  }

  override [Symbol.iterator](): SetIterator<Value> {
    return this.values();
  }

  override *entries(): SetIterator<[Value, Value]> {
    for (const value of this.values()) yield [value, value];
  }

  override forEach(task: (value: Value, key: Value, set: Set<Value>) => void): void {
    for (const value of this.values()) task(value, value, this);
  }
}
