/** A name that may be shown; what does not look like one may be part of a secret that was not escaped. */
const SHOWN = /^[A-Za-z][\w.\- ]{0,39}$/

/** Named values of a connection string. Names are told apart without regard to case, and the last value counts. */
export class UrlParameters {
  readonly #values = new Map<string, { name: string; value: string }>()

  constructor(pairs: Iterable<readonly [name: string, value: string]>) {
    for (const [name, value] of pairs) this.#values.set(name.toLowerCase(), { name, value })
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase())
  }

  /** The value under the first of these names that has one. All of them count as understood. */
  take(...names: string[]): string | undefined {
    const values = names.map((name) => {
      const found = this.#values.get(name.toLowerCase())?.value
      this.#values.delete(name.toLowerCase())
      return found
    })
    return values.find((value) => value !== undefined && value !== '')
  }

  /** Names that nothing has taken. */
  get ignored(): string[] {
    const names = [...this.#values.values()].map(({ name }) => name)
    return names.filter((name) => SHOWN.test(name))
  }
}
