/** A bounded map that forgets what was not used for longest. */
export class LruCache<V> {
  readonly #entries = new Map<string, V>();
  readonly #limit: number;
  readonly #forget: (value: V) => void;

  constructor(limit: number, forget: (value: V) => void) {
    this.#limit = limit;
    this.#forget = forget;
  }

  get size(): number {
    return this.#entries.size;
  }

  getOr(key: string, make: () => V): V {
    const found = this.#entries.get(key);
    if (found !== undefined) {
      // A Map iterates in order of insertion: the first entry is the one to forget.
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found;
    }
    const made = make();
    this.#entries.set(key, made);
    if (this.#entries.size > this.#limit) this.#forgetOldest();
    return made;
  }

  clear(): void {
    while (this.#entries.size > 0) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries;
    if (oldest === undefined) return;
    this.#entries.delete(oldest[0]);
    this.#forget(oldest[1]);
  }
}
