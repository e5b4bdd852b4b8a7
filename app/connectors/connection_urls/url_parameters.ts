/** A name that may be shown; what does not look like one may be part of a secret that was not escaped. */
const SHOWN = /^[A-Za-z][\w.\- ]{0,39}$/

/** Named values of a connection string. Names are told apart without regard to case, and the last value counts. */
export class UrlParameters {
  readonly #values = new Map<string, { name: string; value: string }>()
  readonly #misread: string[] = []

  /** @param hasOpenQuote whether a value begins with a quote that nothing closes */
  constructor(
    pairs: Iterable<readonly [name: string, value: string]>,
    readonly hasOpenQuote = false
  ) {
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

  /** The same, where only some values mean something: one that does not counts as ignored. */
  takeAs<T>(read: (value: string) => T | undefined, ...names: string[]): T | undefined {
    const given = names.find((name) => this.peek(name))
    const name = given === undefined ? undefined : this.#values.get(given.toLowerCase())?.name
    const value = this.take(...names)
    const meant = value === undefined ? undefined : read(value)
    if (name !== undefined && meant === undefined) this.#misread.push(name)
    return meant
  }

  /** The value under this name, left where it is. */
  peek(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())?.value
  }

  /** Names that nothing has taken, and those whose values were not understood. */
  get ignored(): string[] {
    const names = [...this.#values.values()].map(({ name }) => name).concat(this.#misread)
    return names.filter((name) => SHOWN.test(name))
  }
}
