import { nameKey } from '#services/name_key'

/** Characters of a connection's name. */
const MAX_LENGTH = 120

/** The names that are taken, and those that an import takes on its way. */
export class NameRegister {
  readonly #taken: Set<string>
  /** The number that was given last, by the name that it was given to. */
  readonly #numbers = new Map<string, number>()

  /** @param taken as `nameKey` spells them */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken)
  }

  /** False when it is taken already. */
  take(name: string): boolean {
    const key = nameKey(name)
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }

  /** The name with the first number in brackets that makes it free. */
  takeNumbered(name: string): string {
    const key = nameKey(name)
    for (let number = (this.#numbers.get(key) ?? 1) + 1; ; number++) {
      const numbered = withSuffix(name, ` (${number})`)
      if (!this.take(numbered)) continue
      this.#numbers.set(key, number)
      return numbered
    }
  }
}

/** Cut between characters, never within one. */
function withSuffix(name: string, suffix: string): string {
  const characters = [...name]
  while (characters.join('').length + suffix.length > MAX_LENGTH) characters.pop()
  return characters.join('').trimEnd() + suffix
}
