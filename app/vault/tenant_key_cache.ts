interface Entry<Key> {
  key: Key
  expiry: NodeJS.Timeout
}

/** Derived keys, for a while: at most `maxKeys`, the least recently used leaving first, none older than `ttl` ms. */
export class TenantKeyCache<Key> {
  readonly #entries = new Map<string, Entry<Key>>()
  #closed = false

  constructor(private readonly options: { maxKeys: number; ttl: number }) {}

  get size(): number {
    return this.#entries.size
  }

  get(name: string): Key | undefined {
    const entry = this.#entries.get(name)
    if (!entry) return undefined
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    return entry.key
  }

  /** A key leaves on its own timer, so that it is gone in time even when nobody asks for it again. */
  set(name: string, key: Key): void {
    if (this.#closed) return
    this.delete(name)
    const expiry = setTimeout(() => this.delete(name), this.options.ttl).unref()
    this.#entries.set(name, { key, expiry })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.options.maxKeys) break
      this.delete(oldest)
    }
  }

  delete(name: string): void {
    clearTimeout(this.#entries.get(name)?.expiry)
    this.#entries.delete(name)
  }

  /** Forgets every key; those that are still being derived do not come in any more. */
  close(): void {
    this.#closed = true
    for (const name of [...this.#entries.keys()]) this.delete(name)
  }
}
