import type DatabaseConnection from '#models/database_connection'

/** Milliseconds for which a target is taken to be slow. */
const REST = 5 * 60_000

/** As many as are remembered; the oldest goes first. */
const MOST = 1_000

/** Connections whose targets took too long to wait for. */
export class SlowTargets {
  #until = new Map<string, number>()

  /** @param now milliseconds of a clock that does not jump */
  constructor(private now = () => performance.now()) {}

  has(connection: DatabaseConnection): boolean {
    return (this.#until.get(nameOf(connection)) ?? 0) > this.now()
  }

  add(connection: DatabaseConnection): void {
    const name = nameOf(connection)
    this.#until.delete(name)
    this.#until.set(name, this.now() + REST)
    if (this.#until.size <= MOST) return
    for (const oldest of this.#until.keys()) {
      this.#until.delete(oldest)
      return
    }
  }
}

function nameOf({ tenantId, id, version }: DatabaseConnection): string {
  return `${tenantId}:${id}:${version}`
}
